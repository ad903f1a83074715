"""The tables as shipped: sound, complete where they say so, and quick to read."""

from __future__ import annotations

import datetime as dt

import pytest

from backchannel.errors import BadRule
from backchannel.ontology import ActorTable, KnownActor, Role, load_actors, load_countries
from backchannel.ontology.actors import Alias
from backchannel.ontology.checks import find_faults
from backchannel.ontology.loading import COLUMNS, TABLES, read_actor
from backchannel.ontology.tables import complete_to, parse_roles, parse_table, read_table


def test_the_shipped_tables_have_no_fault() -> None:
    assert find_faults(load_actors()) == ()


def test_the_table_is_large_and_every_country_is_in_it() -> None:
    table = load_actors()
    assert len(table.actors) > 4000
    assert len(load_countries()) == 250
    assert {"usa", "prk", "kor", "xkx", "twn", "pse"} <= table.actors.keys()


@pytest.mark.parametrize("name", TABLES)
def test_each_table_names_its_sources_and_its_day(name: str) -> None:
    assert complete_to(name) is not None


@pytest.mark.parametrize(
    ("office", "country", "day", "ref"),
    [
        ("president", "USA", "2019-06-30", "donald-trump"),
        ("president", "USA", "2021-06-30", "joe-biden"),
        ("president", "USA", "2025-10-18", "donald-trump"),
        ("foreign-minister", "USA", "2019-06-30", "mike-pompeo"),
        ("vice-president", "USA", "2025-03-01", "jd-vance"),
        ("president", "KOR", "2019-06-30", "moon-jae-in"),
        ("president", "KOR", "2024-06-30", "yoon-suk-yeol"),
        ("president", "KOR", "2025-10-18", "lee-jae-myung"),
        ("supreme-leader", "PRK", "2000-06-15", "kim-jong-il"),
        ("supreme-leader", "PRK", "2025-10-18", "kim-jong-un"),
        ("president", "CHN", "2019-06-29", "xi-jinping"),
        ("foreign-minister", "CHN", "2023-03-01", "qin-gang"),
        ("foreign-minister", "RUS", "2014-03-18", "sergey-lavrov"),
        ("president", "RUS", "2010-01-01", "dmitry-medvedev"),
        ("prime-minister", "GBR", "2022-10-01", "liz-truss"),
        ("chancellor", "DEU", "2015-09-01", "angela-merkel"),
        ("president", "ZAF", "1995-01-01", "nelson-mandela"),
        ("secretary-general", "un", "2003-03-20", "kofi-annan"),
        ("secretary-general", "nato", "2022-02-24", "jens-stoltenberg"),
    ],
)
def test_who_held_an_office_on_a_day(office: str, country: str, day: str, ref: str) -> None:
    assert [actor.ref for actor in load_actors().holders(office, country, dt.date.fromisoformat(day))] == [ref]


def test_every_state_of_weight_has_a_head_of_government_or_state_today() -> None:
    heads = (
        "president",
        "prime-minister",
        "monarch",
        "supreme-leader",
        "chancellor",
        "head-of-state",
        "head-of-government",
    )
    table, day = load_actors(), dt.date(2024, 6, 1)
    states = {role.country for actor in table.actors.values() for role in actor.roles if role.office in heads}
    empty = {place for place in states if place and not any(table.holders(office, place, day) for office in heads)}
    assert empty == set()


def test_state_media_are_marked() -> None:
    table = load_actors()
    assert all(table.is_state_media(ref) for ref in ("kcna", "xinhua", "tass", "irna", "granma", "prk-state-media"))
    assert not any(table.is_state_media(ref) for ref in ("cnn", "yonhap", "reuters", "voa", "prk", "nobody"))


def test_control_of_media_is_dated() -> None:
    table = load_actors()
    first, later = dt.date(2000, 6, 1), dt.date(2002, 6, 1)
    assert [table.media_control("ntv-russia", day) for day in (first, later, None)] == [
        "private-media", "state-media", "state-media"
    ]  # fmt: skip
    assert table.is_state_media("pravda", dt.date(1975, 1, 1))
    assert not table.is_state_media("pravda")
    assert table.media_control("rt", dt.date(1999, 1, 1)) is None
    assert table.media_control("voa", later) == "public-broadcaster"
    assert table.media_control("nobody") is None
    assert table.is_state_media("prk-state-media", first)


def test_state_media_of_most_countries_are_known() -> None:
    table = load_actors()
    media = [actor for actor in table.actors.values() if actor.sector == "JRN"]
    known = {actor.country for actor in media if table.is_state_media(actor.ref)}
    assert {"PRK", "CHN", "RUS", "IRN", "SYR", "CUB", "VEN", "BLR", "VNM", "LAO", "ERI", "TKM", "NIC", "SAU"} <= known
    assert len(known) >= 75


def test_a_medium_controlled_twice_is_a_fault() -> None:
    role = Role("state-media", "NOR", dt.date(1990, 1, 1))
    twice = KnownActor("x", "X", "organisation", "NOR", "JRN", roles=(role, Role("private-media", "NOR")))
    stale = KnownActor("y", "Y", "organisation", "NOR", "JRN", roles=(role,), tags=("private-media",))
    both = KnownActor("z", "Z", "organisation", "NOR", "JRN", tags=("private-media", "state-media"))
    faults = "\n".join(find_faults(ActorTable((twice, stale, both))))
    assert "x: " in faults
    assert "y: is state-media by its days, tagged private-media" in faults
    assert "z: private-media and state-media at once" in faults


def test_people_known_by_their_surname_have_one() -> None:
    for actor in load_actors().actors.values():
        if "known-by-surname" in actor.tags:
            assert actor.surname
            assert actor.kind == "person"


def test_no_bare_short_family_name_is_an_alias() -> None:
    bare = {"Kim", "Lee", "Park", "Bush", "Clinton", "Li", "Wang", "Khan", "Singh", "Smith", "Johnson", "Brown", "Moon"}
    for actor in load_actors().actors.values():
        assert not bare & set(actor.aliases), actor.ref
        assert not ("known-by-surname" in actor.tags and actor.surname in bare), actor.ref


def row(**cells: str) -> list[str]:
    base = {"ref": "a-b", "name": "A B", "kind": "person", "country": "FRA"}
    return [(base | cells).get(column, "") for column in COLUMNS]


def test_a_row_becomes_an_actor() -> None:
    actor = read_actor("t", row(country="KOR", name="Han Mi-rae", roles="president 2001-02..2003; envoy@un"))
    assert actor.aliases == ("Han Mi Rae", "Han Mi-Rae")
    assert actor.roles[0] == Role("president", "KOR", dt.date(2001, 2, 1), dt.date(2003, 12, 31))
    assert actor.roles[1] == Role("envoy", None, body="un")


@pytest.mark.parametrize(
    "roles", ["president 2003..2001", "president 2003-13..", "president 2003-02-30..", "President ?"]
)
def test_bad_roles_are_refused(roles: str) -> None:
    with pytest.raises(BadRule, match="a-b"):
        read_actor("t", row(roles=roles))


def test_bad_kinds_heads_and_rows_are_refused() -> None:
    with pytest.raises(BadRule, match="kind"):
        read_actor("t", row(kind="robot"))
    with pytest.raises(BadRule, match="columns"):
        parse_table("t", "a\tc\n", ("a", "b"))
    with pytest.raises(BadRule, match="line 2"):
        parse_table("t", "a\tb\nonly\n", ("a", "b"))
    with pytest.raises(BadRule, match="no such file"):
        read_table("nothing", ("a",))


def test_an_open_end_is_known_to_its_check_day_only() -> None:
    (role,) = parse_roles("t", "envoy 2020..", "FRA", dt.date(2022, 7, 1))
    assert role.held_on(dt.date(2021, 1, 1)) is True
    assert role.held_on(dt.date(2024, 1, 1)) is None
    assert role.held_on(dt.date(2019, 1, 1)) is False


def person(ref: str, *roles: Role, **more: object) -> KnownActor:
    return KnownActor(ref, ref.title(), "person", country="FRA", roles=roles, **more)  # type: ignore[arg-type]


YEARS = [dt.date(year, 1, 1) for year in range(2000, 2010)]


def test_faults_are_found() -> None:
    table = ActorTable(
        [
            person("one", Role("president", "FRA", YEARS[0], YEARS[3])),
            person("two", Role("president", "FRA", YEARS[2], YEARS[4])),
            person("three", Role("envoy", "XYZ", YEARS[2], YEARS[1]), key="Q1"),
            person("four", key="Q1", sector="ZZZ", members=("nobody",)),
            KnownActor("Bad Ref", "Three", "person"),
        ],
        [Alias("the Void", ("nowhere",), "metonym")],
    )
    faults = "\n".join(find_faults(table))
    for words in (
        "one and two at once",
        "ends before it begins",
        "XYZ, which is no country",
        "shares the key Q1",
        "ZZZ is no PLOVER sector",
        "names nobody, which nobody is",
        "names nowhere",
        "Bad Ref: refs are",
        "'Three' is three's name too",
    ):
        assert words in faults


def test_a_handover_on_one_day_is_no_fault() -> None:
    one = person("one", Role("president", "FRA", YEARS[0], YEARS[3]))
    two = person("two", Role("president", "FRA", YEARS[3], YEARS[4]))
    assert find_faults(ActorTable([one, two])) == ()
