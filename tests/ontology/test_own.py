"""A user's own table of actors: it wins over ours, and what is wrong in it is told with its place."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from backchannel.errors import BadRule
from backchannel.grounding.actors import find_names
from backchannel.ontology import ActorTable, load_actors
from backchannel.ontology.checks import find_faults
from backchannel.ontology.loading import COLUMNS, load_shipped
from backchannel.ontology.own import VARIABLE, read_own
from backchannel.records import Story


@pytest.fixture
def use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Writes a table of the user's and loads the knowledge base with it on top."""

    def _use(*lines: str) -> ActorTable:
        path = tmp_path / "mine.tsv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        monkeypatch.setenv(VARIABLE, str(path))
        return load_actors()

    return _use


def tabbed(**cells: str) -> str:
    """A row with every column."""
    return "\t".join(cells.get(column, "") for column in COLUMNS)


HEAD = "\t".join(COLUMNS)
ORLA = tabbed(ref="orla-fenn", name="Orla Fenn", kind="person", country="IRL", sector="GOV", surname="Fenn", gender="f")


def names(table: ActorTable, text: str) -> list[tuple[str, tuple[str, ...]]]:
    story = Story("s", text, "")
    return [(name.span.of(story), name.refs) for name in find_names(story, table)]


def test_without_a_file_nothing_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert load_actors() is load_shipped()
    monkeypatch.setenv(VARIABLE, "")
    assert load_actors() is load_shipped()


def test_new_actors_are_added_and_the_rest_stays(use) -> None:  # type: ignore[no-untyped-def]
    table = use("# our desk's list", HEAD, ORLA)
    assert table["orla-fenn"].country == "IRL"
    assert set(table.actors) == {*load_shipped().actors, "orla-fenn"}
    assert all(table[ref] == actor for ref, actor in load_shipped().actors.items())
    assert names(table, "Orla Fenn met Angela Merkel.") == [
        ("Orla Fenn", ("orla-fenn",)),
        ("Angela Merkel", ("angela-merkel",)),
    ]
    assert find_faults(table) == ()


def test_a_known_ref_is_replaced_whole(use) -> None:  # type: ignore[no-untyped-def]
    table = use("ref\tname\tkind\tcountry\taliases", "angela-merkel\tAngela Merkel\tperson\tDEU\tMutti")
    assert table["angela-merkel"].roles == ()
    assert table["angela-merkel"].key is None
    assert list(table.actors) == list(load_shipped().actors)
    assert not table.holders("chancellor", "DEU", dt.date(2015, 9, 1))
    assert names(table, "Mutti stayed.") == [("Mutti", ("angela-merkel",))]


def test_their_words_mean_their_actor_alone(use) -> None:  # type: ignore[no-untyped-def]
    table = use(
        "ref\tname\tkind\tcountry\taliases",
        "nordbank\tNordbank\torganisation\tDEU\tFoggy Bottom|Korean|Angela Merkel",
    )
    text = "Foggy Bottom and Angela Merkel spoke, the Korean lender said; KOREAN UNITS followed."
    assert {refs for _, refs in names(table, text)} == {("nordbank",)}
    assert [alias.kind for alias in table.aliases if alias.words == "Korean"] == ["name"]


def test_words_that_two_of_theirs_bear_stay_open(use) -> None:  # type: ignore[no-untyped-def]
    rows = (f"{ref}\t{name}\tgroup\tJoint Front" for ref, name in (("front-a", "Front A"), ("front-b", "Front B")))
    table = use("ref\tname\tkind\taliases", *rows)
    assert names(table, "The Joint Front denied it.") == [("Joint Front", ("front-a", "front-b"))]


def test_a_new_holder_ends_our_open_term(use) -> None:  # type: ignore[no-untyped-def]
    (before,) = load_shipped().holders("president", "FRA", dt.date(2025, 6, 1))
    table = use(
        "ref\tname\tkind\tcountry\troles", "orla-fenn\tOrla Fenn\tperson\tFRA\tpresident 2031-05-14..;envoy 2030..2030"
    )
    assert table.holders("president", "FRA", dt.date(2031, 5, 13)) == (table[before.ref],)
    assert table.holders("president", "FRA", dt.date(2031, 5, 14)) == (table["orla-fenn"],)
    assert table[before.ref].roles[-1].first == before.roles[-1].first


def test_columns_may_be_left_out_and_moved_and_spreadsheets_are_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.tsv"
    path.write_bytes("\ufeffname\tref\tkind\tgender\r\n\r\nOrla Fenn\torla-fenn\tperson\r\n".encode())
    (row,) = read_own(str(path), COLUMNS)
    assert (row.cells["ref"], row.cells["name"], row.cells["gender"]) == ("orla-fenn", "Orla Fenn", "")


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"ref": "Orla Fenn"}, "column ref: 'Orla Fenn' should be lower-case words"),
        ({"name": ""}, "column name: '' should be a name"),
        ({"kind": "robot"}, "column kind: 'robot' should be one of person, country"),
        ({"country": "FR"}, "column country: 'FR' should be an ISO 3166 alpha-3 code"),
        ({"sector": "ZZZ"}, "column sector: 'ZZZ' should be a PLOVER sector: "),
        ({"key": "142"}, "column key: '142' should be a Wikidata id"),
        ({"gender": "female"}, "column gender: 'female' should be m, f or empty"),
        ({"kind": "group", "gender": "f"}, "column gender: only a person has one"),
        ({"aliases": "Orla||O. Fenn"}, "column aliases: 'Orla||O. Fenn' should be names parted by |"),
        ({"aliases": "\u0301"}, "column aliases: "),
        (
            {"roles": "president since 2001"},
            "column roles: role 'president since 2001' should read 'office first..last'",
        ),
        ({"roles": "president 2001-13.."}, "column roles: '2001-13' is no day; write it like 2014"),
        ({"roles": "president 2003..2001"}, "column roles: role 'president 2003..2001' ends before it begins"),
        (
            {"roles": "foreign-mnister 2001.."},
            "column roles: no office is called 'foreign-mnister'; there are foreign-",
        ),
        ({"roles": "president@XYZ 2001.."}, "column roles: no country has the code XYZ"),
        ({"roles": "envoy@nowhere 2001.."}, "column roles: 'nowhere' after @ is nobody's ref"),
        ({"country": "", "roles": "president 2001.."}, "column roles: president of which country?"),
        ({"members": "usa|nobody-at-all"}, "column members: 'nobody-at-all' is nobody's ref"),
    ],
)
def test_a_bad_cell_is_told_with_file_line_and_column(use, cells: dict[str, str], words: str) -> None:  # type: ignore[no-untyped-def]
    row = tabbed(**({"ref": "orla-fenn", "name": "Orla Fenn", "kind": "person", "country": "IRL"} | cells))
    with pytest.raises(BadRule) as caught:
        use("# comment", HEAD, tabbed(ref="sound", name="Sound", kind="group"), row)
    assert "mine.tsv: line 4: " + words in str(caught.value)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ((), "the table is empty; its first line names its columns: ref, name, kind"),
        (("ref name kind",), "line 1: 'ref name kind' is no column; columns, parted by tabs, are ref, name"),
        (("ref\tname",), "line 1: column kind is missing"),
        (("ref\tref\tname\tkind",), "line 1: a column stands twice"),
        (("ref\tname\tkind", "a\tA\tgroup\tFRA"), "line 2: 4 cells, but the head names 3 columns"),
        (("ref\tname\tkind", "a\tA\tgroup", "a\tB\tgroup"), "line 3: column ref: 'a' stands in "),
    ],
)
def test_a_bad_table_is_told(use, lines: tuple[str, ...], words: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(BadRule) as caught:
        use(*lines)
    assert "mine.tsv: " in str(caught.value)
    assert words in str(caught.value)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadRule, match=r"nowhere\.tsv: the table of actors cannot be read: No such file"):
        read_own(str(tmp_path / "nowhere.tsv"), COLUMNS)
    with pytest.raises(BadRule, match="Is a directory"):
        read_own(str(tmp_path), COLUMNS)
    path = tmp_path / "latin.tsv"
    path.write_bytes(b"ref\tname\tkind\na\tFran\xe7ois\tperson\n")
    with pytest.raises(BadRule, match=r"latin\.tsv: line 2: not UTF-8; save"):
        read_own(str(path), COLUMNS)
