"""Markdown: what is, what is not, what is kept of it, and where its words stand."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backchannel.articles.markdown import LONGEST, looks_like_markdown, read_markdown
from backchannel.errors import BadInput
from backchannel.records import Page

P = "The two ministers met in the harbour office on Monday and agreed to meet again in June."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"# Talks in the harbour\n\n{P}", True),
        (f"---\ntitle: Talks\ndate: 2024-03-04\n---\n{P}", True),
        (f"Talks in the harbour\n====================\n\n{P}\n\nMore\n----\n\n{P}", True),
        (f"{P} See [the letter](https://a.example/l) and [the reply](https://a.example/r).", True),
        (f"{P}\n\n## What next\n\n{P} **Nothing** is planned.", True),
        (P, False),
        (f"#Talks are on\n\n{P}", False),
        (f"* {P}\n* {P}", False),
        (f"---\n\n{P}\n\n---\n", False),
        (f"By Ana Reis\n-----\n{P}", False),
        (f"{P} It was a 5*3*2 vote, he_said and she_said.", False),
        (f"<p>{P}</p>\n\n# x\n\n# y", False),
        ('{"a": "# b"}\n# c\n# d', False),
        ("", False),
    ],
)
def test_what_is_markdown(text: str, expected: bool) -> None:
    assert looks_like_markdown(text) is expected


def draft_of(text: str) -> list[tuple[str, bool]]:
    return [
        (paragraph.text, paragraph.heading) for paragraph in read_markdown(Page("n.md", text.encode()), text).paragraphs
    ]


def test_marks_go_and_words_stay() -> None:
    text = (
        "# Talks\n\nThe *first* [letter](https://a.example/x) was **not**\nanswered &amp; `lost`. ![map](m.png)\n\n"
        "> “We wait,” she said.\n\n1. One\n2. Two\n\n| a | b |\n|---|---|\n| c | d |\n\n***\n\n<p>Raw words.</p>\n"
    )
    assert draft_of(text) == [
        ("Talks", True),
        ("The first letter was not answered & lost.", False),
        ("“We wait,” she said.", False),
        ("One", False),
        ("Two", False),
        ("a", False),
        ("b", False),
        ("c", False),
        ("d", False),
        ("Raw words.", False),
    ]


def test_front_matter() -> None:
    fields = 'title: "Talks: a start"\nauthors:\n  - Ana Reis\n  - Jon Doe\ntags: [harbour, "ships"]\ndate: 2024-03-04'
    text = f"---\n{fields}\n---\n{P}"
    facts = {fact.field: fact.values for fact in read_markdown(Page("n", b"x"), text).facts}
    assert facts == {
        "title": ("Talks: a start",),
        "authors": ("Ana Reis", "Jon Doe"),
        "published": ("2024-03-04",),
        "topics": ("harbour", "ships"),
    }
    heading = read_markdown(Page("n", b"x"), f"## Talks again\n\n{P}").facts
    assert [(fact.values, fact.where) for fact in heading] == [(("Talks again",), "first heading")]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends(newline: str) -> None:
    text = f"# Talks{newline}{newline}{P}{newline}{newline}{P}{newline}"
    draft = read_markdown(Page("n", b"x"), text)
    assert [paragraph.text for paragraph in draft.paragraphs] == ["Talks", P, P]
    for paragraph in draft.paragraphs:
        ((offset, place, length),) = paragraph.pieces
        assert text[place : place + length] == paragraph.text[offset : offset + length] == paragraph.text


@given(
    st.lists(
        st.sampled_from(["# ", "a b", "*", "**", "_", "[", "](x)", "`", "\n", "\n\n", "&amp;", "> ", "- ", "\\*", "é"])
    )
)
@settings(max_examples=300, deadline=None)
def test_every_piece_stands_in_the_source(parts: list[str]) -> None:
    text = "".join(parts)
    for paragraph in read_markdown(Page("n", b"x"), text).paragraphs:
        for offset, place, length in paragraph.pieces:
            assert paragraph.text[offset : offset + length] == text[place : place + length]


@pytest.mark.parametrize(
    "text", ["> " * 20_000, "[" * 50_000, "*a **" * 20_000, "`" * 50_001, "[a](<" * 20_000, "- " * 20_000]
)
def test_hostile_marks_cost_little(text: str) -> None:
    start = time.process_time()
    with pytest.raises(BadInput, match="marks in one paragraph") if "- " not in text else contextlib.nullcontext():
        read_markdown(Page("n", b"x"), f"# T\n\n{text}")
    read_markdown(Page("n", b"x"), "# T\n\n" + "".join(f"{text[:500]}\n\n" for _ in range(100)))
    assert time.process_time() - start < 5


def test_too_long() -> None:
    with pytest.raises(BadInput, match="too many"):
        read_markdown(Page("n", b"x"), "a" * (LONGEST + 1))
