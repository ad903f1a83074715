"""Every sample document of every format: its story, its facts and their places, and what is refused."""

from __future__ import annotations

import datetime as dt
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from story_checks import LISTS, SINGLE, require_field, require_map, require_text

from backchannel.articles import OPENERS, READERS, Pointer, Refusal, open_page, open_stream, read_page
from backchannel.errors import BackchannelError, BadInput, UnknownFormat
from backchannel.records import Page, Story

FOLDER = Path(__file__).parent.parent / "pages" / "formats"
EXPECTED = tomllib.loads(FOLDER.with_suffix(".toml").read_text(encoding="utf-8"))
FILES = sorted(path.name for path in FOLDER.iterdir())


@cache
def opened(file: str) -> dict[str, Page | Refusal | Pointer]:
    """What a sample file opens to, by the part's number."""
    items = list(open_page(Page(file, (FOLDER / file).read_bytes())))
    return {item.name.removeprefix(file): item for item in items}


@cache
def story_of(file: str, part: str) -> tuple[Story, Page]:
    item = opened(file)[part]
    assert isinstance(item, Page), item
    return read_page(item), item


@pytest.fixture(params=EXPECTED["document"], ids=lambda case: case["file"] + case.get("part", ""))
def case(request: pytest.FixtureRequest) -> tuple[dict[str, Any], Story, Page]:
    return request.param, *story_of(request.param["file"], request.param.get("part", ""))


@pytest.mark.parametrize("field", [*SINGLE, "url", *LISTS])
def test_fields(case: tuple[dict[str, Any], Story, Page], field: str) -> None:
    expected, story, _ = case
    require_field(story, expected, field)


def test_text(case: tuple[dict[str, Any], Story, Page]) -> None:
    expected, story, _ = case
    require_text(story, expected)


def test_found_tells_where(case: tuple[dict[str, Any], Story, Page]) -> None:
    expected, story, _ = case
    assert {field: story.found.get(field) for field in expected.get("found", ())} == expected.get("found", {})


def test_every_stretch_stands_unchanged_in_the_document(case: tuple[dict[str, Any], Story, Page]) -> None:
    _, story, page = case
    require_map(story, page, 0.95)


def test_nothing_else_is_in_the_files() -> None:
    """Every part of every file is accounted for: a story, a refusal, or a pointer."""
    known = {
        (case["file"], case.get("part", "")) for kind in ("document", "refused", "pointer") for case in EXPECTED[kind]
    }
    assert {(file, part) for file in FILES for part in opened(file)} == known


@pytest.mark.parametrize("case", EXPECTED["refused"], ids=lambda case: case["file"] + case.get("part", ""))
def test_refusals_say_why(case: dict[str, str]) -> None:
    item = opened(case["file"])[case.get("part", "")]
    if isinstance(item, Page):
        with pytest.raises(BadInput, match=case["words"]) as caught:
            read_page(item)
        assert item.name in str(caught.value)
    else:
        assert isinstance(item, Refusal)
        assert case["words"] in item.reason


@pytest.mark.parametrize("case", EXPECTED["pointer"], ids=lambda case: case["file"] + case.get("part", ""))
def test_entries_without_full_text_are_pointers(case: dict[str, str]) -> None:
    assert opened(case["file"])[case["part"]] == Pointer(case["file"] + case["part"], case["title"], case["url"])


@pytest.mark.parametrize("file", FILES)
def test_content_tells_the_format_whatever_the_name(file: str) -> None:
    """The same parts come out of the same bytes under a name that says nothing."""
    items = list(open_page(Page("x.dat", (FOLDER / file).read_bytes())))
    assert [item.name.removeprefix("x.dat") for item in items] == list(opened(file))
    assert [type(item) for item in items] == [type(item) for item in opened(file).values()]


@pytest.mark.parametrize("file", FILES)
def test_a_stream_gives_what_bytes_give(file: str) -> None:
    with (FOLDER / file).open("rb") as stream:
        assert list(open_stream(file, stream)) == list(opened(file).values())


def test_a_container_with_one_document_can_be_read_at_once() -> None:
    for file in ("newsletter.eml", "bulletin.txt.gz", "report.pdf", "crawl.warc.gz", "site.rdf"):
        (item,) = opened(file).values()
        assert isinstance(item, Page)
        assert read_page(Page(file, (FOLDER / file).read_bytes())) == read_page(item)
    with pytest.raises(BadInput, match="several documents"):
        read_page(Page("crawl.warc", (FOLDER / "crawl.warc").read_bytes()))
    with pytest.raises(BadInput, match="only points at a story elsewhere"):
        read_page(Page("entries.atom", (FOLDER / "entries.atom").read_bytes()))


def test_what_the_caller_knows_goes_with_the_documents() -> None:
    day = dt.date(2020, 1, 2)
    data = (FOLDER / "crawl.warc").read_bytes()
    first, second = open_page(Page("crawl.warc", data, url="https://given.example/", published=day))
    assert isinstance(first, Page)
    assert isinstance(second, Page)
    assert (first.published, first.url, second.url) == (day, None, None)  # the whole file's address is no part's
    single = Page("n.eml", (FOLDER / "newsletter.eml").read_bytes(), url="https://given.example/", published=day)
    story = read_page(single)
    assert (story.url, story.published, story.found["published"]) == ("https://given.example/", day, "given")


def test_the_suffix_tells_only_what_content_leaves_open() -> None:
    text = "The envoy left.\n\nHe had *never* been asked to stay, two officials said on Monday."
    assert "*" in read_page(Page("note.txt", text.encode())).text
    assert "*" not in read_page(Page("note.md", text.encode())).text
    page = b"<!doctype html><html><body><p>The envoy left for Oslo on Monday, two officials said.</p></body></html>"
    assert read_page(Page("note.md", page)).text.startswith("The envoy left")


def test_unknown_json_and_xml_name_what_is_read() -> None:
    for data in (b'{"a": {"b": 1}, "c": [2]}', b'<?xml version="1.0"?><Invoice><Total/></Invoice>'):
        with pytest.raises(UnknownFormat, match="newsml, nitf, ninjs"):
            read_page(Page("x", data))


def test_tables_name_each_format_once() -> None:
    assert list(READERS)[-1] == "text"
    assert not READERS.keys() & OPENERS.keys()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "file", ["channel.rss", "item3.ninjs.json", "item_xhtml.newsml.xml", "feed.json", "list.ninjs.json"]
)
def test_encodings(file: str, encoding: str) -> None:
    text = (FOLDER / file).read_text(encoding="utf-8")
    plain = [read(item) for item in opened(file).values()]
    other = [read(item) for item in open_page(Page(file, text.encode(encoding)))]
    assert other == plain


def read(item: Page | Refusal | Pointer) -> object:
    if not isinstance(item, Page):
        return item
    try:
        return read_page(item).text
    except BackchannelError as error:
        return str(error)


def test_every_format_is_documented() -> None:
    text = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
    assert [name for name in (*READERS, *OPENERS) if f"\n| {name} |" not in text] == []
