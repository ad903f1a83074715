"""Attributions that the rules find in freely licensed texts, laid out as PolNeAR is: what a tagger can be fitted on
without PolNeAR. ``--gold DIR`` for the texts (see ``statements_texts.py``), ``--out DIR`` for the layout.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from backchannel.articles import read_verbatim
from backchannel.coding.sentences import find_sentences, parse_story
from backchannel.coding.statements import find_statements
from backchannel.errors import BackchannelError
from backchannel.records import Page, Span, Statement
from statements_texts import read_texts


def to_brat(statements: tuple[Statement, ...]) -> str:
    """The outermost statements with a cue as brat standoff."""
    lines: list[str] = []
    number = 0
    for statement in statements:
        if statement.cue is None or statement.inside is not None:
            continue
        roles = []
        for role, span in (("Source", statement.source), ("Cue", statement.cue), ("Content", statement.content)):
            if span is not None:
                number += 1
                lines.append(f"T{number}\t{role} {_pieces(span)}\t-")
                roles.append(f"{role}:T{number}")
        lines.append(f"E{number}\t{' '.join(roles)}")
    return "\n".join(lines) + "\n"


def _pieces(span: Span) -> str:
    return ";".join(f"{start} {end}" for start, end in span.parts or ((span.start, span.end),))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    folder = options.out / "statements" / "polnear" / "train"
    for name in ("text", "attributions"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for number, (name, text) in enumerate(read_texts(options.gold).items()):
        stem = f"{number:04d}"
        try:
            story = read_verbatim(Page(name, text.encode()))
        except BackchannelError:
            continue
        doc = parse_story(story)
        found = find_statements(story, doc, find_sentences(story, doc), ())
        (folder / "text" / f"{stem}.txt").write_bytes(story.text.encode())
        (folder / "attributions" / f"{stem}_rules.ann").write_text(to_brat(found), encoding="utf-8")


if __name__ == "__main__":
    main()
