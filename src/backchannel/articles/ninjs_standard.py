"""What the ninjs standard demands of an item (IPTC ninjs 1.0–1.8, 2.0–2.4, 3.0–3.3), as a table of our own and a check.

Property names are compared without regard to case: ninjs 2 writes them in lower case, ninjs 3 in camel case, and files
mix the two. A kind is one of

    text uri time day int number urgency true      a value («true»: anything)
    one:a|b                                        one of these words
    list:KIND   map:KIND   a shape's name          values inside
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

MOST_PROBLEMS = 20
MOST_ASSOCIATED = 5  # items inside items
_TIME = re.compile(
    r"\d{4}-(?:1[0-2]|0[1-9])-(?:3[01]|0[1-9]|[12]\d)[Tt ](?:2[0-3]|[01]\d):[0-5]\d:(?:[0-5]\d|60)(?:\.\d{1,9})?"
    r"(?:[Zz]|[+-](?:2[0-3]|[01]\d):?[0-5]\d)?"
)
_DAY = re.compile(
    r"-?\d{4,9}(?:-(?:1[0-2]|0[1-9])(?:-(?:3[01]|0[1-9]|[12]\d)(?:T(?:2[0-3]|[01]\d):[0-5]\d:[0-5]\d(?:\.\d{1,9})?"
    r"(?:Z|[+-](?:2[0-3]|[01]\d):[0-5]\d)?)?)?)?"
)
_NATURES = "text|audio|video|picture|graphic|composite|component"
_STATUS = "one:usable|withheld|canceled"
_COMMON = (
    "uri=uri profile=text version=text firstcreated=time versioncreated=time contentcreated=time embargoed=time "
    f"expires=time pubstatus={_STATUS} urgency=urgency copyrightholder=text copyrightnotice=text usageterms=text "
    "ednote=text language=text title=text slugline=text located=text rightsinfo=rights digitalsourcetype=label "
)
_NAMED_1 = "name=text rel=text scheme=uri code=text "
_NAMED = "name=text rel=text uri=uri literal=text "
_MEDIA = (
    "href=uri title=text height=number width=number sizeinbytes=number duration=number format=text aspectratio=text "
    "videocodec=text framerate=number poi=true transportprotocol=text scantype=one:progressive|interlaced bitrate=text "
    "resources=true extensions=true "
)
# shape: its properties; «*» stands for any other property, «!» before a name for one that must be there.
_SHAPES = {
    "item1": _COMMON + "!uri=uri mimetype=text representationtype=one:complete|incomplete "
    f"type=one:{_NATURES} byline=text headline=text charcount=number wordcount=number person=list:named1 "
    "organisation=list:organisation1 place=list:place1 subject=list:named1 event=list:named1 object=list:named1 "
    "infosource=list:named1 genre=list:named1 trustindicator=list:trust renditions=map:rendition1 "
    "associations=map:item1 altids=map:true $standard=standard standard=standard "
    "description_*=text body_*=text headline_*=text",
    "item": _COMMON + "!uri=uri representationtype=one:full|partial "
    f"type=one:{_NATURES}|event|planning by=text headlines=list:wording descriptions=list:wording bodies=list:wording "
    "people=list:named organisations=list:organisation places=list:place subjects=list:subject events=list:event "
    "objects=list:named infosources=list:source genres=list:label renditions=list:rendition "
    "associations=list:associated altids=list:alternative trustindicators=list:trust standard=standard "
    "eventdetails=occasion plannedcoverage=list:coverage contentdigitised=time aiinfo=true",
    "named1": _NAMED_1 + "contactinfo=list:contact",
    "organisation1": _NAMED_1 + "symbols=list:true contactinfo=list:contact",
    "place1": _NAMED_1 + "contactinfo=list:contact geojson=geojson geometry_*=true",
    "rendition1": _MEDIA + "mimetype=text contenttype=text",
    "wording": "!value=text role=text contenttype=text charcount=int wordcount=int",
    "named": _NAMED + "contactinfo=list:contact",
    "organisation": _NAMED + "symbols=list:symbol contactinfo=list:contact",
    "place": _NAMED + "contactinfo=list:contact geojson=geojson",
    "subject": _NAMED + "creator=text relevance=int confidence=int",
    "event": _NAMED + "id=text",
    "source": "name=text role=text uri=uri literal=text contactinfo=list:contact",
    "label": "name=text uri=uri literal=text",
    "rendition": "!name=text contenttype=text uri=uri version=true versionguid=text code=text " + _MEDIA,
    "alternative": "role=text value=text",
    "trust": "role=uri scheme=uri code=text title=text href=uri",
    "standard": "name=text version=text schema=uri",
    "rights": "langid=uri linkedrights=uri encodedrights=text",
    "symbol": "ticker=text exchange=text symboltype=uri symbol=text",
    "contact": "type=text role=text lang=text name=text value=text address=address",
    "address": "lines=list:text locality=text area=text postalcode=text country=text",
    "occasion": "eventstatus=uri plannedcoveragestatus=uri dates=dates organiser=organisation",
    "dates": "startdate=time enddate=time expectedstartdate=day expectedenddate=day expectedduration=text "
    "recurrence=recurrence",
    "recurrence": "recurrencedates=list:day recurrencerules=list:rule",
    "rule": "frequency=one:secondly|minutely|hourly|daily|weekly|monthly|yearly interval=int until=time count=int",
    "coverage": f"uri=text title=text pubstatus={_STATUS} type=one:{_NATURES}|event|planning commissioned=commission "
    "dates=dates audiences=list:audience exclaudience=list:text ednote=text urgency=urgency language=text "
    "itemcount=range wordcount=int renditions=list:rendition",
    "commission": "by=text on=time references=list:reference",
    "reference": "name=text value=text",
    "audience": "audience=text significance=int",
    "range": "rangefrom=int rangeto=int",
}
_SHAPES["associated"] = _SHAPES["item"] + " !name=text rel=text"
_GEOMETRIES = frozenset(
    "Point MultiPoint LineString MultiLineString Polygon MultiPolygon GeometryCollection Feature "
    "FeatureCollection".split()
)
_WANTED = {
    "text": "a text",
    "uri": "an address without blanks",
    "time": "a date and time such as 2024-03-04T16:00:00Z",
    "day": "a date such as 2024, 2024-03 or 2024-03-04",
    "int": "a whole number",
    "number": "a number",
    "urgency": "a whole number from 1 to 9",
    "geojson": "a GeoJSON geometry with type and coordinates",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Where an item departs from the standard, and how. ``grave`` is False for a property that the standard lacks."""

    path: str
    what: str
    grave: bool = True

    def __str__(self) -> str:
        return f"{self.path}: {self.what}" if self.path else self.what


def check_ninjs(item: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Where the item departs from the standard, in its order; at most MOST_PROBLEMS."""
    found = []
    for problem in _check(item, "item1" if is_first_generation(item) else "item", ""):
        found.append(problem)
        if len(found) == MOST_PROBLEMS:
            break
    return tuple(found)


def is_first_generation(item: Mapping[str, Any]) -> bool:
    """Whether an item is ninjs 1, whose properties stand in the singular and whose bodies are «body_text»."""
    standard = item.get("standard") or item.get("$standard")
    version = standard.get("version") if isinstance(standard, dict) else None
    if isinstance(version, str) and version[:2] in {"1.", "2.", "3."}:
        return version.startswith("1.")
    names = {name.lower() for name in item}
    return any(name.startswith(("body_", "description_", "headline_")) for name in names) or bool(
        names & {"headline", "byline", "subject", "place", "person", "organisation", "infosource"}
    )


@cache
def _shape(name: str) -> tuple[Mapping[str, str], frozenset[str]]:
    """A shape's properties with their kinds, and those that must be there."""
    pairs = [entry.split("=", 1) for entry in _SHAPES[name].split()]
    return {key.lstrip("!"): kind for key, kind in pairs}, frozenset(key[1:] for key, _ in pairs if key.startswith("!"))


def _check(value: Any, kind: str, path: str) -> Iterator[Problem]:
    head, _, rest = kind.partition(":")
    if head == "list":
        if not isinstance(value, list):
            yield Problem(path, "must be a list")
            return
        for index, entry in enumerate(value):
            yield from _check(entry, rest, f"{path}[{index}]")
    elif head == "map":
        if not isinstance(value, dict):
            yield Problem(path, "must be an object")
            return
        for key, entry in value.items():
            yield from _check(entry, rest, f"{path}.{key}")
    elif path.count("associations") > MOST_ASSOCIATED:
        yield Problem(path, f"items are associated with items more than {MOST_ASSOCIATED} times over")
    elif head in _SHAPES:
        yield from _check_shape(value, head, path)
    elif not _fits(value, head, rest):
        wanted = f"one of {rest.replace('|', ', ')}" if head == "one" else _WANTED[head]
        yield Problem(path, f"{_shown(value)} is not {wanted}")


def _check_shape(value: Any, name: str, path: str) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield Problem(path, "must be an object")
        return
    kinds, needed = _shape(name)
    given = {key.lower() for key in value}
    for key in sorted(needed - given):
        yield Problem(path, f"the property {key!r} must be there")
    for key, entry in value.items():
        kind = kinds.get(key.lower()) or kinds.get(re.sub(r"_\w{1,60}$", "_*", key.lower()))
        inside = f"{path}.{key}" if path else key
        if kind is None:
            yield Problem(inside, "the standard has no such property", grave=False)
        else:
            yield from _check(entry, kind, inside)
    if name == "dates":
        for word in ("start", "end"):
            if {f"{word}date", f"expected{word}date"} <= given:
                yield Problem(path, f"a known and an expected {word} exclude each other")
        if not given & {"startdate", "expectedstartdate", "enddate", "expectedenddate"}:
            yield Problem(path, "a start or an end must be there")
    if name == "contact" and len(given & {"value", "address"}) != 1:
        yield Problem(path, "either a value or an address must be there")
    if name == "rights" and len(given & {"linkedrights", "encodedrights"}) != 1:
        yield Problem(path, "either linked or encoded rights must be there")


def _fits(value: Any, kind: str, words: str) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if kind == "true":
        return True
    if kind == "one":
        return value in words.split("|")
    if kind == "geojson":
        return _is_geometry(value)
    if kind in {"int", "number", "urgency"}:
        whole = number and (isinstance(value, int) or value.is_integer())
        return bool(number and (kind == "number" or whole) and (kind != "urgency" or 1 <= value <= 9))
    if not isinstance(value, str):
        return False
    if kind == "time":
        return _TIME.fullmatch(value) is not None
    if kind == "day":
        return _DAY.fullmatch(value) is not None
    return kind == "text" or (bool(value) and not re.search(r"[\s<>\"{}|\\^`]", value))


def _is_geometry(value: Any, depth: int = 0) -> bool:
    """Whether the value is a GeoJSON object (RFC 7946): a known type, and numbers for coordinates."""
    if not isinstance(value, dict) or value.get("type") not in _GEOMETRIES or depth > 5:
        return False
    kind = value["type"]
    if kind in {"FeatureCollection", "GeometryCollection"}:
        inner = value.get("features" if kind == "FeatureCollection" else "geometries")
        return isinstance(inner, list) and all(_is_geometry(one, depth + 1) for one in inner[:1000])
    if kind == "Feature":
        return value.get("geometry") is None or _is_geometry(value["geometry"], depth + 1)
    waiting = [value.get("coordinates")]
    if not isinstance(waiting[0], list):
        return False
    while waiting:
        entry = waiting.pop()
        if isinstance(entry, list):
            waiting += entry
        elif not isinstance(entry, int | float) or isinstance(entry, bool):
            return False
    return True


def _shown(value: Any) -> str:
    words = repr(value)
    return words if len(words) <= 60 else f"{words[:57]}…"
