"""read_page and read_verbatim on good, bad and hostile input; no model but the language identifier's bundled one."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backchannel.articles import READERS, read_page, read_verbatim
from backchannel.articles.decode import LONGEST_PAGE, decode_page
from backchannel.articles.language import find_language
from backchannel.errors import BackchannelError, BadInput, NotEnglish, UnknownFormat
from backchannel.records import Page

STORY = (
    "VALLETTA (AP) — Malta’s foreign minister met the envoy on Monday and offered to carry a letter to Tripoli.\n\n"
    "The envoy said she would think about it. “We are not there yet,” she told reporters.\n\n"
    "A letter nobody wrote\n\n"
    "No draft exists, two officials said, and none has been asked for."
)


def page(text: str | bytes, name: str = "page", **known: object) -> Page:
    return Page(name, text.encode() if isinstance(text, str) else text, **known)  # type: ignore[arg-type]


def test_identity_is_the_outlet_and_the_text() -> None:
    story = read_page(page(STORY))
    assert story.text == STORY
    assert story.sha256 == hashlib.sha256(STORY.encode()).hexdigest()
    assert story.id == hashlib.sha256(f"\n{STORY}".encode()).hexdigest()[:16]
    with_menu = read_page(page(f"News\nWeather\n\n{STORY}\n\nRead more: Ten beaches for spring\n"))
    assert with_menu.id == story.id


def test_given_day_and_address_win() -> None:
    story = read_page(
        page(f"Published: March 4, 2024\n\n{STORY}", published=dt.date(2024, 3, 9), url="https://a.example/x")
    )
    assert story.published == dt.date(2024, 3, 9)
    assert story.found["published"] == "given"
    assert story.url == "https://a.example/x"


def test_plain_text_is_never_dated_by_guess() -> None:
    assert read_page(page(STORY)).published is None
    assert read_page(page(f"Published: 10/11/2024\n\n{STORY}")).published is None
    assert read_page(page(f"Published: 10/18/2024\n\n{STORY}")).published == dt.date(2024, 10, 18)
    updated = read_page(page(f"Updated 3:14 PM EDT, Sat October 18, 2025\n\n{STORY}"))
    assert (updated.published, updated.found["published"]) == (dt.date(2025, 10, 18), "updated-line")


def test_verbatim_keeps_every_character() -> None:
    text = "  Sign up for the newsletter.\r\n\r\nThe minister\u00a0left.\n"
    story = read_verbatim(page(text))
    assert story.text == text
    assert story.page_map == ((0, 0, len(text)),)
    story = read_verbatim(page(STORY, published=dt.date(2024, 3, 9)))
    assert (story.text, story.agency, story.dateline) == (STORY, "AP", "VALLETTA")
    assert [head.of(story) for head in story.headings] == ["A letter nobody wrote"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "PNG"),
        (b"PK\x03\x04" + b"\0" * 100, "zip"),
        (b"%PDF-1.7 x", "PDF"),
        (b"\x1f\x8b\x08\0\0", "gzip"),
        (bytes(range(1, 32)) * 50, "binary"),
        (b"\0\1\2\3" * 200, "binary"),
        (json.dumps({"status": "ok", "items": [1, 2, 3]}).encode(), "JSON"),
        (b"[]", "JSON"),
        (b'<?xml version="1.0"?><rss><channel><title>x</title></channel></rss>', "no entries"),
        (b'<?xml version="1.0"?><svg><g/></svg>', "XML"),
        (b"Home\nNews\nWeather\n", "no story text"),
        (b"Minister resigns.", "no story text"),
        (b"<html><head><title>x</title></head><body></body></html>", "no story text"),
        (b"id,name,amount\n1,ship,300\n2,crane,400\n", "no story text"),
    ],
    ids=lambda value: value[:12] if isinstance(value, str) else None,
)
def test_what_is_no_story_is_refused_with_its_name(data: bytes, words: str) -> None:
    with pytest.raises(BadInput, match=words) as caught:
        read_page(page(data, "inbox/17"))
    assert "inbox/17" in str(caught.value)


def test_unknown_formats_are_a_kind_of_bad_input() -> None:
    with pytest.raises(UnknownFormat):
        read_page(page(b"GIF89a" + b"\0" * 20))


def test_too_large_is_refused() -> None:
    with pytest.raises(BadInput, match="limit"):
        read_page(page(b"a" * (LONGEST_PAGE + 1)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_encodings(encoding: str) -> None:
    text = STORY.replace("Tripoli", "Zürich")
    assert read_page(page(text.encode(encoding))).text == text


def test_mixed_and_declared_encodings() -> None:
    mixed = "The café “Zürich” closed. ".encode() + "Its owner, Müller, said “no”.".encode("cp1252")
    assert decode_page(page(mixed)) == "The café “Zürich” closed. Its owner, Müller, said “no”."
    declared = '<html><head><meta charset="koi8-r"></head><body>Мир</body></html>'.encode("koi8-r")
    assert "Мир" in decode_page(page(declared))


SHORT_ENGLISH = [
    "The two ministers met in Geneva on Monday.",
    "Kim Jong Un visits Vladivostok.",
    "Lukashenko telephoned Macron on Monday.",
    "Erdogan meets Zelenskyy in Ankara.",
    "Abiy Ahmed hosts Isaias Afwerki in Addis Ababa.",
    "Iran rejects offer.",
    "Army chief resigns after Kandahar defeat.",
    "Hezbollah fires rockets at Haifa, Netanyahu vows reply.",
    "Tshisekedi, Kagame sign Luanda accord.",
    "Xi arrives in Pyongyang; Kim waits at Sunan airport.",
    "Seoul, Tokyo and Washington stage naval drill off Jeju.",
    "MADURO EXPELS ENVOYS",
]
FOREIGN = {
    "de": "Die Minister trafen sich am Montag in Genf und sprachen über die Grenze.",
    "fr": "Les deux ministres se sont rencontrés à Genève lundi pour discuter de la frontière.",
    "es": "El presidente viajó a Madrid para reunirse con su homólogo y firmar un acuerdo.",
    "nl": "De minister heeft maandag overleg gevoerd met zijn ambtgenoot in Brussel.",
    "it": "Il presidente ha incontrato il ministro a Roma per discutere della crisi.",
    "tr": "Cumhurbaşkanı pazartesi günü Ankara'da bakanla görüştü ve anlaşmayı imzaladı.",
    "ru": "Президент встретился с министром в Москве и обсудил положение на границе.",
    "pt": "O presidente encontrou o ministro em Lisboa na segunda-feira para conversações.",
    "ja": "外務大臣は月曜日に東京で大使と会談し、国境の問題について話し合いました。",
    "ko": "외교부 장관은 월요일 서울에서 대사를 만나 국경 문제를 논의했다고 밝혔다.",
}


@pytest.mark.parametrize("text", SHORT_ENGLISH)
def test_short_english_is_not_refused(text: str) -> None:
    assert find_language(text) == "en"


@pytest.mark.parametrize("code", FOREIGN)
def test_other_languages_are_refused_by_name(code: str) -> None:
    assert find_language(FOREIGN[code]) == code
    with pytest.raises(NotEnglish, match=rf"\({code}\)"):
        read_page(page(f"{FOREIGN[code]}\n\n{FOREIGN[code]}"))


@pytest.mark.parametrize(
    "text",
    [
        "<html><body>" + "<div>" * 100_000 + f"<p>{STORY}</p>",
        "<html><body>" + "<b>" * 100_000 + "x" + "</b>" * 100_000,
        "<html><body>" + "<p>The envoy left the port. </p>" * 60_000,
        "<html><body><p>" + "a &amp; b " * 200_000,
        "<html><body>" + "<" * 150_000,
        "<html>" + "<!--" * 100_000,
        "<html><body>" + "<script>" * 50_000,
        "<html><head><script type='application/ld+json'>"
        + "[" * 100_000
        + "</script></head><body><p>x</p></body></html>",
        "By " * 200_000,
        "(" * 300_000,
        "a" * 2_000_000,
        "a.\n" * 100_000,
        "Read more: x\n" * 50_000,
        " \n" * 500_000 + "x",
    ],
    ids=lambda text: text[:24] + "…",
)
def test_hostile_pages_end_soon(text: str) -> None:
    start = time.process_time()
    try:
        story = read_page(page(text))
    except BackchannelError as error:
        assert "page" in str(error)
    else:
        assert story.text
    assert time.process_time() - start < 20


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=600), st.text(max_size=600).map(str.encode)))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for read in (read_page, read_verbatim):
        try:
            story = read(page(data))
        except BackchannelError:
            continue
        decoded = decode_page(page(data))
        for start, place, length in story.page_map:
            assert story.text[start : start + length] == decoded[place : place + length]


def test_readers_table_is_plain() -> None:
    assert list(READERS)[-1] == "text"
    assert READERS["html"][0]("<!doctype html><p>x</p>")
    assert not READERS["html"][0](STORY)
    assert READERS["text"][0](STORY)
