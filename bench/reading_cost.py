"""What reading costs: time against one full spaCy pass, memory, start-up, time to the first result.

On about ten texts of some 700 words (the demo stories put together; with ``--gold DIR`` MEANTIME's texts first) each is
read by ``read_story`` and passed through the whole pinned spaCy pipeline, all components on, in turns; the ratio is
that of the summed medians. Memory and start-up are measured in processes of their own.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from backchannel.articles import read_page
from backchannel.coding.sentences import load_language
from backchannel.demo import demo_pages
from backchannel.pipeline import read_story
from backchannel.records import Story

WORDS = 700
TARGETS = {"ratio": 1.6, "peak_mb": 700.0, "help_seconds": 0.4, "first_result_seconds": 5.0}
PEAK = "import resource, sys; from backchannel.cli import main; main(); " + (
    "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, file=sys.stderr)"
)


def demo_texts(count: int) -> list[Story]:
    """Texts of about 700 words, each made of three neighbouring demo stories."""
    stories = [read_page(page) for page in demo_pages()]
    texts = []
    for first in range(count):
        chosen = [stories[(first + step) % len(stories)] for step in range(len(stories))]
        texts.append(_join(chosen, f"demo-{first}"))
    return texts


def _join(stories: list[Story], id: str) -> Story:
    words: list[str] = []
    for story in stories:
        if sum(len(text.split()) for text in words) + len(story.text.split()) / 2 > WORDS:
            break
        words.append(story.text)
    text = "\n\n".join(words)
    return Story(
        id=id,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        published=stories[0].published,
        language="en",
    )


def gold_texts(gold: Path, count: int) -> list[Story]:
    """MEANTIME's raw texts, joined until they are about 700 words long. Empty where the folder holds none."""
    files = sorted(gold.glob("MEANTIME_en/**/*.xml"))
    texts = [" ".join(token.strip() for token in _tokens(path)) for path in files]
    joined: list[Story] = []
    parts: list[str] = []
    for text in texts:
        parts.append(text)
        if len(" ".join(parts).split()) >= WORDS * 0.85:
            joined.append(Story(id=f"meantime-{len(joined)}", text="\n\n".join(parts), sha256="", language="en"))
            parts = []
    return joined[:count]


def _tokens(path: Path) -> list[str]:
    import xml.etree.ElementTree as ElementTree

    return [token.text or "" for token in ElementTree.parse(path).getroot().iter("token")]


def measure(story: Story, repeats: int) -> tuple[float, float]:
    """Median seconds of reading the story, and of one full spaCy pass over its text, measured in turns."""
    language = load_language()
    sides: tuple[Callable[[], object], ...] = (lambda: read_story(story), lambda: language(story.text))
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(repeats):
        for side in (0, 1) if turn % 2 else (1, 0):
            begin = time.perf_counter()
            sides[side]()
            times[side].append(time.perf_counter() - begin)
    return statistics.median(times[0]), statistics.median(times[1])


def timed(arguments: list[str], repeats: int = 5) -> float:
    """Median seconds of running the command line with those arguments."""
    seconds = []
    for _ in range(repeats):
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-m", "backchannel.cli", *arguments], check=True, stdout=subprocess.DEVNULL)
        seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds)


def peak_memory(path: Path) -> float:
    """Peak resident megabytes of one process that reads the documents below a path."""
    command = [sys.executable, "-c", PEAK, "read", str(path), "--format", "jsonl"]
    run = subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    return float(run.stderr.split()[-1])


def run(gold: Path | None, repeats: int, count: int) -> dict[str, float]:
    """All four figures, and what they rest on."""
    stories = demo_texts(count)
    if gold is not None:
        found = gold_texts(gold, count)
        if not found:
            print(f"SKIPPED: no MEANTIME texts below {gold}; demo stories alone")
        stories = (found + stories)[:count]
    for story in stories[:2]:
        measure(story, 1)  # both sides warm
    pairs = [measure(story, repeats) for story in stories]
    with tempfile.TemporaryDirectory() as folder:
        for story in stories:
            (Path(folder) / f"{story.id}.txt").write_text(story.text, encoding="utf-8")
        first = str(Path(folder) / f"{stories[0].id}.txt")
        return {
            "ratio": sum(read for read, _ in pairs) / sum(parse for _, parse in pairs),
            "worst_ratio": max(read / parse for read, parse in pairs),
            "read_seconds": statistics.median(read for read, _ in pairs),
            "parse_seconds": statistics.median(parse for _, parse in pairs),
            "words": statistics.median(len(story.text.split()) for story in stories),
            "texts": len(stories),
            "peak_mb": peak_memory(Path(folder)),
            "help_seconds": timed(["--help"]),
            "first_result_seconds": timed(["read", first], repeats=3),
        }


def main() -> int:
    """Prints the figures beside their targets; 1 where one is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--texts", type=int, default=10)
    args = parser.parse_args()
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):  # before the first parse loads numpy
        os.environ.setdefault(variable, "1")
    figures = run(args.gold, args.repeats, args.texts)
    for name, value in figures.items():
        target = TARGETS.get(name)
        verdict = "" if target is None else f"   target {target:g}   {'ok' if value < target else 'MISSED'}"
        print(f"{name:22} {value:9.3f}{verdict}")
    if args.json is not None:
        args.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return int(any(figures[name] > target for name, target in TARGETS.items()))


if __name__ == "__main__":
    sys.exit(main())
