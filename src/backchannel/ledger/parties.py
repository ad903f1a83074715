"""What a person means by the name of a party: a country, an actor of the knowledge base, or one the ledger has met."""

from __future__ import annotations

import difflib
from functools import cache

from sqlalchemy import Connection, select

from backchannel.errors import BadQuestion
from backchannel.ledger.names import MARK, fold_name, slug_of
from backchannel.ledger.schema import parties, strangers
from backchannel.ontology import load_actors, load_countries

CLOSE = 5  # how many close names an error lists
LONGEST = 200  # characters: no party has a longer name


def resolve_party(connection: Connection, text: str) -> str:
    """The ISO alpha-3 code or ref for ``text``: a code, a ref, or a name or alias in any case.

    Raises BadQuestion where nobody or several are called so, naming the close or the several.
    """
    words = text.replace("\0", " ").strip()
    if not words or len(words) > LONGEST:
        raise BadQuestion(f"{words[:40]!r} names no party; give a country («South Korea», «KOR») or an actor")
    folded = fold_name(words)
    meant = countries_by_name().get(folded)
    if meant is not None:
        return meant
    home = _home(connection, words)
    if home is not None:
        return home
    stored = set(connection.scalars(select(parties.c.ref).where(parties.c.ref.in_({words, folded}))))
    if words in stored or words in load_actors():
        return words
    refs = sorted(actors_by_name().get(folded, ()))
    refs = refs or sorted(stored | find_identities(connection, words))
    if len(refs) == 1:
        return refs[0]
    if refs:
        raise BadQuestion(f"{words!r} can be {', '.join(_called(ref) for ref in refs[:CLOSE])}; say which")
    raise BadQuestion(f"nobody is called {words!r}{_close_names(connection, folded)}")


def find_who(connection: Connection, text: str) -> tuple[str, ...]:
    """The identities and known actors that a person means by an id, a ref or a name, in order.

    Raises BadQuestion where nobody is called so, naming close ones, and for countries.
    """
    words = text.replace("\0", " ").strip()
    home = _home(connection, words)
    if home is not None:
        return (home,)
    if load_actors().get(words) is not None:
        return (words,)
    found = find_identities(connection, words[:LONGEST]) | actors_by_name().get(fold_name(words[:LONGEST]), frozenset())
    if found:
        return tuple(sorted(found))
    party = resolve_party(connection, text)
    raise BadQuestion(f"{party} is a country, or stands in event files alone: only who is named in stories has one")


def _home(connection: Connection, id: str) -> str | None:
    """The identity of a stranger's id; None for what is none."""
    if MARK not in id:
        return None
    return connection.scalar(select(strangers.c.identity).where(strangers.c.id == id))


def find_identities(connection: Connection, name: str) -> set[str]:
    """The identities of the strangers that are written so, in any case."""
    slug = slug_of(name)
    if not slug:
        return set()
    id = strangers.c.id
    found = select(strangers.c.identity).where(id > slug + MARK, id < slug + chr(ord(MARK) + 1))
    return set(connection.scalars(found.distinct()))


@cache
def countries_by_name() -> dict[str, str]:
    """Folded code, name or alias of a country -> its code; a name that two countries share is nobody's."""
    found: dict[str, str | None] = {}
    for land in load_countries():
        for name in {land.iso3, land.name, *land.aliases}:
            folded = fold_name(name)
            found[folded] = land.iso3 if found.get(folded, land.iso3) == land.iso3 else None
    return {name: code for name, code in found.items() if code is not None}


@cache
def actors_by_name() -> dict[str, frozenset[str]]:
    """Folded name or alias -> refs of the actors of the knowledge base called so."""
    found: dict[str, set[str]] = {}
    for actor in load_actors().actors.values():
        if actor.kind != "country":
            for name in {actor.name, *actor.aliases}:
                found.setdefault(fold_name(name), set()).add(actor.ref)
    return {name: frozenset(refs) for name, refs in found.items()}


def _called(ref: str) -> str:
    table = load_actors()
    return f"{table[ref].name} ({ref})" if ref in table else ref


def _close_names(connection: Connection, folded: str) -> str:
    met = connection.scalars(
        select(parties.c.ref).where(~parties.c.ref.contains("@")).order_by(parties.c.ref).limit(20_000)
    )
    names = {
        **countries_by_name(),
        **{name: min(refs) for name, refs in actors_by_name().items()},
        **{ref.partition(MARK)[0]: ref.partition(MARK)[0] for ref in met},
    }
    close = difflib.get_close_matches(folded, names, n=CLOSE, cutoff=0.75)
    return f"; close: {', '.join(dict.fromkeys(names[name] for name in close))}" if close else ""
