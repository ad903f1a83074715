"""E-mail (RFC 5322 messages, mbox files) -> the newsletter or story in each message."""

from __future__ import annotations

import email
import email.errors
import email.header
import email.policy
import re
from collections.abc import Iterator
from email.message import Message
from email.utils import parseaddr

from backchannel.articles.containers import LARGEST_DOCUMENT, Handed, Head, Opened, Refusal, Source, open_source
from backchannel.articles.credits import agency_named
from backchannel.articles.decode import decode_page
from backchannel.articles.fragments import MARK
from backchannel.articles.people import is_person
from backchannel.articles.wire import stamp_facts
from backchannel.errors import BadInput
from backchannel.records import Page

MOST_PARTS = 500  # of one message
ENOUGH = 0.7  # of the HTML part's words: a plain part with so many is the whole story
_FIELD = re.compile(r"[!-9;-~]{1,80}:[ \t]?")
_KNOWN = frozenset(
    "from to subject date received mime-version message-id content-type return-path delivered-to dkim-signature "
    "x-mailer list-id list-unsubscribe reply-to cc sender content-transfer-encoding".split()
)
_FROM_LINE = re.compile(rb"From \S{1,200}\s+(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b[^\r\n]{0,80}\r?\n")
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_REPLY = re.compile(r"^\s*(?:(?:re|fw|fwd|aw|wg)\s*:\s*)+", re.IGNORECASE)
_HIDDEN = re.compile(r"<(style|script|head)\b.*?</\1\s*>|<[^<>]*>|&\w{1,10};", re.IGNORECASE | re.DOTALL)
_SIGNATURE = re.compile(r"^-- ?\r?\n", re.MULTILINE)


def looks_like_mbox(head: Head) -> bool:
    """Whether the file begins as a mailbox does: «From sender weekday …», then a message."""
    line = _FROM_LINE.match(head.data)
    return line is not None and _is_message(head.data[line.end() :].decode("latin-1"), 1)


def looks_like_mail(head: Head) -> bool:
    """Whether the file begins with a mail's header; one of few fields counts only in a file named .eml."""
    fewest = 2 if head.name.lower().endswith(".eml") else 3
    return _is_message(head.data.removeprefix(b"\xef\xbb\xbf").decode("latin-1"), fewest)


def _is_message(text: str, fewest: int) -> bool:
    """Whether the text begins with header fields, at least so many of them mail's own, and then an empty line."""
    known: set[str] = set()
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if not line:
            return number > 0 and len(known) >= fewest
        if line[0] in " \t" and number:
            continue
        field = _FIELD.match(line)
        if field is None:
            return False
        known |= {field[0].rstrip(" \t").rstrip(":").lower()} & _KNOWN
    return len(known) >= fewest + 1  # the header goes on beyond the first bytes


def open_mbox(source: Source) -> Iterator[Opened]:
    """The messages of a mailbox, read as a stream; one that is too large is refused, the next one is read."""
    for number, message in enumerate(_split_mbox(source), start=1):
        if message is None:
            limit = LARGEST_DOCUMENT // 1024 // 1024
            yield Refusal(f"{source.name}#{number}", f"this message is larger than {limit} MB; passed over")
        else:
            yield from open_source(source.inner(_QUOTED_FROM.sub(rb"\1", message), f"#{number}"))


def _split_mbox(source: Source) -> Iterator[bytes | None]:
    """Each message's bytes; None for one that is too large."""
    lines: list[bytes] = []
    size = 0
    blank = True  # a From line counts at the start and after an empty line
    begun = False
    while line := source.stream.readline(LARGEST_DOCUMENT):
        if blank and _FROM_LINE.fullmatch(line):
            if begun:
                yield b"".join(lines) if size <= LARGEST_DOCUMENT else None
            lines, size, begun = [], 0, True
        else:
            size += len(line)
            if size <= LARGEST_DOCUMENT:
                lines.append(line)
            else:
                lines = []
        blank = not line.strip()
    if begun:
        yield b"".join(lines) if size <= LARGEST_DOCUMENT else None


def open_mail(source: Source) -> Iterator[Opened]:
    """The text of a message as one document, and each message that it forwards as an attachment."""
    data = source.read()
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        plain, markup, forwarded = _parts(message, source.name)
        inside = [inner.as_bytes() for inner in forwarded]
    except RecursionError:
        raise BadInput(f"{source.name}: parts inside parts too deep for any mail") from None
    except (email.errors.MessageError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise BadInput(f"{source.name}: this mail is broken ({error or type(error).__name__}); save it again") from None
    facts = _facts(message)
    text = _choose(plain, markup)
    if text:
        yield source.page(text.encode("utf-8", "replace"), "", facts)
    elif not inside:
        yield Refusal(source.name, "no text in this message; one with a text or HTML part is wanted")
    for number, inner in enumerate(inside, start=1):
        yield from open_source(source.inner(inner, f"#{number}"))


def _parts(message: Message, name: str) -> tuple[str, str, list[Message]]:
    """The plain text, the HTML, and the messages attached; files attached are left out."""
    plain: list[str] = []
    markup: list[str] = []
    forwarded: list[Message] = []
    waiting = [message]
    count = 0
    while waiting:
        part = waiting.pop(0)
        count += 1
        if count > MOST_PARTS:
            raise BadInput(f"{name}: more than {MOST_PARTS} parts in one message")
        kind = part.get_content_type()
        payload: object = part.get_payload()
        if kind == "message/rfc822" and isinstance(payload, list):
            forwarded += [inner for inner in payload[:1] if isinstance(inner, Message)]
        elif isinstance(payload, list):
            waiting[:0] = [inner for inner in payload if isinstance(inner, Message)]
        elif part.get_content_disposition() != "attachment" and kind in {"text/plain", "text/html"}:
            (plain if kind == "text/plain" else markup).append(_text(part, name))
    return "\n\n".join(plain), "\n".join(markup), forwarded


def _text(part: Message, name: str) -> str:
    """A part's text in the encoding that it names, else in the one that its bytes show."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    charset = part.get_content_charset()
    if charset and charset not in {"utf-8", "us-ascii"}:
        try:
            return data.decode(charset)
        except (LookupError, UnicodeError):
            pass  # the name is wrong: the bytes must tell
    try:
        return decode_page(Page(name, data))
    except BadInput:
        return ""


def _choose(plain: str, markup: str) -> str:
    """The plain text where it is the whole story, else the HTML as a fragment."""
    plain = _SIGNATURE.split(plain)[0]
    if not markup.strip():
        return plain.strip()
    shown = len(_HIDDEN.sub(" ", markup).split())
    if len(plain.split()) >= ENOUGH * shown and plain.strip() and "http" not in plain:
        return plain.strip()
    return MARK + markup


def _facts(message: Message) -> tuple[Handed, ...]:
    """Subject, sender and day. A list's name is the outlet; a person who sends is the author."""
    facts: list[Handed] = []
    subject = _REPLY.sub("", _header(message, "subject"))
    if subject:
        facts.append(("title", (subject,), "mail subject"))
    name, _ = parseaddr(_header(message, "from"))
    if name and is_person(name):
        facts.append(("authors", (name,), "mail sender"))
    elif name and (agency := agency_named(name)) is not None:
        facts.append(("agency", (agency,), "mail sender"))
    elif name:
        facts.append(("outlet", (name,), "mail sender"))
    dated = stamp_facts("published", [_header(message, "date")], "mail date")
    facts += [(fact.field, fact.values, fact.where) for fact in dated]
    return tuple(facts)


def _header(message: Message, field: str) -> str:
    """A header field with its encoded words read, on one line."""
    raw = message.get(field)
    if raw is None:
        return ""
    try:
        words = str(email.header.make_header(email.header.decode_header(str(raw))))
    except (email.errors.MessageError, LookupError, ValueError):
        words = str(raw)
    return " ".join(re.sub(r"[\x00-\x1f\x7f\ud800-\udfff]", " ", words).split())[:500]
