"""What the tests of commands share: a command is run and what it printed comes back."""

from __future__ import annotations

import json

import pytest

from backchannel import cli


def lines(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, object]]:
    """What a command prints as JSON lines."""
    assert cli.main([*arguments, "--format", "jsonl"]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def table(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What a command prints as a table, with single blanks."""
    assert cli.main([*arguments, "--format", "table"]) == 0
    return " ".join(capsys.readouterr().out.split())
