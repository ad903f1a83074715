"""Countries, capitals and seats: when they act, and when they are only where something is."""

from __future__ import annotations

from backchannel.coding.mentions.cast import Figure
from backchannel.coding.mentions.lexicon import load_lexicon
from backchannel.coding.mentions.names import Context, Named, known_figure, see
from backchannel.coding.mentions.nations import dwelling
from backchannel.coding.mentions.text import SUBJECTS, Tokens
from backchannel.coding.mentions.world import LEADER
from backchannel.records import Name

_ABSTRACT_IN = frozenset("interest confidence trust belief faith involved involvement engage invest role".split())
_DESCENT = frozenset(
    "american americans canadian canadians briton britons australians descent origin heritage ancestry language".split()
)
_TONGUES = frozenset("speak speaks spoke spoken speaking in into fluent".split())
_MOVES_TO = frozenset({"to", "for", "from", "toward", "towards", "over", "by", "on", "onto", "out", "of"})
_SIDES = frozenset({"between", "against", "with", "among"})
_AROUND = frozenset({"at", "in", "inside", "outside", "near", "around", "into", "within", "across"})
_VISITS = frozenset({"visit", "tour"})
_LEAVES = frozenset({"leave", "enter", "reach", "depart", "flee", "cross"})
_PRESSURES = frozenset("pressure sanction tariff curb embargo attack impose lean".split())
_DONE_TO = frozenset("warn tell accuse ask invite inform urge press isolate sanction expect force alarm anger".split())
_NEAR = 6  # sentences back in which the one of a country was named
_STAYS = frozenset("lie sit sleep wake see experience burn fall".split())


def see_country(context: Context, name: Name, span: tuple[int, int], named: Named) -> None:
    """Records a country's mention where the words act or are acted on, not where they only tell the place.

    Names: a destination ("flew to Kenya", "visited Kenya") is a mention, since a visit is paid to a country. Capitals
    and metonyms: only as subject, possessor, after "between" and "with", and as the addressee of what is no movement.
    """
    world, tokens = context.world, context.tokens
    words = name.span.of(tokens.story)
    form = world.form(words)
    known = [actor for ref in name.refs if (actor := world.known(ref)) is not None]
    if len(known) != 1:
        return
    head = tokens.root(*span)
    if form == "demonym" and _of_descent(tokens, span):
        return
    if form in ("demonym", "people") and not _modifies(tokens, span):
        _see_people(context, known[0].country, span, named)
        return
    if form == "demonym" and (_part_of_name(context, span, named) or _tongue(tokens, head)):
        return
    if form in ("capital", "metonym") and is_plain_compound(tokens, span):
        return
    if form in ("name", "capital", "metonym") and (is_place(tokens, head, form) or _part_of_name(context, span, named)):
        return
    figure = known_figure(context, known[0], span[0])
    because = {"name": f"known name «{words}»", "demonym": f"«{words}» stands for the country"}.get(
        form, f"«{words}» stands for its government"
    )
    how = "name" if form == "name" else "description"
    see(context, figure, span, how, because, inferred=form in ("capital", "metonym"))  # type: ignore[arg-type]


def _see_people(context: Context, country: str | None, span: tuple[int, int], named: Named) -> None:
    """«the North Koreans», «a North Korean»: people of a country, one or many; «ethnic Turks» of where they live."""
    tokens = context.tokens
    if _tongue(tokens, tokens.root(*span)):
        return
    before = tokens.lower[span[0] - 1] if span[0] else ""
    if before in ("in", "into") and tokens.tag[span[1] - 1] not in ("NNPS", "NNS"):
        return  # «written in Korean»
    words = tokens.words(*span)
    single = before in ("a", "an", "another", "one")
    plural = not single and (words.endswith(("s", "ish", "ese", "ch")) or before == "the")
    if not single and not plural:
        return
    if before == "the" and not words.endswith(("s", "ish", "ese", "ch")) and tokens.tag[span[1] - 1] != "NNPS":
        one = _taken_up(context, country, span[0]) or _compatriot(context, country, span[0])
        if one is not None:
            see(context, one, span, "description", f"the one of {country} who was named before", inferred=True)
            return
    home = dwelling(tokens, context.world, named, span[1])
    ethnic = before == "ethnic" or (home is not None and home != country)
    key = f"people:{country}:{'many' if plural else 'one'}"
    if ethnic:
        key, words, country = f"{key}:{home}", f"ethnic {words}", home
    kind = "group" if plural else "person"
    figure = context.cast.enter(Figure(key, words, kind, country, "CVL", plural=plural))  # type: ignore[arg-type]
    see(context, figure, span, "description", f"people of {country}")


def _taken_up(context: Context, country: str | None, index: int) -> Figure | None:
    """«An Israeli shouted, and the Israeli was led away»: the one of the last sentences."""
    one = context.cast.figures.get(f"people:{country}:one")
    return one if one is not None and one.key in context.cast.before(index, _NEAR) else None


def _compatriot(context: Context, country: str | None, index: int) -> Figure | None:
    """Whom «the Cuban» means: the one known person of that country named shortly before; of several, who leads it."""
    near = [
        figure
        for figure, _ in context.cast.before(index, _NEAR).values()
        if figure.kind == "person" and figure.country == country and figure.ref is not None
    ]
    if len(near) > 1:
        day, world = context.tokens.story.published, context.world
        known = [(figure, world.known(figure.ref or "")) for figure in near]
        near = [figure for figure, actor in known if actor is not None and LEADER in world.offices_on(actor, day)]
    return near[0] if len(near) == 1 else None


def _modifies(tokens: Tokens, span: tuple[int, int]) -> bool:
    """Whether a demonym modifies a noun to its right («Russian strikes»), rather than being a noun itself."""
    last = span[1] - 1
    if tokens.tag[last] in ("NNPS", "NNS"):
        return False
    root = tokens.root(*span)
    after = span[1]
    if after < len(tokens) and tokens.text[after] == "-":
        return True
    if tokens.head[root] > root and tokens.dep[root] in ("amod", "compound", "nmod", "poss"):
        return True
    follows = (
        after < len(tokens) and tokens.tag[after] in ("NN", "NNS", "JJ") and tokens.sent[after] == tokens.sent[last]
    )
    return follows and tokens.tag[last] in ("JJ", "NNP")


def _of_descent(tokens: Tokens, span: tuple[int, int]) -> bool:
    """Whether a demonym tells where a nation's people come from: «Polish Americans»."""
    after = tokens.lower[span[1]] if span[1] < len(tokens) else ""
    return after in _DESCENT


def is_plain_compound(tokens: Tokens, span: tuple[int, int]) -> bool:
    """Whether a capital only tells which: «the Hanoi summit». «Moscow-Beijing ties» is something else."""
    head, after = tokens.root(*span), span[1]
    hyphen = tokens.text[after : after + 1] == ["-"] or (span[0] > 0 and tokens.text[span[0] - 1] == "-")
    return tokens.dep[head] in ("compound", "amod", "nmod") and tokens.head[head] > head and not hyphen


def _tongue(tokens: Tokens, head: int) -> bool:
    """Whether a demonym is a language: «who speaks Korean»."""
    return tokens.lower[tokens.head[head]] in _TONGUES and tokens.dep[head] in ("dobj", "pobj")


def _part_of_name(context: Context, span: tuple[int, int], named: Named) -> bool:
    """Whether the words begin or end a longer proper name («China Daily», «Bank of China») or a title for a person."""
    tokens = context.tokens
    after = span[1]
    if after >= len(tokens) or tokens.sent[after] != tokens.sent[span[0]]:
        return False
    if after in context.cast.at or after in named:
        known = context.world.known(named[after][2].refs[0]) if after in named and named[after][2].refs else None
        return known is not None and known.kind == "person"
    head = tokens.head[tokens.root(*span)]
    capital = tokens.tag[after] in ("NNP", "NNPS") and tokens.text[after][0].isupper()
    return capital and head >= after and tokens.dep[tokens.root(*span)] in ("compound", "nmod", "amod")


def is_place(tokens: Tokens, head: int, form: str) -> bool:
    """Whether a name headed by this token only says where (or from where, to where) something is.

    ``form``: "name" for a country's own name, "capital", "metonym", or "seat" for a body that is also a building.
    """
    head = tokens.first_conjunct(head)  # «in Hanoi and Singapore»
    dep, governor = tokens.dep[head], tokens.head[head]
    if dep == "dobj":
        lemma = _stem(tokens, governor)
        return lemma in _LEAVES or (lemma in _VISITS and form != "name")
    if dep in SUBJECTS:
        return form == "capital" and not _acts(tokens, governor, dep)
    if dep == "poss" and form == "capital" and tokens.tag[governor] in ("NNP", "NNPS"):
        return True  # «Berlin’s Free University»
    if dep not in ("pobj", "pcomp"):
        return form == "capital" and dep not in ("poss", "compound", "amod", "nmod", "dative", "ROOT")
    return _after_preposition(tokens, governor, form)


def _after_preposition(tokens: Tokens, governor: int, form: str) -> bool:
    preposition = tokens.lower[governor]
    above = _stem(tokens, tokens.head[governor])
    if preposition in _SIDES:
        return False
    if form == "seat":  # «withdrew from the bloc» is no movement out of a building
        walks = preposition == "to" and _moves(tokens, governor)
        return walks or (preposition in _AROUND and above not in _ABSTRACT_IN)
    if form == "capital":
        if preposition == "on":
            return above not in _PRESSURES
        return preposition not in ("to", "from", "by", "toward", "towards") or _moves(tokens, governor)
    if preposition in load_lexicon().lists["place"] and preposition != "at":
        return above not in _ABSTRACT_IN
    if preposition in _MOVES_TO and _moves(tokens, governor):
        return preposition in ("from", "for", "over", "on", "out", "of")
    return False


def _acts(tokens: Tokens, verb: int, dep: str) -> bool:
    """Whether a capital that is this subject stands for its government: «Moscow warned», not «Kyiv was shelled»."""
    lemma = _stem(tokens, verb)
    if dep == "nsubjpass":
        return lemma in _DONE_TO
    if lemma in ("be", "remain", "become"):
        return any(tokens.dep[child] == "acomp" for child in tokens.children[verb])
    return lemma not in _STAYS


def _moves(tokens: Tokens, preposition: int) -> bool:
    """Whether a preposition hangs on a word of movement, within the same verb."""
    motion = load_lexicon().lists["motion"]
    index = preposition
    for _ in range(4):
        above = tokens.head[index]
        if above == index:
            return False
        index = above
        if _stem(tokens, index) in motion:
            return True
        if tokens.tag[index].startswith("VB"):
            return False
    return False


def _stem(tokens: Tokens, index: int) -> str:
    """The dictionary form, lower case."""
    return tokens.doc[index].lemma_.lower()
