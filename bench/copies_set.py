"""Makes a synthetic syndication set at run time: wire stories, what stations made of them, later versions, and stories
of the same agencies that share background or quotes with them and are none of them.

The words of news come from the gold folder (MEANTIME, re3d, ECB+) and are never stored; the words that stations put
around them are our own. One seed gives one set.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import random
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field, replace
from pathlib import Path

from backchannel.records import Story

AGENCIES = {"AP": "Associated Press", "Reuters": "Reuters", "AFP": "AFP", "CNN": "CNN"}
STATIONS = [f"{call} {number}" for call in ("KVOR", "WTAL", "KRSN", "WMLD", "KPQE", "WHBY") for number in range(2, 14)]
TOWNS = ["Ashby", "Marlow", "Kenton", "Orrville", "Tilden", "Brackley", "Fairmont Hill", "Dunmore"]
LONG_ENOUGH = 60  # words of a text that serves as a story; shorter ones serve as new paragraphs
UNCLEAR = 0.25  # of the eight-word shingles shared: nobody knows what such a pair of excerpts is to each other
SHORTEST = 25  # words of the story that any copy keeps
WITHHELD = 0.3  # of the stories give their paragraphs to versions and other stories
SYNONYMS = {
    "said": "stated", "told": "informed", "announced": "declared", "also": "additionally", "but": "however",
    "government": "administration", "company": "firm", "about": "around", "many": "numerous", "people": "persons",
    "during": "in", "because": "since", "large": "big", "more": "further", "after": "following", "will": "would",
    "attack": "assault", "killed": "slain", "wanted": "sought", "help": "assist", "began": "started", "percent": "%",
}  # fmt: skip
AROUND_HEAD = [
    "{station} News team coverage you can count on in {town} and beyond.",
    "Good morning, {town}. Here is what our newsroom is watching today, from the highway works to the county fair.",
    "Watch {station} live or download the {station} app to follow along wherever you are.",
    "The following report reached our desk at {station} this afternoon and we bring it to you with thanks to our "
    "partners.",
]
AROUND_TAIL = [
    "Sign up for the {station} newsletter and get the headlines from {town} in your inbox each morning.",
    "Copyright {station}. All rights reserved. This material may not be published, broadcast, rewritten or "
    "redistributed.",
    "Have a story tip for {station}? Call our newsroom or send your pictures to our desk in {town} at any hour.",
    "In {town}, residents met outside the town hall on Thursday evening. Some of them said that they had followed the "
    "news closely and that they worried about what it would mean for families here. A second meeting is set for next "
    "week.",
    "Weather for {town}: a dry start, clouds from the west by noon, and a high near seventy. Lows in the fifties.",
    "{station} reached out to officials in {town} for comment. They have not responded as of the time of this report.",
]
STOCK = [
    "Analysts have long said that the matter would be decided by a handful of people, and that the public would learn "
    "of it late. Earlier rounds ended without a statement, and both sides gave different accounts of what was agreed.",
    "The dispute goes back more than a decade. It has outlived several governments, two commissions of inquiry and a "
    "ruling by an international court that neither of the parties has carried out in full.",
    "The agency keeps a page with all its reports on the subject, a list of key dates and answers to readers' "
    "questions.",
]


By = tuple[str, str | None, dt.date]  # agency, its own outlet, day


@dataclass(frozen=True, slots=True)
class Source:
    """A text of the gold folder: a title and paragraphs of sentences."""

    name: str
    title: str
    paragraphs: tuple[tuple[str, ...], ...]

    @property
    def words(self) -> int:
        """Words in all paragraphs."""
        return sum(len(sentence.split()) for paragraph in self.paragraphs for sentence in paragraph)


@dataclass(frozen=True, slots=True)
class Made:
    """A document of the set. ``told`` names the version it is or copies, ``chain`` the story with all its versions."""

    story: Story
    told: str
    chain: str
    role: str


@dataclass(slots=True)
class Maker:
    """Makes documents with one source of chance; ``reserve`` are paragraphs that no story uses yet."""

    chance: random.Random
    reserve: list[tuple[str, ...]]
    made: list[Made] = field(default_factory=list)

    def publish(self, source: Source, facts: dict[str, object], told: tuple[str, str, str]) -> None:
        """Put a document into the set."""
        text = "\n\n".join(" ".join(paragraph) for paragraph in source.paragraphs if paragraph)
        name = f"{len(self.made)}\n{facts.get('outlet')}\n{text}"
        id = hashlib.sha256(name.encode()).hexdigest()[:16]
        story = Story(id, text, hashlib.sha256(text.encode()).hexdigest(), title=source.title, **facts)  # type: ignore[arg-type]
        self.made.append(Made(story, *told))

    def fresh(self, count: int) -> list[tuple[str, ...]]:
        """Paragraphs that nothing else uses."""
        return [self.reserve.pop() for _ in range(min(count, len(self.reserve)))]


def build(gold: Path, seed: int) -> list[Made]:
    """The set of that seed, in random order of arrival."""
    sources = read_sources(gold)
    chance = random.Random(seed)
    stories = _drop_unclear([source for source in sources if source.words >= LONG_ENOUGH])
    chance.shuffle(stories)
    kept = int(len(stories) * (1 - WITHHELD))
    spare = [source for source in sources if source.words < LONG_ENOUGH] + stories[kept:]
    stories = stories[:kept]
    reserve = [paragraph for source in spare for paragraph in source.paragraphs]
    reserve = [paragraph for paragraph in reserve if len(" ".join(paragraph).split()) >= 20]
    told = {shingle for source in stories for shingle in _shingles(source.paragraphs)}
    reserve = [paragraph for paragraph in reserve if not _shingles((paragraph,)) & told]
    chance.shuffle(reserve)
    maker = Maker(chance, reserve)
    for source in stories:
        _syndicate(maker, source)
    chance.shuffle(maker.made)
    return maker.made


def _syndicate(maker: Maker, source: Source) -> None:
    chance = maker.chance
    agency = chance.choice(list(AGENCIES))
    day = dt.date(2024, 1, 1) + dt.timedelta(days=chance.randrange(300))
    if chance.random() < 0.2:
        source = replace(source, paragraphs=(*source.paragraphs, (chance.choice(STOCK),)))
    own = chance.random() < 0.7  # else the agency's documents came without the name of their outlet
    outlet = AGENCIES[agency] if own else None
    _tell(maker, source, (agency, outlet, day), (source.name, source.name, "origin"), chance.randint(0, 12))
    version, at = source, day
    for number in range(2, 2 + chance.choice((0, 0, 0, 1, 1, 2)) * (len(source.paragraphs) >= 4)):
        version, at = _update(maker, version), at + dt.timedelta(days=chance.random() < 0.4)
        told = (f"{source.name} v{number}", source.name, "version")
        _tell(maker, version, (agency, outlet, at), told, chance.randint(0, 4))
    for number in range(chance.choice((0, 0, 1, 1, 2)) * (len(source.paragraphs) >= 3)):
        if len(maker.reserve) < 6:
            break
        other = _follow_up(maker, source)
        at = day + dt.timedelta(days=chance.choice((0, 1, 2, 3, 5, 8, 13, 21, 34)))
        name = f"{source.name} other {number}"
        _tell(maker, other, (agency, outlet, at), (name, name, "other"), chance.randint(0, 3))


def _tell(maker: Maker, source: Source, by: By, told: tuple[str, str, str], copies: int) -> None:
    """The agency's own document and its copies."""
    agency, outlet, day = by
    first = replace(source, paragraphs=_credit(source, f"LONDON ({agency}) — "))
    maker.publish(first, {"agency": agency, "outlet": outlet, "published": day, "language": "en"}, told)
    for station in maker.chance.sample(STATIONS, copies):
        # What is left of a look-alike without its news would be a copy of the background.
        copy, facts = _copy(maker.chance, source, station, by, lead=0.0 if told[2] == "other" else 0.08)
        maker.publish(copy, facts, (told[0], told[1], "copy"))


def _copy(
    chance: random.Random, source: Source, station: str, by: By, *, lead: float
) -> tuple[Source, dict[str, object]]:
    """What a station made of a story: any of the usual changes, often several."""
    agency, _, day = by
    whole = source
    if chance.random() < 0.3:
        source = _cut(chance, source)
    if chance.random() < 0.4:
        source = _drop(chance, source, lead=lead)
    if source.words < SHORTEST:
        source = whole
    if chance.random() < 0.5:
        source = _edit(chance, source, chance.choice((0.15, 0.3, 0.5)))
    credit = chance.choice((f"({agency}) — ", f"LONDON ({agency}) — ", f"({agency}) ", "", ""))
    source = replace(source, paragraphs=_credit(source, credit))
    if chance.random() < 0.5:
        source = replace(source, title=_retitle(chance, source))
    if chance.random() < 0.5:
        source = _set_in_page(chance, source, station)
    credited = chance.choice((agency, agency, agency, AGENCIES[agency], None))
    published = day + dt.timedelta(days=chance.choice((0, 0, 0, 0, 0, 0, 0, 1, 1, 2)))
    facts: dict[str, object] = {"agency": credited, "language": "en"}
    facts["outlet"] = station if chance.random() < 0.75 else None
    facts["published"] = published if chance.random() < 0.85 else None
    return source, facts


def _cut(chance: random.Random, source: Source) -> Source:
    """Down to about a third: mostly from the end, else the lead and paragraphs from anywhere."""
    wanted = max(source.words / 3, 30)
    rest = list(range(1, len(source.paragraphs)))
    if chance.random() < 0.3:
        chance.shuffle(rest)
    kept, words = [0], len(" ".join(source.paragraphs[0]).split())
    for index in rest:
        if words >= wanted:
            break
        kept.append(index)
        words += len(" ".join(source.paragraphs[index]).split())
    return replace(source, paragraphs=tuple(source.paragraphs[index] for index in sorted(kept)))


def _drop(chance: random.Random, source: Source, *, lead: float) -> Source:
    """Without some paragraphs; ``lead`` is the chance that the first is among them."""
    kept = [text for index, text in enumerate(source.paragraphs) if chance.random() > (0.3 if index else lead)]
    return replace(source, paragraphs=tuple(kept or source.paragraphs[:1]))


def _edit(chance: random.Random, source: Source, share: float) -> Source:
    """That share of the sentences edited: other words, other figures, words left out."""
    edited = (
        tuple(_edit_sentence(chance, sentence) if chance.random() < share else sentence for sentence in paragraph)
        for paragraph in source.paragraphs
    )
    return replace(source, paragraphs=tuple(edited))


def _edit_sentence(chance: random.Random, sentence: str) -> str:
    words = []
    for word in sentence.split():
        if word.lower() in SYNONYMS and chance.random() < 0.7:
            words.append(SYNONYMS[word.lower()])
        elif word.isdigit() and chance.random() < 0.5:
            words.append(str(int(word[:9]) + chance.randint(1, 9)))
        elif chance.random() > 0.05:
            words.append(word)
    if "," in words and chance.random() < 0.3:
        words = words[: len(words) - words[::-1].index(",") - 1] + ["."]
    return " ".join(words)


def _retitle(chance: random.Random, source: Source) -> str:
    words = source.title.split()
    chance.shuffle(words)
    lead = " ".join(source.paragraphs[0][0].split()[:9])
    return chance.choice((" ".join(words[:6]), f"Report: {source.title}", lead))


def _set_in_page(chance: random.Random, source: Source, station: str) -> Source:
    names = {"station": station, "town": chance.choice(TOWNS)}
    head = [(text.format(**names),) for text in chance.sample(AROUND_HEAD, chance.randint(0, 2))]
    tail = [(text.format(**names),) for text in chance.sample(AROUND_TAIL, chance.randint(0, 3))]
    return replace(source, paragraphs=(*head, *source.paragraphs, *tail))


def _update(maker: Maker, source: Source) -> Source:
    """A later version by the agency: a new lead, or new paragraphs between or at the end, some text withdrawn."""
    chance = maker.chance
    paragraphs = list(source.paragraphs)
    news = maker.fresh(chance.randint(1, 3))
    if chance.random() < 0.4 and news:
        paragraphs[: chance.randint(0, 1)] = [news.pop()]
    for paragraph in news:
        paragraphs.insert(chance.randint(1, len(paragraphs)), paragraph)
    if len(paragraphs) > 5 and chance.random() < 0.3:
        del paragraphs[chance.randrange(1, len(paragraphs))]
    title = source.title if chance.random() < 0.5 else f"{source.title}, officials say"
    return replace(source, title=title, paragraphs=tuple(paragraphs))


def _follow_up(maker: Maker, source: Source) -> Source:
    """Another story by the same agency: its own lead and news, the end of the first as background, or its quotes."""
    chance = maker.chance
    count = max(2, min(6, len(source.paragraphs) // 2 + 1))
    news = maker.fresh(count)
    if chance.random() < 0.3:
        quoted = [sentence for paragraph in source.paragraphs[1:] for sentence in paragraph]
        news.insert(len(news) // 2, tuple(chance.sample(quoted, min(2, len(quoted)))))
        return replace(source, title=" ".join(news[0][0].split()[:8]), paragraphs=tuple(news))
    size = sum(len(" ".join(paragraph).split()) for paragraph in news)
    background: list[tuple[str, ...]] = []
    share = chance.uniform(0.3, 0.55)  # of the new story
    for paragraph in reversed(source.paragraphs[1:]):
        words = sum(len(" ".join(one).split()) for one in [*background, paragraph])
        if words > size * share / (1 - share):
            break
        background.insert(0, paragraph)
    return replace(source, title=" ".join(news[0][0].split()[:8]), paragraphs=(*news, *background))


def _credit(source: Source, credit: str) -> tuple[tuple[str, ...], ...]:
    first, *rest = source.paragraphs
    return ((credit + first[0], *first[1:]), *rest) if first else source.paragraphs


def read_sources(gold: Path) -> list[Source]:
    """The texts of MEANTIME, re3d and ECB+ in a fixed order."""
    return [*_read_meantime(gold), *_read_re3d(gold), *_read_ecb(gold)]


def _read_meantime(gold: Path) -> list[Source]:
    found = []
    for path in sorted((gold / "MEANTIME_en" / "intra-doc_annotation").rglob("*.xml")):
        sentences: dict[int, list[str]] = {}
        for token in ElementTree.parse(path).getroot().iter("token"):
            sentences.setdefault(int(token.get("sentence", "0")), []).append(token.text or "")
        title, _day, *rest = [" ".join(words) for words in sentences.values()]
        found.append(Source(f"meantime {path.stem}", title, _paragraphs(rest)))
    return found


def _read_re3d(gold: Path) -> list[Source]:
    found = []
    for path in sorted((gold / "events" / "re3d").glob("*/documents.json")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                row = json.loads(line)
                sentences = re.split(r"(?<=[.!?])\s+|\n+", row["text"])
                paragraphs = _paragraphs([sentence for sentence in sentences if sentence.strip()])
                found.append(Source(f"re3d {row['_id']}", row["title"], paragraphs))
    return found


def _read_ecb(gold: Path) -> list[Source]:
    texts: dict[str, dict[str, list[str]]] = {}
    for part in ("Train", "Dev"):
        path = gold / "crossdoc" / "ecbplus_train" / f"ECB_{part}_corpus.txt"
        for line in path.read_text(encoding="utf-8").splitlines():
            cells = line.split("\t")
            if len(cells) >= 4:
                texts.setdefault(cells[0], {}).setdefault(cells[1], []).append(cells[3])
    found = []
    for name, sentences in sorted(texts.items()):
        joined = [" ".join(words) for words in sentences.values()]
        found.append(Source(f"ecb {name}", " ".join(joined[0].split()[:8]), _paragraphs(joined)))
    return found


def _paragraphs(sentences: list[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(sentences[at : at + 2]) for at in range(0, len(sentences), 2))


def _shingles(paragraphs: tuple[tuple[str, ...], ...]) -> set[str]:
    words = " ".join(sentence for paragraph in paragraphs for sentence in paragraph).lower().split()
    return {" ".join(words[at : at + 8]) for at in range(len(words) - 7)}


def _drop_unclear(sources: list[Source]) -> list[Source]:
    """Without excerpts of other documents in the set; Wikinews stories are different stories by themselves and stay."""
    kept: list[Source] = []
    seen: list[set[str]] = []
    for source in sources:
        shingles = _shingles(source.paragraphs)
        alike = max((len(shingles & other) / max(min(len(shingles), len(other)), 1) for other in seen), default=0.0)
        if alike < UNCLEAR or source.name.startswith("meantime"):
            kept.append(source)
            seen.append(shingles)
    return kept
