"""Known names found, and those that only look known left alone."""

from __future__ import annotations

import pytest

from backchannel.grounding.actors import find_names
from backchannel.grounding.folding import fold_text
from backchannel.ontology import ActorTable, KnownActor, load_actors
from backchannel.records import Story
from backchannel.rules import load_rules


def found(text: str, table: ActorTable | None = None) -> list[tuple[str, str]]:
    """The names in the text, each with what it can mean joined by a slash."""
    story = Story("s", text, "0")
    return [(name.span.of(story), "/".join(name.refs)) for name in find_names(story, table or load_actors())]


CASES = [
    ("Envoys of the US and Iran met.", [("US", "usa"), ("Iran", "irn")]),
    ("US-North Korea talks", [("US", "usa"), ("North Korea", "prk")]),
    ("A US–China deal", [("US", "usa"), ("China", "chn")]),
    ("Japan’s envoy saw Iran's.", [("Japan", "jpn"), ("Iran", "irn")]),
    ("The North Korean leader spoke.", [("North Korean", "prk")]),
    ("Korean officials spoke.", [("Korean", "kor/prk")]),
    ("Congolese troops left Kinshasa.", [("Congolese", "cod/cog"), ("Kinshasa", "cod")]),
    ("Brussels objected.", [("Brussels", "eu/nato/bel")]),
    ("Lines between South and North Korea", [("South", "kor"), ("North Korea", "prk")]),
    ("North Korea called. The South answered.", [("North Korea", "prk"), ("The South", "kor")]),
    (
        "President Erdoğan rang Nicolas Maduro.",
        [("Erdoğan", "recep-tayyip-erdogan"), ("Nicolas Maduro", "nicolas-maduro")],
    ),
    ("Zelenskyy or Zelensky", [("Zelenskyy", "volodymyr-zelensky"), ("Zelensky", "volodymyr-zelensky")]),
    ("Lee Jae-myung and Kim Jong-un", [("Lee Jae-myung", "lee-jae-myung"), ("Kim Jong-un", "kim-jong-un")]),
    ("Petro O. Poroshenko wrote.", [("Petro O. Poroshenko", "petro-poroshenko")]),
    ("Foreign Minister Sergey V. Lavrov spoke.", [("Sergey V. Lavrov", "sergey-lavrov")]),
    ("Jacob J. Lew and Bashar al-Asad", [("Jacob J. Lew", "jack-lew"), ("Bashar al-Asad", "bashar-al-assad")]),
    ("The US National Security Council met.", [("US National Security Council", "us-nsc")]),
    (
        "In Japan the National Security Council met.",
        [("Japan", "jpn"), ("National Security Council", "jpn-national-security-council")],
    ),
    ("KIM JONG UN INVITES TRUMP", [("KIM JONG UN", "kim-jong-un"), ("TRUMP", "donald-trump")]),
    ("US AND CHINA TALK", [("US", "usa"), ("CHINA", "chn")]),
    ("Georgia and Russia signed in Tbilisi.", [("Georgia", "geo"), ("Russia", "rus"), ("Tbilisi", "geo")]),
    ("In Moscow Monday he met Lavrov.", [("Moscow", "rus"), ("Lavrov", "sergey-lavrov")]),
    ("The White House called the Kremlin.", [("White House", "white-house"), ("Kremlin", "kremlin")]),
    ("The two Koreas agreed.", [("The two Koreas", "koreas")]),
    ("Aides of the Trump administration", [("Trump administration", "trump-administration")]),
    ("SEOUL, South Korea (AP) — Iran denied it.", [("Iran", "irn")]),
    ("Britain’s Labour Party won.", [("Britain", "gbr"), ("Labour Party", "labour-uk")]),
]


@pytest.mark.parametrize(("text", "names"), CASES, ids=[text for text, _ in CASES])
def test_names_are_found(text: str, names: list[tuple[str, str]]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "They told us who it was.",
        "CONTACT US",
        "Fred Trump built houses.",
        "Striker Jordan Hale scored.",
        "The coach praised Chad Willis.",
        "He moved to New York in May.",
        "Ships crossed the South China Sea.",
        "Actor Denzel Washington smiled.",
        "She saw Michael B. Jordan there.",
        "The Moscow Exchange fell.",
        "Crowds stood at Trump Tower.",
        "Rebels held pro-Russian flags.",
        "It was a Russian-made rifle.",
        "The South voted early, the North late.",
        "Voters in Georgia chose a senator.",
        "See cnn.com or CNN.com for more.",
        "Amnesty for all, he cried.",
        "Sofia smiled at her mother.",
        "Zeynep Akar saw the truck.",
    ],
)
def test_other_names_and_words_are_left_alone(text: str) -> None:
    assert found(text) == []


def test_one_countrys_party_is_not_anothers() -> None:
    assert found("The Israeli Labour Party lost.") == [("Israeli", "isr")]


def test_the_longest_name_wins_and_names_do_not_overlap() -> None:
    story = Story("s", "The UN Security Council and the South Korean Unification Ministry met Donald Trump Jr.", "0")
    names = find_names(story, load_actors())
    assert [name.refs[0] for name in names] == ["un-security-council", "kor-unification-ministry", "donald-trump-jr"]
    assert all(one.span.end <= other.span.start for one, other in zip(names, names[1:], strict=False))


def test_spans_point_into_the_text_where_accents_are_written_apart() -> None:
    text = "The e\u0301lite of Nicola\u0301s Maduro fled."
    assert found(text) == [("Nicola\u0301s Maduro", "nicolas-maduro")]


def test_a_table_of_ones_own_is_searched() -> None:
    table = ActorTable([KnownActor("ruritania", "Ruritania", "country", aliases=("RUR",))])
    assert found("Ruritania and RUR and France", table) == [("Ruritania", "ruritania"), ("RUR", "ruritania")]


def test_two_actors_of_one_name_are_both_given() -> None:
    table = ActorTable([KnownActor("a", "Anna Vale", "person"), KnownActor("b", "Anna Vale", "person")])
    assert found("Anna Vale spoke.", table) == [("Anna Vale", "a/b")]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "…", "(" * 3000, "A" * 5000, "North and " * 2000, "Xi J. " * 2000])
def test_odd_texts_give_no_error(text: str) -> None:
    assert isinstance(found(text), list)


def test_folding_keeps_the_length_where_it_says_so() -> None:
    folded, offsets = fold_text("Élysée’s Łódź")
    assert (folded, offsets) == ("Elysee's Lodz", None)


@pytest.mark.parametrize("rule", load_rules("names"), ids=lambda rule: str(rule["id"]))
def test_each_word_list_is_read_and_its_example_gives_names_or_none(rule: dict[str, object]) -> None:
    assert rule["words"]
    assert isinstance(found(str(rule["example"])), list)


EXAMPLES = {
    "titles": ["donald-trump", "vladimir-putin"],
    "small-words": ["donald-trump"],
    "before-places": ["ukr", "irq"],
    "time-words": ["rus", "chn"],
    "name-endings": [],
    "also-first-names": [],
    "first-names": [],
    "capitals-words": [],
    "capitals-before": ["usa"],
}


@pytest.mark.parametrize("rule", load_rules("names"), ids=lambda rule: str(rule["id"]))
def test_each_example_reads_as_meant(rule: dict[str, object]) -> None:
    assert [refs for _, refs in found(str(rule["example"]))] == EXAMPLES[str(rule["id"])]
