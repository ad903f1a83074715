"""Marks: whatever overlaps, the words stay the story's words, and every claim covers its own."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from backchannel.records import Span, Story
from backchannel.serve.marks import Claim, Layer, Paragraph, broken_claims, mark_story

LAYERS: tuple[Layer, ...] = ("statement", "channel", "event", "actor")


def make_story(text: str) -> Story:
    return Story("t", text, hashlib.sha256(text.encode()).hexdigest())


def make_claim(number: int, start: int, end: int) -> Claim:
    return Claim(f"c{number}", f"list-c{number}", LAYERS[number % 4], Span("t", start, end), "claim")


def words_of(paragraphs: tuple[Paragraph, ...]) -> str:
    return "".join(token.words for one in paragraphs for token in one.tokens if token.kind == "text")


def words_under(paragraphs: tuple[Paragraph, ...], id: str) -> str:
    found, open_marks = "", []
    for paragraph in paragraphs:
        for token in paragraph.tokens:
            if token.kind == "open":
                open_marks.append(token.claim.id)
            elif token.kind == "close":
                open_marks.pop()
            elif id in open_marks:
                found += token.words
        assert not open_marks
    return found


def test_nested_claims_are_not_broken() -> None:
    paragraphs = mark_story(make_story("abc def ghi"), [make_claim(0, 0, 11), make_claim(1, 4, 7), make_claim(2, 5, 6)])
    assert broken_claims(paragraphs) == ()
    assert words_under(paragraphs, "c1") == "def"


def test_crossing_claims_are_cut_once_and_whole_together() -> None:
    paragraphs = mark_story(make_story("abc def ghi"), [make_claim(0, 0, 7), make_claim(1, 4, 11)])
    assert broken_claims(paragraphs) == ("c1",)
    assert words_under(paragraphs, "c0") == "abc def"
    assert words_under(paragraphs, "c1") == "def ghi"


def test_a_claim_over_a_paragraph_end_stands_in_both() -> None:
    paragraphs = mark_story(make_story("one two\n\nthree four"), [make_claim(0, 4, 14)])
    assert [one.heading for one in paragraphs] == [False, False]
    assert words_under(paragraphs, "c0") == "twothree"
    assert broken_claims(paragraphs) == ("c0",)


def test_parts_leave_out_what_is_between() -> None:
    claim = Claim("c0", "list-c0", "statement", Span("t", 0, 11, ((0, 3), (8, 11))), "claim")
    assert words_under(mark_story(make_story("abc def ghi"), [claim]), "c0") == "abcghi"


def test_id_stands_once() -> None:
    paragraphs = mark_story(make_story("one two\nthree four"), [make_claim(0, 0, 18), make_claim(1, 4, 12)])
    firsts = [token.claim.id for one in paragraphs for token in one.tokens if token.kind == "open" and token.first]
    assert sorted(firsts) == ["c0", "c1"]


def test_deep_nesting_is_bounded() -> None:
    text = "x" * 400
    paragraphs = mark_story(make_story(text), [make_claim(n, n, 400 - n) for n in range(200)])
    depth = deepest = 0
    for token in paragraphs[0].tokens:
        depth += {"open": 1, "close": -1, "text": 0}[token.kind]
        deepest = max(deepest, depth)
    assert deepest <= 24
    assert words_of(paragraphs) == text


TEXTS = st.text(st.sampled_from("ab \n<"), min_size=1, max_size=60)
PAIRS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=12)


@given(TEXTS, PAIRS)
def test_words_and_claims_survive_any_overlap(text: str, pairs: list[tuple[int, int]]) -> None:
    ends = [tuple(sorted((min(a, len(text)), min(b, len(text))))) for a, b in pairs]
    claims = [make_claim(number, start, end) for number, (start, end) in enumerate(ends)]
    paragraphs = mark_story(make_story(text), claims)
    kept = "".join(line for line in text.split("\n") if line.strip())
    assert words_of(paragraphs) == kept
    shown, position = set[int](), 0
    for line in text.split("\n"):
        if line.strip():
            shown.update(range(position, position + len(line)))
        position += len(line) + 1
    for claim in claims:
        wanted = "".join(text[i] for i in range(claim.span.start, claim.span.end) if i in shown)
        assert words_under(paragraphs, claim.id) == wanted
