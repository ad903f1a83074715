"""PLOVER's types, quad classes and modes."""

from __future__ import annotations

from backchannel.ontology import SECTORS, TYPES


def test_there_are_sixteen_types_each_with_its_class_and_a_definition() -> None:
    names = "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION"
    assert list(TYPES) == [*names.split(), "MOBILIZE", "COERCE", "ASSAULT"]
    assert all(type.code == code and type.definition.endswith(".") for code, type in TYPES.items())
    assert [type.quad for type in TYPES.values()] == [1] * 4 + [2] * 3 + [3] * 4 + [4] * 5


def test_modes_stand_under_their_type() -> None:
    assert TYPES["CONSULT"].modes == ("visit", "third-party", "multilateral", "phone")
    assert TYPES["REJECT"].modes == TYPES["REQUEST"].modes == ("assist", "change", "yield", "meet")
    assert TYPES["AGREE"].modes == ()
    assert len(TYPES["ASSAULT"].modes) == 15


def test_sectors_have_three_letters() -> None:
    assert all(len(code) == 3 and code.isupper() for code in SECTORS)
    assert {"GOV", "MIL", "JRN", "REB", "SPY", "LEG"} <= SECTORS.keys()
