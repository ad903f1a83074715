"""The quality floors that need no outside data: the share of shipped cases that each stage gets right.

``bench/floors.toml`` pins for each stage its case files, their hash, and the floor. A stage under its floor, or case
files whose hash has changed, fail the gate. After cases were added: ``python bench/gate.py --pin`` writes hashes and,
where the figure rose, floors. A floor is lowered only with ``--pin --allow-regression "why"``; the reason is kept.

Cases marked ``known`` (failures we know of) count as failures here.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ROOT / "bench" / "floors.toml"
ROUNDING = 5e-5  # floors are written with four decimals


class Tally:
    """A pytest plug-in that counts, by test and by test file, how many cases passed and failed."""

    def __init__(self) -> None:
        self.counts: dict[str, Counter[str]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count the outcome of each case; an expected failure is a failure."""
        if report.when != "call" and not report.failed:
            return
        right = report.passed and not hasattr(report, "wasxfail")
        test = report.nodeid.split("[")[0]
        for name in (test, test.split("::")[0]):
            self.counts.setdefault(name, Counter())["passed" if right else "failed"] += 1


def hash_of(paths: list[str]) -> str:
    """One hash over the named files and folders, names included."""
    digest = hashlib.sha256()
    for name in paths:
        path = ROOT / name
        files = sorted(found for found in path.rglob("*") if found.is_file()) if path.is_dir() else [path]
        for file in files:
            if "__pycache__" not in file.parts:
                digest.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def measure(stages: dict[str, Any]) -> dict[str, tuple[int, int]]:
    """Stage -> (cases right, cases in all), from one run of their tests."""
    tally = Tally()
    tests = sorted({test for stage in stages.values() for test in stage["tests"]})
    arguments = ["-q", "--no-header", "--tb=no", "-p", "no:cacheprovider", "-r", "N", "--rootdir", str(ROOT)]
    pytest.main([*arguments, *(str(ROOT / test) for test in tests)], plugins=[tally])
    found = {}
    for name, stage in stages.items():
        counts: Counter[str] = sum((tally.counts.get(test, Counter()) for test in stage["tests"]), Counter())
        found[name] = (counts["passed"], counts["passed"] + counts["failed"])
    return found


def pin(stages: dict[str, Any], figures: dict[str, tuple[int, int]], reason: str | None) -> list[str]:
    """Write hashes and floors; returns the stages whose floor would fall without a reason."""
    refused = []
    lines = ["# Floors of bench/gate.py. Written by: python bench/gate.py --pin\n"]
    for name, stage in stages.items():
        right, total = figures[name]
        share = right / total if total else 0.0
        floor = stage.get("floor", 0.0)
        falls = share + ROUNDING < floor
        if falls and reason is None:
            refused.append(name)
        lines.append(f"[{name}]")
        lines.append(f"tests = {json.dumps(stage['tests'])}")
        lines.append(f"cases = {json.dumps(stage['cases'])}")
        lines.append(f'sha256 = "{hash_of(stage["cases"])}"')
        lines.append(f"count = {total}")
        lines.append(f"floor = {share if share > floor or (falls and reason) else floor:.4f}")
        if falls and reason is not None:
            lines.append(f"lowered = {json.dumps(reason)}")
        elif "lowered" in stage:
            lines.append(f"lowered = {json.dumps(stage['lowered'])}")
        lines.append("")
    if not refused:
        FLOORS.write_text("\n".join(lines), encoding="utf-8")
    return refused


def check(stages: dict[str, Any], figures: dict[str, tuple[int, int]]) -> int:
    """Print the table; returns how many stages fail."""
    failed = 0
    for name, stage in stages.items():
        right, total = figures[name]
        share = right / total if total else 0.0
        problems = []
        if hash_of(stage["cases"]) != stage.get("sha256"):
            problems.append("the cases changed: pin them again (--pin)")
        if total == 0:
            problems.append("no case ran")
        if share + ROUNDING < stage.get("floor", 0.0):
            problems.append("under its floor")
        failed += bool(problems)
        verdict = "; ".join(problems) or "ok"
        print(f"{name:<12} {right:>4} of {total:>4} = {share:.3f}   floor {stage.get('floor', 0.0):.3f}   {verdict}")
    return failed


def main() -> int:
    """Run the gate; exit status 1 where a stage fails."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pin", action="store_true", help="write hashes and floors from this run")
    parser.add_argument("--allow-regression", metavar="WHY", help="let --pin lower a floor, with the reason")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    stages = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    figures = measure(stages)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    if options.pin:
        refused = pin(stages, figures, options.allow_regression)
        if refused:
            print(f"not pinned: {', '.join(refused)} would fall; give --allow-regression a reason", file=sys.stderr)
            return 1
        stages = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    failed = check(stages, figures)
    print(f"{len(stages) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
