"""Names of persons in bylines: what is one, what is none, and where one ends and the next begins."""

from __future__ import annotations

import json
import time

import pytest

from backchannel.articles import read_page
from backchannel.articles.people import declared_person, is_person, looks_like_names, split_people, without_house
from backchannel.articles.titles import without_site
from backchannel.records import Page


@pytest.mark.parametrize(
    ("words", "people", "agencies"),
    [
        ("Ana Reis, Jon van der Doe, CNN", ("Ana Reis", "Jon van der Doe"), ("CNN",)),
        ("ANA REIS and JON DOE, Associated Press", ("Ana Reis", "Jon Doe"), ("AP",)),
        ("ANA REIS Associated Press", ("Ana Reis",), ("AP",)),
        (
            "Associated Press writers Ana Reis in Porto and Jon Doe in Seoul, South Korea",
            ("Ana Reis", "Jon Doe"),
            ("AP",),
        ),
        ("CNN’s Ana Reis and Jon Doe", ("Ana Reis", "Jon Doe"), ("CNN",)),
        ("Ana Reis, CNN Senior Supreme Court Analyst", ("Ana Reis",), ("CNN",)),
        ("Petra Holm", ("Petra Holm",), ()),
        ("Petra", (), ("Petra",)),
        ("Reuters Staff", (), ("Reuters",)),
        ("Newsroom Staff", (), ()),
        ("Ana Reis | Harbor 9 News", ("Ana Reis",), ()),
        ("Ana Reis for The Daily Harbor", ("Ana Reis",), ()),
        ("MARÍA JOSÉ DE LA CRUZ and SEAN O'CASEY", ("María José de la Cruz", "Sean O'Casey"), ()),
        ("JOHN MCADAM, LUDWIG VAN DER BERG", ("John McAdam", "Ludwig van der Berg"), ()),
        ("Jean DUPOND, Li Wei-ting", ("Jean Dupond", "Li Wei-ting"), ()),
        ("Ana Reis, Tom Lind and Lena Kim", ("Ana Reis", "Tom Lind", "Lena Kim"), ()),
        ("Ana Reis, as told to Tom Lind", ("Ana Reis", "Tom Lind"), ()),
        ("Analysis by Ana Reis", ("Ana Reis",), ()),
        ("Story by Ana Reis, Video by Tom Lind", ("Ana Reis",), ()),
        ("Text and photos by Ana Reis", ("Ana Reis",), ()),
        ("Ana Reis @anareis", ("Ana Reis",), ()),
        ("Ana Reis (@anareis)", ("Ana Reis",), ()),
        ("Ana Reis | ana.reis@tide.example | Harbor 9", ("Ana Reis",), ()),
        ("Follow Ana Reis", ("Ana Reis",), ()),
        ("Ana Reis 3 March 2024", ("Ana Reis",), ()),
        ("Ana Reis March 3, 2024 9:00 am", ("Ana Reis",), ()),
        ("Ana Reis Jr. and Tom Lind, Jr.", ("Ana Reis Jr.", "Tom Lind Jr."), ()),
        ("Debbie White, White House Reporter", ("Debbie White",), ()),
        ("Ana Reis Middle East correspondent", ("Ana Reis",), ()),
        ("Ana Reis Contributing Writer", ("Ana Reis",), ()),
        ("Ana Reis. Associated Press", ("Ana Reis",), ("AP",)),
        ("April Reis and June Lind", ("April Reis", "June Lind"), ()),
        ("Harbor Bay Media for Tide.example", (), ()),
        ("European Harbor Agency", (), ()),
        ("The Second Tide", (), ()),
        ("The Editorial Board", (), ()),
        ("By Reuters Staff", (), ("Reuters",)),
    ],
)
def test_split_people(words: str, people: tuple[str, ...], agencies: tuple[str, ...]) -> None:
    assert split_people(words) == (people, agencies)


@pytest.mark.parametrize(
    "words", ["Hong Kong", "South Korea", "News Desk", "the minister", "Ana", "Monday Morning", "CNN"]
)
def test_no_persons(words: str) -> None:
    assert not is_person(words)


@pytest.mark.parametrize(
    "words",
    [
        *(
            "Frances d'Emilio",
            "Frances d’Emilio",
            "Kim de l'Horizon",
            "Abu al-Walid",
            "Salma el-Wardany",
            "Ng Han Guan",
        ),
        *(
            "Ludwig van der Berg",
            "Muhammad ibn Rashid",
            "J. R. R. Hart",
            "Sean O'Casey",
            "Nguyễn Thị Minh",
            "Al Gorman",
        ),
        *('Ana "Nan" Reis', "van der Berg", "María José de la Cruz", "Jean-Luc Reis", "Tom White", "June Reis"),
    ],
)
def test_persons(words: str) -> None:
    assert is_person(words)


@pytest.mark.parametrize(
    ("words", "person"),
    [
        *(
            ("Sutanto", "Sutanto"),
            ("danah lind", "danah lind"),
            ("Reis, Ana", "Ana Reis"),
            ("DE LIMA, Rosa", "Rosa de Lima"),
        ),
        *(
            ("admin", None),
            ("Newsdesk", None),
            ("AB", None),
            ("Hong Kong", None),
            ("Lima, Reuters", None),
            ("7up", None),
        ),
        *(("Ana Reis, Jr.", None), ("https://tide.example", None)),
    ],
)
def test_names_that_only_the_markup_vouches_for(words: str, person: str | None) -> None:
    assert declared_person(words) == person


def test_a_house_beside_the_name_is_known_by_the_site_s_name() -> None:
    assert without_house("Ana Reis Harbor Tide Published 3 March 2024", ["harbortide"]) == "Ana Reis"
    assert without_house("Harbor Tide", ["Harbor Tide"]) == ""
    assert without_house("Ana Reis", ["Harbor Tide"]) == "Ana Reis"


@pytest.mark.parametrize(
    ("author", "authors"),
    [
        ({"@type": "Person", "name": "Sutanto"}, ("Sutanto",)),
        ({"@type": "Person", "name": "Harbor Tide"}, ("Harbor Tide",)),
        ({"@type": "Organization", "name": "Editorial Board"}, ("Editorial Board",)),
        ("The Associated Press", ("The Associated Press",)),
        ([{"@type": "Organization", "name": "Harbor Tide"}, {"@type": "Person", "name": "Ana Reis"}], ("Ana Reis",)),
        ({"@type": "Person", "name": "admin"}, ()),
        ({"@type": "Person", "name": "harbortide.example"}, ()),
        ({"@type": "Person", "name": "desk@harbortide.example"}, ()),
        ([{"@type": "Person", "name": "Ana Reis"}, {"@type": "Person", "name": "Harbor Tide"}], ("Ana Reis",)),
    ],
)
def test_authors_of_json_ld(author: object, authors: tuple[str, ...]) -> None:
    node = {"@type": "NewsArticle", "author": author, "publisher": {"name": "Harbor Tide"}}
    body = "".join(
        f"<p>The harbour commission met for the {word} time on Monday, a member said.</p>" for word in "abcd"
    )
    text = f"<html><script type='application/ld+json'>{json.dumps(node)}</script><article>{body}</article></html>"
    assert read_page(Page("page", text.encode())).authors == authors


def test_a_person_in_the_text_stands_before_the_house_that_the_markup_declares() -> None:
    house = {"@type": "Organization", "name": "Harbor Tide"}
    node = {"@type": "NewsArticle", "author": house}
    body = "".join(
        f"<p>The harbour commission met for the {word} time on Monday, a member said.</p>" for word in "abcd"
    )
    page = "<html><script type='application/ld+json'>%s</script><article>%s%s</article></html>"
    story = read_page(Page("page", (page % (json.dumps(node), "<p>By Ana Reis, Harbor Tide</p>", body)).encode()))
    assert story.authors == ("Ana Reis",)
    story = read_page(Page("page", (page % (json.dumps(node), "", body)).encode()))
    assert (story.authors, story.found["authors"]) == (("Harbor Tide",), "json-ld, a house")


@pytest.mark.parametrize(("author", "authors"), [("deskuser", ()), ("The Editorial Board", ("The Editorial Board",))])
def test_one_word_in_a_meta_element_is_no_house(author: str, authors: tuple[str, ...]) -> None:
    body = "".join(
        f"<p>The harbour commission met for the {word} time on Monday, a member said.</p>" for word in "abcd"
    )
    page = f"<html><head><meta name='author' content='{author}'></head><body><article>{body}</article></body></html>"
    assert read_page(Page("page", page.encode())).authors == authors


UNITS = [" ", "\t ", "\n", "a ", "A in ", " - ", "for the ", "by ", "'s ", "photo by ", "11:11 ", "| "]


@pytest.mark.parametrize("unit", UNITS)
def test_reading_names_and_titles_takes_no_longer_than_their_length(unit: str) -> None:
    words = "A" + (unit * 60_000)[:60_000] + "b"
    start = time.process_time()
    split_people(words)
    looks_like_names(words)
    without_house(words, ["Harbor Tide"])
    without_site(words, ["Harbor Tide"])
    assert time.process_time() - start < 1.0


def test_names_are_no_sentences() -> None:
    assert looks_like_names("Ana Reis in Porto and Jon Doe")
    assert not looks_like_names("Monday the talks had ended")
    assert not looks_like_names("the hand of a stranger")
