"""Ministries, parliaments and services composed from a country and a noun."""

from __future__ import annotations

import pytest

from backchannel.ontology import load_actors, office_organisation
from backchannel.ontology.institutions import load_institutions
from backchannel.ontology.plover import SECTORS


@pytest.mark.parametrize(
    ("country", "words", "ref", "sector"),
    [
        ("KOR", "Unification Ministry", "kor-unification-ministry", "GOV"),
        ("JPN", "the Foreign Ministry", "jpn-foreign-ministry", "GOV"),
        ("FRA", "its Ministry of the Interior", "fra-interior-ministry", "GOV"),
        ("KEN", "parliament", "ken-parliament", "LEG"),
        ("PRK", "state media", "prk-state-media", "JRN"),
        ("PRK", "parliament", "supreme-peoples-assembly", "LEG"),
        ("USA", "foreign ministry", "us-state-department", "GOV"),
        ("RUS", "presidential administration", "kremlin", "GOV"),
        ("ISR", "the military", "idf", "MIL"),
        ("ITA", "Prime Minister’s Office", "palazzo-chigi", "GOV"),
    ],
)
def test_institutions_are_composed_or_found(country: str, words: str, ref: str, sector: str) -> None:
    actor = office_organisation(country, words)
    assert actor is not None
    assert (actor.ref, actor.sector, actor.country) == (ref, sector, country)
    assert load_actors()[ref] == actor


def test_what_is_no_institution_or_no_country_is_none() -> None:
    assert office_organisation("KOR", "barbecue") is None
    assert office_organisation("XYZ", "Foreign Ministry") is None
    assert load_actors().get("zzz-foreign-ministry") is None
    assert load_actors().get("jpn-barbecue") is None
    with pytest.raises(KeyError):
        load_actors()["jpn-barbecue"]


def test_the_composed_name_reads_as_english() -> None:
    names = [office_organisation(code, "army") for code in ("JPN", "PHL")]
    assert names[0] is not None
    assert names[0].country == "JPN"
    assert load_actors()["nld-army" if "army" in load_institutions() else "nld-navy"].name == "Netherlands’ Navy"


def test_no_form_belongs_to_two_institutions_and_sectors_are_known() -> None:
    seen: dict[str, str] = {}
    for slug, (sector, _, forms) in load_institutions().items():
        assert sector in {*SECTORS}
        for form in dict.fromkeys(forms):
            assert form == form.lower()
            assert seen.setdefault(form, slug) == slug
