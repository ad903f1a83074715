"""The desk in a real browser, through a real socket: nothing runs over, and a click lands on the words."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from browser import Browser, find_chromium

from backchannel.demo import demo_pages
from backchannel.ledger import Ledger
from backchannel.pipeline import read_document
from backchannel.serve.app import create_app

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(find_chromium() is None, reason="no Chromium on the path"),
]
PATHS = (
    "/stories",
    "/stories?q=meeting",
    "/stories/{story}",
    "/dyad/USA/PRK",
    "/who",
    "/who/kim-jong-un",
    "/ask",
    "/ask?actor=USA&recipient=PRK&type=CONSULT",
    "/nothing",
)
# Text against the colour behind it, for every element with words of its own (WCAG 2.2, 1.4.3).
CONTRAST = """
(() => {
  const parse = c => { const n = c.match(/[\\d.]+/g).map(Number); return n.length > 3 ? n : [...n, 1] };
  const linear = v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
  const light = c => { const f = c.slice(0, 3).map(v => linear(v / 255));
    return .2126 * f[0] + .7152 * f[1] + .0722 * f[2] };
  const behind = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor);
    if (c[3] === 1) return c } return [255, 255, 255, 1] };
  const low = [];
  for (const e of document.querySelectorAll('body *')) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) || e.closest('svg, option, .skip')) continue;
    if (!e.getClientRects().length) continue;
    const style = getComputedStyle(e), a = light(parse(style.color)), b = light(behind(e));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) low.push([e.tagName, e.className, e.textContent.slice(0, 40), ratio.toFixed(2)]);
  }
  return low.slice(0, 5);
})()
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of a running desk, and the id of a story with all kinds of claims."""
    url = f"sqlite:///{tmp_path_factory.mktemp('desk') / 'desk.db'}"
    with Ledger.open(url) as ledger:
        for page in demo_pages():
            ledger.add(read_document(page))
        richest = max(ledger.stories(), key=lambda line: min(line.signals, line.events, line.statements))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(create_app(url), log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        deadline = time.monotonic() + 30
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.05)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", richest.id
        server.should_exit = True
        thread.join(timeout=20)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    program = find_chromium()
    assert program is not None
    with Browser(program, tmp_path_factory.mktemp("profile")) as found:
        yield found


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [375, 1360])
def test_page_fits_and_can_be_read(browser: Browser, desk: tuple[str, str], path: str, dark: bool, width: int) -> None:
    address, story = desk
    browser.size(width, 800, phone=width < 500, dark=dark)
    browser.open(address + path.format(story=story))
    assert browser.run("document.documentElement.scrollWidth") <= width
    assert browser.run("document.fonts.size") == 0
    assert browser.run("performance.getEntriesByType('resource').every(r => r.name.startsWith(location.origin))")
    assert browser.run(CONTRAST) == []


def test_clicking_a_claim_lands_on_its_words(browser: Browser, desk: tuple[str, str]) -> None:
    address, story = desk
    browser.size(1360, 800)
    browser.open(f"{address}/stories/{story}")
    marks = browser.run("[...document.querySelectorAll('#list-c1 a.words, #list-e1 a.words')].map(a => a.hash)")
    assert marks == ["#c1", "#e1"]
    for mark, selector in (("#c1", "#list-c1 a.words"), ("#e1", "#list-e1 a.words")):
        browser.click(selector)
        assert browser.run("location.hash") == mark
        shown = browser.run(
            "(() => { const r = document.querySelector(':target').getBoundingClientRect();"
            "return r.top >= 0 && r.bottom <= innerHeight })()"
        )
        assert shown, mark
        lit = browser.run("getComputedStyle(document.querySelector(':target')).backgroundColor")
        assert lit == "rgb(255, 226, 122)", mark


def test_clicking_words_shows_the_claim(browser: Browser, desk: tuple[str, str]) -> None:
    address, story = desk
    browser.size(1360, 800)
    browser.open(f"{address}/stories/{story}")
    browser.click("mark#e1 a")
    item = browser.run("location.hash")
    assert item.startswith("#list-")
    assert browser.run("document.querySelector(':target').matches('.claims li')")


def test_evidence_of_a_channel_is_the_marked_text(browser: Browser, desk: tuple[str, str]) -> None:
    address, _ = desk
    browser.size(1360, 800)
    browser.open(f"{address}/dyad/USA/PRK")
    words = browser.run("document.querySelector('.board a.words').textContent")
    browser.click(".board a.words")
    deadline = time.monotonic() + 20
    while not browser.run("location.pathname").startswith("/stories/") and time.monotonic() < deadline:
        time.sleep(0.1)
    browser.run("new Promise(done => document.readyState === 'complete' ? done() : addEventListener('load', done))")
    assert browser.run("location.hash") == "#at"
    marked = browser.run("[...document.querySelectorAll('[data-claim=at]')].map(m => m.textContent).join('')")
    assert marked in words and len(marked) >= len(words) - 2


def test_keyboard_reaches_the_content_first(browser: Browser, desk: tuple[str, str]) -> None:
    address, _ = desk
    browser.size(1360, 800)
    browser.open(f"{address}/stories")
    browser.call("Input.dispatchKeyEvent", type="keyDown", key="Tab", code="Tab", windowsVirtualKeyCode=9)
    assert browser.run("document.activeElement.className") == "skip"
    assert browser.run("getComputedStyle(document.activeElement).outlineStyle") == "solid"
