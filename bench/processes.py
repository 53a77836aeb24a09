"""What processes have cost: a process, all that it started, and what those had spent that have ended since (Linux)."""

import os
from collections.abc import Iterator
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def cpu(root: int) -> float:
    """Seconds of CPU that a tree of processes has spent; of parallel workers that have ended, their parent knows."""
    return sum(_running(pid) + _ended(pid) for pid in tree(root))


def memory(root: int) -> float:
    """Megabytes of a tree of processes, what several share counted once among them (PSS)."""
    return sum(_pss(pid) for pid in tree(root)) / 1024


def tree(root: int) -> Iterator[int]:
    """A process and all below it."""
    yield root
    for task in _listed(Path(f"/proc/{root}/task")):
        for child in _read(task / "children").split():
            yield from tree(int(child))


def _running(pid: int) -> float:
    threads = _listed(Path(f"/proc/{pid}/task"))
    return sum(int((_read(thread / "schedstat") or "0").split()[0]) for thread in threads) / 1e9


def _ended(pid: int) -> float:
    fields = _read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    return (int(fields[13]) + int(fields[14])) / TICKS if fields else 0.0


def _pss(pid: int) -> int:
    lines = _read(Path(f"/proc/{pid}/smaps_rollup")).splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def _listed(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except (FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
        return []


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
