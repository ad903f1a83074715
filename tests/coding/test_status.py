"""Status: the same answer each time, whatever the parse; grades that a status allows; contrasts of few words."""

from __future__ import annotations

import random
import tomllib
from pathlib import Path

import pytest

from backchannel.coding.status import judge
from backchannel.coding.status.features import find_features
from backchannel.coding.status.judge import judge_by_rules
from backchannel.coding.status.verdicts import CERTAINTY, GRADES, NEGATED, RANK

CASES = Path(__file__).parent.parent / "cases" / "status_words.toml"
WORDS = "not never no if unless would will to have been meeting attack met hold refuse that , . ? “ ” — the of".split()
TAGS = "VB VBD VBG VBN VBP VBZ MD NN NNS NNP JJ RB IN TO DT . ,".split()
DEPS = (
    "ROOT nsubj nsubjpass dobj aux auxpass neg mark advcl ccomp xcomp acl relcl pcomp prep pobj conj amod dep".split()
)
PARTS = {"V": "VERB", "M": "AUX", "N": "NOUN", "J": "ADJ", "R": "ADV", "I": "ADP", "T": "PART", "D": "DET"}


def _doc(seed: int, size: int):  # type: ignore[no-untyped-def]
    """A parse no parser would give: words, tags and labels at random, heads at random but in a tree."""
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    rng = random.Random(seed)
    order = rng.sample(range(size), size)
    heads = [0] * size
    for place, word in enumerate(order):
        heads[word] = word if place == 0 else order[rng.randrange(place)]
    tags = [rng.choice(TAGS) for _ in range(size)]
    words = [rng.choice(WORDS) for _ in range(size)]
    return Doc(
        Vocab(),
        words=words,
        tags=tags,
        pos=[PARTS.get(tag[0], "PUNCT") for tag in tags],
        lemmas=words,
        heads=heads,
        deps=["ROOT" if heads[i] == i else rng.choice(DEPS[1:]) for i in range(size)],
    )


@pytest.mark.parametrize("seed", range(150))
def test_odd_parses_raise_nothing_and_give_the_same_each_time(seed: int) -> None:
    first, second = _doc(seed, 1 + seed % 40), _doc(seed, 1 + seed % 40)
    for one, other in zip(first, second, strict=True):
        judgement = judge(one)
        assert judgement == judge(other)
        assert find_features(one, judgement) == find_features(other, judgement)
        assert judgement is None or GRADES[judgement.status][0] <= judgement.certainty <= GRADES[judgement.status][1]


def test_a_long_chain_of_governors_is_bounded_work() -> None:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    size = 3000
    doc = Doc(
        Vocab(),
        words=["hold"] * size,
        lemmas=["hold"] * size,
        tags=["VB"] * size,
        pos=["VERB"] * size,
        heads=[max(0, place - 1) for place in range(size)],
        deps=["ROOT"] + ["xcomp"] * (size - 1),
    )
    assert judge(doc[size - 1]) is None


def test_words_without_a_parse_are_left_open() -> None:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    for token in Doc(Vocab(), words=["Oman", "met", "Iran", "?"]):
        assert judge_by_rules(token) is None or judge_by_rules(token).status != "happened"  # type: ignore[union-attr]


def test_every_status_has_its_rank_grade_and_negation() -> None:
    assert RANK.keys() == CERTAINTY.keys() == GRADES.keys() == NEGATED.keys()
    for status, (lowest, highest) in GRADES.items():
        assert lowest <= CERTAINTY[status] <= highest
        assert -3 <= lowest <= highest <= 3


@pytest.mark.integration
@pytest.mark.parametrize("case", tomllib.loads(CASES.read_text(encoding="utf-8"))["case"], ids=lambda case: case["id"])
def test_words(case: dict[str, str]) -> None:
    from backchannel.coding.sentences import load_language

    doc = load_language()(case["text"])
    start = case["text"].index(case["word"])
    judgement = judge(doc.char_span(start, start + len(case["word"]), alignment_mode="expand").root)
    assert (judgement.status if judgement else "none") == case["status"], judgement
