"""Rules and tagger joined, on a parse made by hand: no model is loaded."""

from spacy.tokens import Doc
from spacy.vocab import Vocab

from backchannel.coding.quotes import Quotation, Quotations
from backchannel.coding.statements.drafts import Draft
from backchannel.coding.statements.joined import join_tagged, unclaimed
from backchannel.coding.statements.tagged import Tagged

WORDS = "The minister floated a new summit on Monday , aides say .".split()
HEADS = [1, 2, 2, 5, 5, 2, 2, 6, 2, 10, 2, 2]


def parsed() -> Doc:
    return Doc(Vocab(), words=WORDS, heads=HEADS, deps=["dep"] * len(WORDS))


def tagged(doc: Doc, cue: str, source: str | None, content: str, chance: float = 0.9) -> Tagged:
    def place(words: str) -> tuple[int, int]:
        start = doc.text.index(words)
        return start, start + len(words)

    return Tagged(place(cue), place(source) if source else None, (place(content),), chance, 0.9, 0.9)


def draft(doc: Doc, cue: tuple[int, int], content: str) -> Draft:
    start = doc.text.index(content)
    return Draft(cue[0], cue, (9, 10), doc[9], ((start, start + len(content)),), rule="say")


def test_a_sure_cue_alone_makes_a_statement() -> None:
    doc = parsed()
    (made,) = join_tagged(doc, [], [tagged(doc, "floated", "The minister", "a new summit")], Quotations(doc.text))
    assert made.cue == (2, 3)
    assert made.source == (0, 2)
    assert made.head is not None and made.head.text == "minister"
    assert [doc.text[start:end] for start, end in made.pieces] == ["a new summit"]


def test_an_unsure_cue_alone_makes_none() -> None:
    doc = parsed()
    assert (
        join_tagged(doc, [], [tagged(doc, "floated", "The minister", "a new summit", chance=0.5)], Quotations(doc.text))
        == []
    )


def test_the_tagger_sets_the_borders_of_what_a_rule_found() -> None:
    doc = parsed()
    ours = draft(doc, (10, 11), "The minister floated a new summit")
    (made,) = join_tagged(
        doc,
        [ours],
        [tagged(doc, "say", "aides", "The minister floated a new summit on Monday", 0.4)],
        Quotations(doc.text),
    )
    assert made.rule == "say"
    assert [doc.text[start:end] for start, end in made.pieces] == ["The minister floated a new summit on Monday"]


def test_a_rule_that_the_tagger_does_not_see_falls() -> None:
    doc = parsed()
    assert join_tagged(doc, [draft(doc, (10, 11), "a new summit")], [], Quotations(doc.text)) == []


def test_a_quotation_within_a_content_is_claimed() -> None:
    doc = parsed()
    ours = draft(doc, (10, 11), "a new summit")
    start = doc.text.index("new")
    inside = Quotation(start=start, end=start + 5, first=start + 1, last=start + 4)
    outside = Quotation(start=0, end=5, first=1, last=4)
    assert unclaimed((inside, outside), [ours]) == (outside,)


def test_a_content_takes_the_marks_of_its_quotation() -> None:
    words = "“ We will meet , ” Mr. Oyelaran said .".split()
    doc = Doc(Vocab(), words=words, spaces=[False, True, True, False, False, True, True, True, False, False])
    (made,) = join_tagged(doc, [], [tagged(doc, "said", "Mr. Oyelaran", "We will meet")], Quotations(doc.text))
    assert [doc.text[start:end] for start, end in made.pieces] == ["“We will meet,”"]
