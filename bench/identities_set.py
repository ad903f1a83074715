"""Strangers of our own making, with who is who: people of made-up names in stories that tell some of what is so.

What makes it hard is made on purpose: namesakes, fathers and sons, names spelled in several ways, initials, single
words, stories that tell nothing but the name, and company that everybody keeps. All rates are ours, not the world's.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from backchannel.ledger.names import block_of
from backchannel.ledger.strangers import Stranger, written

GIVEN = (
    ("Orla", "f"), ("Una", "f"), ("Maeve", "f"), ("Tomas", "m"), ("Ronan", "m"), ("Ilse", "f"), ("Jorun", "f"),
    ("Pavel", "m"), ("Marta", "f"), ("Lidia", "f"), ("Anton", "m"), ("Viktor", "m"), ("Samira", "f"), ("Nadia", "f"),
    ("Mohammed", "m"), ("Ahmed", "m"), ("Khalid", "m"), ("Yusuf", "m"), ("Hussein", "m"), ("Sergei", "m"),
    ("Alexander", "m"), ("Dmitry", "m"), ("Ibrahim", "m"), ("Peter", "m"), ("John", "m"), ("Robert", "m"),
    ("William", "m"), ("Mary", "f"), ("Ana", "f"), ("Carlos", "m"), ("Mariam", "f"), ("Joseph", "m"),
)  # fmt: skip
STEMS = ("fenn", "tarr", "brell", "mor", "sol", "kerr", "vel", "dun", "hal", "ost", "pal", "rask", "tor", "lind", "bav",
         "quir", "zel", "nov", "had", "shem")  # fmt: skip
ENDS = ("in", "ova", "ick", "idi", "mann", "osa", "ukh", "ow", "enko", "ari", "oum", "ley", "strand", "es", "oud")
COMMON = ("Smith", "Khan", "Garcia", "Ivanov", "Ali", "Silva", "Hassan", "Brown")
SPELLINGS = {
    "Mohammed": ("Muhammad", "Mohamed"), "Ahmed": ("Ahmad",), "Khalid": ("Khaled",), "Yusuf": ("Youssef", "Yousef"),
    "Hussein": ("Hossein", "Husain"), "Sergei": ("Sergey",), "Alexander": ("Aleksandr",), "Dmitry": ("Dmitri",),
    "Ibrahim": ("Ebrahim",), "Robert": ("Bob",), "William": ("Bill",), "Joseph": ("Joe",),
}  # fmt: skip
COUNTRIES = ("NOR", "SWE", "FIN", "EGY", "IRQ", "RUS", "BRA", "KEN", "IRL", "JOR", "UKR", "IND")
CALLINGS = (
    ("judge", "JUD"), ("lawyer", None), ("spokesperson", "GOV"), ("finance-minister", "GOV"), ("coach", None),
    ("general", "MIL"), ("professor", "EDU"), ("engineer", None), ("director", "BUS"), ("activist", "SOC"),
    ("ambassador", "GOV"), ("prosecutor", "JUD"),
)  # fmt: skip
EVERYBODY = ("usa", "joe-biden", "vladimir-putin", "un")  # countries, leaders and world bodies, which tell little


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody made up: what is so, of which stories tell a part."""

    number: int
    given: str
    surname: str
    gender: str
    country: str
    calling: str
    sector: str | None
    circle: tuple[str, ...]
    first: dt.date
    days: int
    generation: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """A stranger and the person that it is."""

    stranger: Stranger
    person: int | str


def build(seed: int, people: int = 400, *, namesakes: float = 0.08, children: float = 0.05) -> list[Made]:
    """The strangers of a world of so many people, in order of stories; of so many there is a namesake, or a child of
    the same name."""
    chance = random.Random(seed)
    world: list[Person] = []
    while len(world) < people:
        person = _person(chance, len(world))
        world.append(person)
        draw = chance.random()
        if draw < children:
            world.append(_child(chance, person, len(world)))
        elif draw < children + namesakes:
            world.append(_namesake(chance, person, len(world)))
    return [Made(one, person.number) for person in world for one in _stories(chance, person)]


def _person(chance: random.Random, number: int) -> Person:
    given, gender = chance.choice(GIVEN)
    rare = (chance.choice(STEMS) + chance.choice(ENDS)).title()
    surname = chance.choice(COMMON) if chance.random() < 0.15 else rare
    calling, sector = chance.choice(CALLINGS)
    circle = tuple(f"known-{chance.randrange(400)}" for _ in range(chance.randint(1, 5)))
    first = dt.date(2005, 1, 1) + dt.timedelta(days=chance.randrange(6500))
    return Person(number, given, surname, gender, chance.choice(COUNTRIES), calling, sector, circle, first,
                  chance.choice((20, 200, 1500)))  # fmt: skip


def _child(chance: random.Random, parent: Person, number: int) -> Person:
    """A child of the same name: same country and some of the company, years later, of his own calling or not."""
    calling, sector = chance.choice(CALLINGS) if chance.random() < 0.6 else (parent.calling, parent.sector)
    first = parent.first + dt.timedelta(days=chance.randrange(2000, 9000))
    return Person(number, parent.given, parent.surname, parent.gender, parent.country, calling, sector,
                  (*parent.circle[:1], f"known-{chance.randrange(400)}"), first, 1500,
                  "Jr." if chance.random() < 0.4 else "")  # fmt: skip


def _namesake(chance: random.Random, one: Person, number: int) -> Person:
    """Somebody else of the very name within some years, some of them in the same country or of the same calling."""
    other = _person(chance, number)
    country = one.country if chance.random() < 0.3 else other.country
    calling = (one.calling, one.sector) if chance.random() < 0.2 else (other.calling, other.sector)
    first = one.first + dt.timedelta(days=chance.randrange(-900, 900))
    return Person(number, one.given, one.surname, one.gender, country, *calling, other.circle, first, other.days)


def _stories(chance: random.Random, person: Person) -> list[Stranger]:
    return [_stranger(chance, person, number) for number in range(chance.choice((1, 1, 2, 3, 5, 8)))]


def _stranger(chance: random.Random, person: Person, number: int) -> Stranger:
    name = _write(chance, person)
    told = chance.random
    story = f"p{person.number}-{number}"
    company = {ref for ref in person.circle if told() < 0.45}
    lands = {land.lower() for land in COUNTRIES if told() < 0.08} | {ref for ref in EVERYBODY if told() < 0.2}
    calling = person.calling if told() < 0.45 else None
    return Stranger(
        id=f"{'-'.join(name.lower().split())}~{story}",
        story=story,
        actor="a1",
        name=name,
        kind="person",
        start=0,
        end=len(name),
        block=block_of(written(name, "person")),
        country=person.country if told() < 0.45 else None,
        sector=person.sector if calling is not None or told() < 0.2 else None,
        gender=person.gender if told() < 0.4 else None,
        offices=frozenset() if calling is None else frozenset({calling}),
        company=frozenset(company),
        lands=frozenset(lands),
        day=person.first + dt.timedelta(days=chance.randrange(person.days)) if told() < 0.93 else None,
    )


def _write(chance: random.Random, person: Person) -> str:
    draw = chance.random()
    given, surname = person.given, person.surname
    if draw < 0.05:
        return surname
    if draw < 0.08:
        return f"{given[0]}. {surname}"
    if draw < 0.22 and given in SPELLINGS:
        given = chance.choice(SPELLINGS[given])
    if draw > 0.88:
        surname = surname.replace("ou", "u").replace("q", "k") if chance.random() < 0.7 else surname.replace("i", "e")
    if person.generation and chance.random() < 0.6:
        return f"{given} {surname} {person.generation}"
    return f"{given} {surname}"
