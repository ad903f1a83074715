"""Who speaks a direct quote, and the first persons inside it."""

from __future__ import annotations

from backchannel.coding.mentions.cast import Figure
from backchannel.coding.mentions.lexicon import load_lexicon
from backchannel.coding.mentions.names import Context, known_figure, see, stands_for_country
from backchannel.coding.mentions.text import SUBJECTS, Tokens

_SELF = frozenset({"i", "me", "my", "mine", "myself"})
_US = frozenset({"we", "us", "our", "ours", "ourselves"})
_REACH = 14  # tokens around a quote in which its attribution must stand


def is_first_person(tokens: Tokens, index: int) -> bool:
    """Whether the token is I, we or a form of them."""
    return tokens.lower[index] in _SELF or (tokens.lower[index] in _US and tokens.text[index] != "US")


def find_quotes(tokens: Tokens) -> dict[int, tuple[int, int]]:
    """For each direct quote its tokens, first to last (exclusive), without the marks."""
    found: dict[int, tuple[int, int]] = {}
    for index, number in enumerate(tokens.quoted):
        if number >= 0:
            first, _ = found.get(number, (index, index))
            found[number] = (first, index + 1)
    return found


def find_speakers(context: Context) -> dict[int, Figure]:
    """The speaker of each quote whose attribution is plain: beside it or the quote before in its paragraph."""
    tokens = context.tokens
    found: dict[int, Figure] = {}
    last: tuple[int, Figure, int] | None = None
    for number, (first, end) in find_quotes(tokens).items():
        paragraph = _paragraph(tokens, first)
        figure = _attributed(context, first, end, paragraph)
        if (
            figure is None
            and last is not None
            and last[0] == paragraph
            and _goes_on(context, last[1], (last[2], first))
        ):
            figure = last[1]
        last = (paragraph, figure, end) if figure is not None else None
        if figure is not None:
            found[number] = figure
    return found


def _goes_on(context: Context, speaker: Figure, between: tuple[int, int]) -> bool:
    """Whether nobody but the speaker is a subject between one quote of his and the next."""
    tokens, cast = context.tokens, context.cast
    for at in range(*between):
        if tokens.quoted[at] >= 0 or tokens.dep[at] not in SUBJECTS:
            continue
        others = [one for one in cast.at.get(at, ()) if one is not speaker and one.kind != "country"]
        if others or (not cast.at.get(at) and tokens.tag[at] in ("NNP", "NNPS")):
            return False
    return True


def find_statements_speakers(context: Context) -> dict[int, Figure]:
    """Whose words, by paragraph, follow without quotation marks on «The minister said:»; up to the story's end."""
    tokens = context.tokens
    speech = load_lexicon().lists["speech"]
    found: dict[int, Figure] = {}
    speaker: Figure | None = None
    for number, sentence in enumerate(tokens.sentences):
        if speaker is not None:
            found[sentence.paragraph] = speaker
        first, last = tokens.range_of(sentence.span)
        ends = last > first and tokens.text[last - 1] == ":"
        follows = number + 1 < len(tokens.sentences) and tokens.sentences[number + 1].paragraph != sentence.paragraph
        if not ends or not follows:
            continue
        verbs = [
            at for at in range(first, last) if tokens.tag[at][:2] == "VB" and tokens.doc[at].lemma_.lower() in speech
        ]
        said = _subject(context, verbs[-1]) if verbs else None
        speaker = said if said is not None and said.kind == "person" else None
    return found


def _paragraph(tokens: Tokens, index: int) -> int:
    sentence = tokens.sent[index]
    return tokens.sentences[sentence].paragraph if sentence >= 0 else -1


def _attributed(context: Context, first: int, end: int, paragraph: int) -> Figure | None:
    """The subject of a verb of speech just after the quote, else just before it."""
    tokens = context.tokens
    speech = load_lexicon().lists["speech"]
    closed = tokens.text[end - 1] == "." and tokens.tag[end - 1] == "."  # «“I am ready.” Holm warned of haste.»
    after = range(end, end if closed else min(end + _REACH, len(tokens)))
    before = range(first - 1, max(first - _REACH, -1), -1)
    for around in (after, before):
        for index in around:
            if tokens.sent[index] >= 0 and _paragraph(tokens, index) != paragraph:
                break
            if tokens.quoted[index] >= 0 and around is after:
                break
            if tokens.quoted[index] >= 0 or not tokens.tag[index].startswith("VB"):
                continue
            if tokens.doc[index].lemma_.lower() in speech:
                return _subject(context, index)
            if around is after and tokens.tag[index] in ("VBD", "VBZ"):
                break
    return None


def _subject(context: Context, verb: int) -> Figure | None:
    tokens, cast = context.tokens, context.cast
    heads = [child for child in tokens.children[verb] if tokens.dep[child] in SUBJECTS and tokens.quoted[child] < 0]
    for head in heads:
        if found := [figure for figure in cast.at.get(head, []) if not figure.plural]:
            return found[0] if len(found) == 1 else None
    if heads:
        return None
    near = [index for index in (verb - 1, verb + 1) if 0 <= index < len(tokens) and tokens.quoted[index] < 0]
    found = [figure for index in near for figure in cast.at.get(index, []) if figure.kind == "person"]
    return found[0] if len(found) == 1 else None


def resolve_first_person(context: Context, index: int, speaker: Figure | None) -> None:
    """I is the speaker; we, said by somebody in government, is his country."""
    if speaker is None:
        return
    tokens = context.tokens
    if tokens.lower[index] in _SELF:
        if speaker.kind in ("person", "unknown"):
            see(context, speaker, (index, index + 1), "pronoun", f"{speaker.name} speaks the quote", inferred=True)
        return
    if speaker.kind == "country":
        figure = speaker
    else:
        nation = context.world.known(speaker.country.lower()) if speaker.country else None
        if nation is None or nation.kind != "country" or not stands_for_country(context, speaker):
            return
        figure = known_figure(context, nation, index)
    see(context, figure, (index, index + 1), "pronoun", f"{speaker.name} speaks for {figure.name}", inferred=True)
