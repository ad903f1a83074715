"""Who is who across stories: a function of stories and rulings, whatever their order; effective everywhere; undone."""

from __future__ import annotations

import itertools
import random

import pytest
from strangers_help import tell

from backchannel.errors import BadInput, BadQuestion
from backchannel.ledger import IdentityRuling, Ledger
from backchannel.ledger.identities import Contradiction, settle
from backchannel.ledger.strangers import find_strangers
from backchannel.records import Reading

# One Orla Fenn of Norland in three stories, another of Sudria in two, and one of whom too little is told.
TALES = {
    "n1": tell("n1", "[Orla Fenn|NOR GOV] met [Sudria] for talks.", "2031-03-01", agency="Own Wire"),
    "n2": tell("n2", "[Orla Fenn|NOR GOV] met [Westia] again.", "2031-03-09", agency="Other Wire"),
    "n3": tell("n3", "[Orla Fenn|NOR] wrote to [Westia].", "2031-03-29", agency="Own Wire"),
    "s1": tell("s1", "[Orla Fenn|SWE] met [Westia] by the lake.", "2031-03-02", agency="Lake Wire"),
    "s2": tell("s2", "[Orla Fenn|SWE] met [Westia] by the dam.", "2031-03-05", agency="Dam Wire"),
    "u1": tell("u1", "[Orla Fenn] met [Norland] somewhere.", "2031-03-03"),
    "x1": tell("x1", "[Fenn|NOR GOV] met [Sudria] too.", "2031-03-02"),
    "p1": tell("p1", "[the police|unnamed] met [Sudria].", "2031-03-02"),
    "p2": tell("p2", "[the police|unnamed] met [Sudria].", "2031-03-02"),
}


def ruling(action: str, one: tuple[str, ...], other: tuple[str, ...], undoes: int | None = None) -> IdentityRuling:
    return IdentityRuling(action, one, other, "ada", "she said so", undoes=undoes)  # type: ignore[arg-type]


def ids(reading: Reading) -> str:
    return find_strangers(reading)[0].id


ID = {name: ids(read) for name, read in TALES.items() if find_strangers(read)}


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    for read in TALES.values():
        assert ledger.add(read)
    return ledger


def groups(ledger: Ledger) -> set[frozenset[str]]:
    found = (ledger.identity(line.id) for line in ledger.identities())
    return {frozenset(sighting.story for sighting in one.sightings) for one in found}


START = {frozenset({"n1", "n2", "n3"}), frozenset({"s1", "s2"}), frozenset({"u1"}), frozenset({"x1"})}


def test_strangers_are_joined_where_all_agrees_and_nobody_else_may_be_meant(filled: Ledger) -> None:
    assert groups(filled) == START
    one = filled.identity(ID["n3"])
    assert (one.id, one.name, one.country, one.known) == (ID["n1"], "Orla Fenn", "NOR", False)
    assert one.origins == 3
    assert [sighting.stranger for sighting in one.sightings] == [ID["n1"], ID["n2"], ID["n3"]]
    text = filled.reading("n2").story
    assert [span.of(text) for span in one.sightings[1].mentions] == ["Orla Fenn"]
    assert one.sightings[1].words == text.text


def test_the_order_of_adding_does_not_matter(url: str) -> None:
    strangers = [find_strangers(read)[0] for name, read in TALES.items() if name in ID]
    whole = settle(strangers, ())
    for seed in range(30):
        random.Random(seed).shuffle(strangers)
        assert settle(strangers, ()) == whole
    names = list(TALES)
    random.Random(7).shuffle(names)
    with Ledger.open(url) as ledger:
        for name in names:
            ledger.add(TALES[name])
        assert groups(ledger) == START
        assert {ledger.identity(id).id for id in ID.values()} == {whole[id] for id in ID.values()}


def test_who_else_it_may_be_is_told_with_reasons(filled: Ledger) -> None:
    found = {one.id: one for one in filled.identity(ID["u1"]).candidates}
    assert found.keys() == {ID["n1"], ID["s1"], ID["x1"]}
    assert found[ID["n1"]].confidence > found[ID["x1"]].confidence > 0
    assert found[ID["n1"]].stories == 3
    reasons = {clue.id for clue in found[ID["n1"]].because}
    assert {"name-exact", "days-close"} <= reasons
    (rival,) = (one for one in filled.identity(ID["n1"]).candidates if one.id == ID["s1"])
    assert "country-differs" in {clue.id for clue in rival.because}
    assert rival.confidence < 0.7


def test_unnamed_groups_have_no_identity(filled: Ledger) -> None:
    refs = {party.ref for entry in filled.entries() if entry.story in ("p1", "p2") for party in entry.actors}
    assert refs == {"the-police@p1", "the-police@p2"}
    with pytest.raises(BadInput, match="no such identity"):
        filled.identity("the-police~0000000000")


def test_a_merge_holds_everywhere_at_once_and_is_undone_exactly(filled: Ledger) -> None:
    def state() -> object:
        return (filled.entries(), filled.occurrences(), filled.sources(), groups(filled),
                [filled.identity(id).candidates for id in ID.values()])  # fmt: skip

    before = state()
    assert len(filled.entries(actor=ID["n1"])) == 3
    assert {entry.story for entry in filled.entries(actor="NOR")} == {"n1", "n2", "n3", "u1", "x1"}
    number = filled.rule_identity(ruling("merge", (ID["u1"],), (ID["n3"],)))
    assert frozenset({"n1", "n2", "n3", "u1"}) in groups(filled)
    assert {entry.story for entry in filled.entries(actor=ID["u1"])} == {"n1", "n2", "n3", "u1"}
    (entry,) = (entry for entry in filled.entries() if entry.story == "u1")
    assert (entry.actors[0].ref, entry.actors[0].country) == (ID["n1"], "NOR"), "his story tells no country"
    source = {one.ref: one.statements for one in filled.sources()}
    assert source[ID["n1"]] == 4
    assert {one.ref for one in filled.sources(ID["u1"])} == {ID["n1"]}
    assert filled.resolve_party(ID["u1"]) == ID["n1"]
    (laid,) = filled.identity(ID["n1"]).rulings
    assert (laid.number, laid.by, laid.why, laid.day) == (number, "ada", "she said so", None)
    filled.rule_identity(ruling("undo", (), (), undoes=number))
    assert state() == before
    log = filled.identity(ID["n1"])
    assert [(one.action, one.undoes) for one in log.rulings] == [("merge", None), ("undo", number)]
    assert log.in_force == ()


def test_a_split_takes_mentions_out_for_good_and_is_undone_exactly(filled: Ledger) -> None:
    before = filled.occurrences()
    number = filled.rule_identity(ruling("split", (ID["n2"], ID["n3"]), (ID["n1"],)))
    assert {frozenset({"n1"}), frozenset({"n2", "n3"})} <= groups(filled)
    filled.add(tell("n4", "[Orla Fenn|NOR GOV] met [Sudria] once more.", "2031-03-05"))
    found = next(group for group in groups(filled) if "n4" in group)
    assert found == {"n4"}, "either of the two may be meant"
    filled.rule_identity(ruling("undo", (), (), undoes=number))
    assert frozenset({"n1", "n2", "n3", "n4"}) in groups(filled)
    assert [one for one in filled.occurrences() if "n4" not in {e.story for e in one.entries}] == list(before)


def test_rulings_hold_whatever_comes_later(url: str) -> None:
    """The same stories and rulings give the same identities, whether a ruling came before a story or after it."""
    outcomes = []
    for late in itertools.combinations(("n2", "n3", "s2"), 2):
        with Ledger.open(url if not outcomes else "sqlite://") as ledger:
            for name, read in TALES.items():
                if name not in late:
                    ledger.add(read)
            ledger.rule_identity(ruling("merge", (ID["x1"],), (ID["n1"],)))
            ledger.rule_identity(ruling("merge", (ID["u1"],), (ID["s1"],)))
            for name in late:
                ledger.add(TALES[name])
            outcomes.append(groups(ledger))
    assert outcomes == [{frozenset({"n1", "n2", "n3", "x1"}), frozenset({"s1", "s2", "u1"})}] * 3


@pytest.mark.parametrize(
    ("action", "one", "other", "said"),
    [
        ("merge", "n1", "n2", "one already"),
        ("merge", "n1", "absent~0", "no such identity"),
        ("merge", "n1", "nobody-at-all", "nobody's ref"),
        ("split", "s1", "n1", "none of the mentions"),
        ("split", "u1", "u1", "leave at least one"),
        ("marry", "n1", "s1", "there are merge, split and undo"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(
    filled: Ledger, action: str, one: str, other: str, said: str
) -> None:
    with pytest.raises((BadQuestion, BadInput), match=said):
        filled.rule_identity(ruling(action, (ID[one],), (ID.get(other, other),)))
    assert filled.identity_rulings() == ()
    assert groups(filled) == START


def test_rulings_that_contradict_each_other_are_refused(filled: Ledger) -> None:
    split = filled.rule_identity(ruling("split", (ID["n3"],), (ID["n1"],)))
    with pytest.raises(BadQuestion, match=f"ruling {split} keeps"):
        filled.rule_identity(ruling("merge", (ID["n3"],), (ID["n2"],)))
    merge = filled.rule_identity(ruling("merge", (ID["n3"],), (ID["u1"],)))
    with pytest.raises(BadQuestion, match="a merge ties them"):
        filled.rule_identity(ruling("split", (ID["u1"],), (ID["n3"],)))
    with pytest.raises(BadQuestion, match="nothing to undo"):
        filled.rule_identity(ruling("undo", (), (), undoes=99))
    filled.rule_identity(ruling("undo", (), (), undoes=merge))
    with pytest.raises(BadQuestion, match="nothing to undo"):
        filled.rule_identity(ruling("undo", (), (), undoes=merge))
    assert [one.action for one in filled.identity_rulings()] == ["split", "merge", "undo"], "no refused one is left"
    with pytest.raises(Contradiction):
        settle((), [IdentityRuling("merge", ("a~1",), ("b~1",), "x", "y", number=1),
                    IdentityRuling("split", ("a~1",), ("b~1",), "x", "y", number=2)])  # fmt: skip


@pytest.mark.parametrize("words", [{"by": " "}, {"why": ""}, {"why": "x" * 1001}, {"by": "x" * 201}])
def test_a_ruling_has_a_name_and_a_reason(filled: Ledger, words: dict[str, str]) -> None:
    given = {"by": "ada", "why": "so", **words}
    with pytest.raises(BadQuestion):
        filled.rule_identity(IdentityRuling("merge", (ID["n1"],), (ID["u1"],), **given))
    assert filled.identity_rulings() == ()


def test_a_name_finds_all_who_bear_it(filled: Ledger) -> None:
    assert set(filled.find_who("orla FENN")) == {ID["n1"], ID["s1"], ID["u1"]}
    assert filled.find_who(ID["n2"]) == (ID["n1"],)
    with pytest.raises(BadQuestion, match="say which"):
        filled.resolve_party("Orla Fenn")
    assert filled.resolve_party("Fenn") == ID["x1"]
    with pytest.raises(BadQuestion, match="close: orla-fenn"):
        filled.find_who("Orla Fen")


def test_the_list_shows_those_most_told_of_first(filled: Ledger) -> None:
    lines = filled.identities()
    assert [(line.id, line.stories) for line in lines[:2]] == [(ID["n1"], 3), (ID["s1"], 2)]
    assert lines[0].first is not None and lines[0].first.isoformat() == "2031-03-01"
    assert filled.count_identities() == len(lines) == 4
    assert filled.identities(limit=1, offset=1) == lines[1:2]


def test_going_on_from_what_was_settled_gives_the_same(url: str) -> None:
    """Stories that come in order of days are only compared with what is there; any other order is decided anew."""
    chance = random.Random(5)
    lands = ("|NOR", "|SWE", "|NOR GOV", "", "", "|FIN")
    names = ("Orla Fenn", "Mohammed Tarrin", "Muhammad Tarrin", "Tomas Brell", "Ronan Tull Jr.", "Ronan Tull")
    reads = []
    for number in range(60):
        day = f"203{chance.randrange(3)}-{chance.randrange(1, 13):02}-11"
        people = [f"[{name}{chance.choice(lands)}]" for name in chance.sample(names, 2)]
        reads.append(tell(f"t{number}", f"{people[0]} met {people[1]} of [Westia] and [Sudria].", day))
    strangers = [one for read in reads for one in find_strangers(read)]
    whole = settle(strangers, ())
    assert 5 < len(set(whole.values())) < 60
    with Ledger.open(url) as ledger:
        for read in sorted(reads, key=lambda read: str(read.story.published)):
            ledger.add(read)
        assert {one.id: ledger.identity(one.id).id for one in strangers[::7]} == {
            one.id: whole[one.id] for one in strangers[::7]
        }
    assert settle(strangers, (), whole) == whole
