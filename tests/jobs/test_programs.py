"""A program of the operator's: no shell, none of our secrets, stopped at its limits with all it started."""

import os
import sys
import time
from pathlib import Path

import pytest

from tracker.jobs import programs
from tracker.jobs.programs import ProgramFailed


def script(folder: Path, body: str) -> list[str]:
    """The command of a real program."""
    path = folder / "program"
    path.write_text(f"#!{sys.executable}\n{body}")
    path.chmod(0o700)
    return [str(path)]


def test_a_program_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ProgramFailed, match="Không chạy được"):
        programs.run([str(tmp_path / "nothing")], b"", 5)


def test_a_program_reads_what_it_is_given_and_its_words_and_code_come_back(tmp_path: Path) -> None:
    command = script(tmp_path, "import sys; print(sys.stdin.read().upper()); sys.exit(3)")
    assert programs.run(command, "bàn giao".encode(), 10) == (3, "BÀN GIAO")


def test_words_for_a_shell_are_words(tmp_path: Path) -> None:
    command = [*script(tmp_path, "import sys; print(sys.argv[1])"), "$(id); rm -rf /"]
    assert programs.run(command, b"", 10).output == "$(id); rm -rf /"


def test_a_program_finds_none_of_our_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_SECRET_KEY", "bí mật" * 10)
    command = script(tmp_path, "import os; print(sorted(os.environ))")
    assert "TRACKER" not in programs.run(command, b"", 10).output


def test_a_program_that_says_too_much_is_stopped(tmp_path: Path) -> None:
    with pytest.raises(ProgramFailed, match="64 KB"):
        programs.run(script(tmp_path, "while True: print('x' * 1000)"), b"", 30)


def test_a_program_that_takes_too_long_is_stopped_with_all_it_started(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    body = "import subprocess, time; child = subprocess.Popen(['sleep', '60'])\n"
    body += f"open({str(told)!r}, 'w').write(str(child.pid)); time.sleep(60)"
    command, begun = script(tmp_path, body), time.monotonic()
    with pytest.raises(ProgramFailed, match="quá 1 giây"):
        programs.run(command, b"", 1)
    assert time.monotonic() - begun < 10
    child = int(told.read_text())
    for _ in range(50):  # until the system has buried it
        if not _lives(child):
            return
        time.sleep(0.1)
    raise AssertionError("what the program started lives on")


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False
