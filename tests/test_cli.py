"""The command line's manners: arguments, exit codes, what goes where. The readers are stand-ins but where marked."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from backchannel import cli
from backchannel.errors import BackchannelError, BadInput
from backchannel.records import Page, Reading, Story

STORY = """The president of France met the chancellor of Germany in Berlin on Monday.

They agreed to meet again in Paris in June, the French foreign ministry said. Germany denied that it had sent tanks.
"""


def stand_in(pages: Iterator[Page], *, jobs: int, verbatim: bool) -> Iterator[tuple[str, Reading | BackchannelError]]:
    """Reads every page that does not start with "bad"; the title carries what the page knew."""
    for page in pages:
        text = page.data.decode()
        if text.startswith("bad"):
            yield page.name, BadInput("no news text here; give a story")
        else:
            title = f"{page.name} {page.published} {page.url} {jobs} {verbatim}"
            yield page.name, Reading(Story(id=text, text=text, sha256="0", title=title))


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> None:
    import backchannel.commands.reading

    monkeypatch.setattr(backchannel.commands.reading, "read_many", stand_in)


def run(*arguments: str) -> int:
    try:
        return cli.main(arguments)
    except SystemExit as stop:  # argparse ends by itself
        assert isinstance(stop.code, int)
        return stop.code


def lines(capsys: pytest.CaptureFixture[str]) -> tuple[list[str], list[str]]:
    out, err = capsys.readouterr()
    return out.splitlines(), err.splitlines()


# ---- usage ----


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("reed",),
        ("read",),
        ("read", "x", "--jobs", "0"),
        ("read", "x", "--jobs", "two"),
        ("read", "x", "--published", "18/10/2025"),
        ("read", "x", "--published", "2025-02-30"),
        ("read", "x", "--format", "yaml"),
        ("timeline",),
        ("ask", "--actor", "USA"),
        ("serve", "--port", "99999"),
        ("export", "--layout", "xlsx"),
        ("fit",),
    ],
)
def test_wrong_usage_ends_with_2_and_says_why(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*arguments) == 2
    out, err = lines(capsys)
    assert not out
    assert err


@pytest.mark.usefixtures("readers")
def test_a_url_names_one_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("read", "a", "b", "--url", "https://example.org/a") == 2
    assert run("read", str(tmp_path), "--url", "https://example.org/a") == 2
    assert run("read", "-", "-") == 2
    assert "one path" in capsys.readouterr().err


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--help") == 0
    out = capsys.readouterr().out
    assert all(f"\n    {name} " in out for name in cli.COMMANDS)
    for name in cli.COMMANDS:
        assert run(name, "--help") == 0


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--version") == 0
    assert capsys.readouterr().out.startswith("backchannel ")


# ---- reading ----


@pytest.mark.usefixtures("readers")
def test_in_a_pipe_each_story_is_one_json_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("one")
    (tmp_path / "b.txt").write_text("two")
    assert run("read", str(tmp_path / "a.txt"), str(tmp_path / "b.txt")) == 0
    out, err = lines(capsys)
    assert [json.loads(line)["story"]["text"] for line in out] == ["one", "two"]
    assert not err


@pytest.mark.usefixtures("readers")
@pytest.mark.parametrize("count", [0, 1, 2])
def test_json_is_one_array(count: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "0.txt").write_text("bad")
    for number in range(count):
        (tmp_path / f"{number + 1}.txt").write_text(f"story {number}")
    assert run("read", str(tmp_path), "--format", "json") == 1
    assert len(json.loads(capsys.readouterr().out)) == count


@pytest.mark.usefixtures("readers")
def test_what_the_caller_knows_reaches_the_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.txt"
    path.write_text("one")
    options = ("--published", "2025-10-18", "--url", "https://example.org/a", "--jobs", "3", "--verbatim")
    assert run("read", str(path), *options) == 0
    title = json.loads(capsys.readouterr().out)["story"]["title"]
    assert title == f"{path} 2025-10-18 https://example.org/a 3 True"


@pytest.mark.usefixtures("readers")
def test_what_cannot_be_read_is_named_and_the_rest_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "1.txt").write_text("bad one")
    (tmp_path / "2.txt").write_text("good")
    assert run("read", str(tmp_path / "missing.txt"), str(tmp_path / "1.txt"), str(tmp_path / "2.txt")) == 1
    out, err = lines(capsys)
    assert len(out) == 1
    assert len(err) == 2
    assert "missing.txt: cannot be read: No such file" in err[0]
    assert err[1].endswith("1.txt: no news text here; give a story")


@pytest.mark.usefixtures("readers")
def test_folders_are_walked_in_order_hidden_files_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("b/2.txt", "a/1.txt", "c.txt", ".hidden", ".git/x.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name)
    assert run("read", str(tmp_path)) == 0
    out, _ = lines(capsys)
    assert [json.loads(line)["story"]["text"] for line in out] == ["c.txt", "a/1.txt", "b/2.txt"]


@pytest.mark.usefixtures("readers")
def test_an_empty_folder_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("read", str(tmp_path)) == 1
    assert "no documents in this folder" in capsys.readouterr().err


@pytest.mark.usefixtures("readers")
def test_a_dash_is_stdin(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"from a pipe")))
    assert run("read", "-") == 0
    assert json.loads(capsys.readouterr().out)["story"]["text"] == "from a pipe"


@pytest.mark.usefixtures("readers")
def test_hostile_file_names_are_written_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = [b"esc\x1b[2J.txt", b"latin-\xe9.txt", "turned\u202e.txt".encode(), b"new\nline.txt"]
    for name in names:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text("bad")
    assert run("read", str(tmp_path)) == 1
    err = capsys.readouterr().err
    assert len(err.splitlines()) == len(names)
    assert all(letter.isprintable() for letter in err.replace("\n", ""))
    for words in (r"esc\x1b[2J.txt", r"latin-\xe9.txt", r"turned\u202e.txt", r"new\nline.txt"):
        assert words in err


@pytest.mark.usefixtures("readers")
def test_json_holds_nothing_that_a_terminal_obeys(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "esc \x1b[2J, \x9b31m, turned \u202e, line \u2028, é"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert run("read", str(tmp_path)) == 0
    out = capsys.readouterr().out
    assert len(out.splitlines()) == 1
    assert all(letter.isprintable() for letter in out.rstrip("\n"))
    assert json.loads(out)["story"]["text"] == text
    assert "é" in out


# ---- the whole program ----


def start(*arguments: str, cwd: Path, **options: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "backchannel.cli", *arguments]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    options = {**pipes, "preexec_fn": hear_interrupts, **options}
    return subprocess.Popen(command, cwd=cwd, text=True, encoding="utf-8", **options)  # type: ignore[call-overload,no-any-return]


def hear_interrupts() -> None:
    """A process whose parent ignores Ctrl-C, as a job in the background does, ignores it too, unless told otherwise."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def finish(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def is_running(group: int) -> bool:
    """Whether any process of that group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    folder = tmp_path / "stories"
    folder.mkdir()
    for number in range(4):
        text = f"Old rivals meet\n\n{STORY}\nIt was talk number {number}.\n"
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.integration
def test_read_prints_the_contracts_object(stories: Path, tmp_path: Path) -> None:
    code, out, err = finish(start("read", "stories/0.txt", "--published", "2024-05-07", cwd=tmp_path))
    assert (code, err) == (0, "")
    reading = json.loads(out)
    assert reading["schema"] == 1
    assert reading["story"]["published"] == "2024-05-07"
    text = reading["story"]["text"]
    for part in [*reading["times"], *(event["anchor"] for event in reading["events"])]:
        assert text[part["start"] : part["end"]] == part["text"]
    assert any(event["type"] == "CONSULT" and event["status"] == "happened" for event in reading["events"])


@pytest.mark.integration
def test_two_processes_print_what_one_prints(stories: Path, tmp_path: Path) -> None:
    one = finish(start("read", "stories", cwd=tmp_path))
    two = finish(start("read", "stories", "--jobs", "2", cwd=tmp_path))
    assert one == two
    assert len(one[1].splitlines()) == 4


@pytest.mark.integration
@pytest.mark.parametrize("form", ["jsonl", "json", "table"])
def test_a_reader_that_stops_early_sees_no_traceback(form: str, stories: Path, tmp_path: Path) -> None:
    process = start("read", "stories", "--format", form, cwd=tmp_path)
    assert process.stdout is not None and process.stderr is not None
    process.stdout.read(1)
    process.stdout.close()
    assert process.wait(timeout=120) == 0
    assert process.stderr.read() == ""


@pytest.mark.integration
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("form", ["jsonl", "table"])
def test_a_full_disk_under_the_output_is_told(form: str, stories: Path, tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        code, _, err = finish(start("read", "stories/0.txt", "--format", form, cwd=tmp_path, stdout=full))
    assert (code, err) == (1, "backchannel: cannot go on: No space left on device\n")


@pytest.mark.integration
def test_ctrl_c_stops_every_process(stories: Path, tmp_path: Path) -> None:
    process = start("read", *["stories"] * 50, "--jobs", "2", cwd=tmp_path, start_new_session=True)
    assert process.stdout is not None
    process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)
    code, _, err = finish(process)
    assert (code, err) == (130, "backchannel: stopped\n")
    deadline = time.monotonic() + 30  # the last of them may wait a moment to be collected by the system
    while is_running(process.pid) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not is_running(process.pid)


@pytest.mark.integration
def test_ctrl_c_stops_and_keeps_what_was_reported(stories: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "never")  # the reader waits for this document for ever
    process = start("add", "stories/0.txt", "never", cwd=tmp_path)
    assert process.stdout is not None
    assert json.loads(process.stdout.readline())["added"] is True
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    code, out, err = finish(process)
    assert (code, out, err) == (130, "", "backchannel: stopped\n")
    code, out, _ = finish(start("export", "--layout", "jsonl", cwd=tmp_path))
    assert code == 0
    assert out


@pytest.mark.integration
def test_adding_twice_changes_nothing(stories: Path, tmp_path: Path) -> None:
    first = finish(start("add", "stories", cwd=tmp_path))
    before = finish(start("export", "--layout", "jsonl", cwd=tmp_path))
    second = finish(start("add", "stories", cwd=tmp_path))
    assert [json.loads(line)["added"] for line in first[1].splitlines()] == [True] * 4
    assert [json.loads(line)["added"] for line in second[1].splitlines()] == [False] * 4
    assert finish(start("export", "--layout", "jsonl", cwd=tmp_path)) == before


@pytest.mark.integration
def test_the_ledger_answers(stories: Path, tmp_path: Path) -> None:
    assert finish(start("add", "stories", "--published", "2024-05-07", cwd=tmp_path))[0] == 0
    for arguments in (
        ("timeline", "FRA", "DEU"),
        ("timeline", "Germany", "--status", "planned"),
        ("search", "tanks"),
        ("export", "--layout", "csv"),
        ("ask", "--actor", "FRA", "--recipient", "DEU", "--type", "CONSULT", "--by", "2024-07-01"),
    ):
        code, out, err = finish(start(*arguments, cwd=tmp_path))
        assert (code, err) == (0, ""), arguments
        assert out.strip(), arguments
    assert finish(start("channels", "FRA", "DEU", cwd=tmp_path))[0] == 0
    code, _, err = finish(start("timeline", "Atlantis", cwd=tmp_path))
    assert code == 2
    assert "Atlantis" in err


@pytest.mark.integration
def test_a_missing_ledger_is_named_and_not_made(tmp_path: Path) -> None:
    code, out, err = finish(start("timeline", "FRA", cwd=tmp_path))
    assert (code, out) == (1, "")
    assert "backchannel add" in err
    assert not list(tmp_path.iterdir())


@pytest.mark.integration
def test_the_demo_runs(tmp_path: Path) -> None:
    code, out, err = finish(start("demo", cwd=tmp_path, env={**os.environ, "TMPDIR": str(tmp_path)}))
    assert code == 0, err
    for words in ("WHO SAYS WHAT", "WHAT HAPPENED", "CHANNELS", "base rate", "backchannel serve --ledger"):
        assert words in out


@pytest.mark.integration
def test_help_starts_fast(tmp_path: Path) -> None:
    seconds = []
    for _ in range(3):
        before = os.times()
        assert finish(start("--help", cwd=tmp_path))[0] == 0
        after = os.times()
        seconds.append(after.children_user + after.children_system - before.children_user - before.children_system)
    assert min(seconds) < 0.4


@pytest.mark.integration
def test_the_desk_opens_and_closes(stories: Path, tmp_path: Path) -> None:
    assert finish(start("add", "stories/0.txt", cwd=tmp_path))[0] == 0
    desk = start("serve", "--port", "0", cwd=tmp_path)
    assert desk.stdout is not None
    address = next(word for word in desk.stdout.readline().split() if word.startswith("http://127.0.0.1:"))
    with urllib.request.urlopen(address, timeout=30) as answer:
        assert answer.status == 200
        assert b"Old rivals meet" in answer.read()
    taken = finish(start("serve", "--port", address.rstrip("/").rpartition(":")[2], cwd=tmp_path))
    assert taken[0] == 2
    assert "is taken" in taken[2]
    desk.send_signal(signal.SIGINT)
    assert finish(desk) == (130, "", "backchannel: stopped\n")


@pytest.mark.integration
def test_what_is_exported_can_be_imported(stories: Path, tmp_path: Path) -> None:
    assert finish(start("add", "stories", cwd=tmp_path))[0] == 0
    code, out, err = finish(start("export", "--layout", "jsonl", "--out", "events.jsonl", cwd=tmp_path))
    assert (code, out) == (0, "")
    written = (tmp_path / "events.jsonl").read_text(encoding="utf-8")
    assert f"{len(written.splitlines())} events written to events.jsonl" in err
    other = ("--ledger", "sqlite:///other.db")
    code, out, err = finish(start("import", "events.jsonl", "--layout", "jsonl", *other, cwd=tmp_path))
    assert (code, err) == (0, "")
    assert f"{len(written.splitlines())} events stored" in out
    _, out, _ = finish(start("export", "--layout", "jsonl", *other, cwd=tmp_path))
    kept = [json.loads(line) for line in out.splitlines()]
    apart = ("story", "anchor", "statement")  # the other ledger holds no stories
    assert [{key: entry[key] for key in entry if key not in apart} for entry in kept] == [
        {key: entry[key] for key in entry if key not in apart} for entry in map(json.loads, written.splitlines())
    ]


@pytest.mark.integration
def test_an_event_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text('{"schema": 1}\nno json\n', encoding="utf-8")
    code, out, err = finish(start("import", "missing.jsonl", "bad.jsonl", "--layout", "jsonl", cwd=tmp_path))
    assert code == 1
    assert "missing.jsonl: cannot be read" in err
    assert "bad.jsonl: line 1: " in err and "bad.jsonl: line 2: " in err
    assert "0 events stored, 2 unreadable (of 2 rows)" in out


def test_an_export_that_cannot_be_written_leaves_no_trace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from backchannel.ledger import Ledger

    url = f"sqlite:///{tmp_path / 'l.db'}"
    Ledger.open(url).close()
    out = str(tmp_path / "no" / "such" / "folder.csv")
    assert run("export", "--layout", "csv", "--out", out, "--ledger", url) == 1
    assert "cannot be written" in capsys.readouterr().err
