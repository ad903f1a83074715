"""PLOVER's event types with their quad classes and modes, and its sector codes.

Codes after the PLOVER manual (Open Event Data Alliance); definitions in our own words. AGREE is a promise of
cooperation; a planned meeting is CONSULT with the status "planned" here and becomes AGREE only in the PLOVER export.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EventType:
    """One PLOVER type: its quad class, a line of ours on what it is, and the ways it can be done.

    Quad classes: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    """

    code: str
    quad: int
    definition: str
    modes: tuple[str, ...] = ()


_DEMANDS = ("assist", "change", "yield", "meet")
_TABLE = (
    EventType("AGREE", 1, "Says yes to, promises or offers cooperation that is still to come."),
    EventType(
        "CONSULT",
        1,
        "Meets, visits, calls or negotiates with somebody.",
        ("visit", "third-party", "multilateral", "phone"),
    ),
    EventType("SUPPORT", 1, "Backs, praises, recognises or makes diplomatic ties with somebody; signs an agreement."),
    EventType("CONCEDE", 1, "Gives way in words: eases a rule, declares a truce, drops a demand, apologises."),
    EventType("COOPERATE", 2, "Works together in deed, to the good of both: trade, exercises, intelligence."),
    EventType("AID", 2, "Gives material help that serves the receiver: money, arms, relief, shelter."),
    EventType(
        "RETREAT",
        2,
        "Gives way in deed: pulls back, frees people, lays down arms, lets observers in, resigns.",
        ("withdraw", "release", "disarm", "ceasefire", "access", "resign"),
    ),
    EventType("REQUEST", 3, "Asks, urges or orders somebody to do something.", _DEMANDS),
    EventType(
        "ACCUSE",
        3,
        "Blames, condemns, sues or investigates somebody.",
        ("disapprove", "investigate", "allege"),
    ),
    EventType("REJECT", 3, "Refuses a request, a proposal, a meeting or a change.", _DEMANDS),
    EventType(
        "THREATEN",
        3,
        "Says that harm will or may follow: force, arrest, a blockade, broken ties.",
        ("restrict", "arrest", "relations", "expel", "territory", "violence"),
    ),
    EventType(
        "PROTEST",
        4,
        "Civilians show dissent together: marches, riots, strikes, boycotts.",
        ("demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"),
    ),
    EventType(
        "SANCTION",
        4,
        "Cuts back normal relations: breaks off talks or ties, stops aid or trade, expels, convicts.",
        ("convict", "expel", "withdraw", "discontinue"),
    ),
    EventType(
        "MOBILIZE",
        4,
        "Moves or readies armed force without using it.",
        ("troops", "weapons", "police", "militia"),
    ),
    EventType(
        "COERCE",
        4,
        "Represses short of bodily harm: arrests, raids, bans, curfews, censorship, deportation, cyber attack.",
        (
            "seize",
            "restrict",
            "censor",
            "curfew",
            "martial-law",
            "arrest",
            "deport",
            "withhold",
            "misinformation",
            "cyber",
        ),
    ),
    EventType(
        "ASSAULT",
        4,
        "Uses force that can hurt or kill, or destroys on purpose.",
        (
            "abduct",
            "beat",
            "torture",
            "sexual",
            "targeted",
            "destroy",
            "primitive",
            "firearms",
            "explosives",
            "suicide-attack",
            "aerial",
            "drone",
            "heavy-weapons",
            "crowd-control",
            "unconventional",
        ),
    ),
)

TYPES: dict[str, EventType] = {type.code: type for type in _TABLE}

SECTORS: dict[str, str] = {
    "COP": "police and protective services",
    "GOV": "government: the executive and its parties and agencies",
    "JUD": "courts and judges",
    "LEG": "parliaments and their members",
    "MIL": "the state's armed forces",
    "PRM": "armed groups on the government's side",
    "PTY": "political parties",
    "REB": "armed opposition",
    "SPY": "intelligence services",
    "UAF": "armed men nobody has identified",
    "UNK": "unidentified actors",
    "AGR": "farmers and farm workers",
    "BUS": "business",
    "CRM": "criminals and gangs",
    "CVL": "civilians without organisation",
    "EDU": "education",
    "ELI": "former officials, exiled leaders, leaders' families",
    "JRN": "journalists and media",
    "LAB": "organised labour",
    "MED": "health",
    "REF": "refugees and displaced people",
    "OPP": "political opposition",
    "PRE": "partially recognised entities",
    "REL": "religious bodies",
    "SOC": "civil society",
}
# PLOVER's names for actors that are no country's.
INTERNATIONAL: dict[str, str] = {
    "UNO": "United Nations",
    "EUR": "European Union",
    "IGO": "intergovernmental organisation",
    "NGO": "non-governmental organisation",
    "ISM": "international social movement",
    "IMG": "transnational armed group",
    "MNC": "multinational company",
}
