"""Looking a file through for malware: a real program, and a clamd that speaks as the real one does."""

import socket
import struct
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker.jobs.files import scanning
from tracker.jobs.files.scanning import Finding, ScanFailed, Scanner

VIRUS = b"X5O!P%@AP[4 EICAR"


def program(folder: Path, body: str) -> Scanner:
    """A scanner that runs a real program."""
    path = folder / "scanner"
    path.write_text(f"#!{sys.executable}\nimport sys\ncontent = open(sys.argv[-1], 'rb').read()\n{body}")
    path.chmod(0o700)
    return scanning.by_command([str(path), "--no-summary"])


def test_a_program_that_ends_with_one_found_something(tmp_path: Path) -> None:
    body = "if b'EICAR' in content:\n    print(sys.argv[-1] + ': Eicar FOUND')\n    sys.exit(1)"
    scan = program(tmp_path, body)
    assert scan([VIRUS[:5], VIRUS[5:]]) == Finding(infected=True, detail="Eicar FOUND")
    assert scan([b"good"]) == Finding(infected=False, detail="")


@pytest.mark.parametrize("body", ["print('no database'); sys.exit(2)", "import time; time.sleep(30)"])
def test_a_program_that_ends_otherwise_has_found_out_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str
) -> None:
    monkeypatch.setattr(scanning, "SECONDS", 1.0)
    with pytest.raises(ScanFailed, match=r"no database|quá 1 giây"):
        program(tmp_path, body)([b"good"])


class Clamd:
    """A clamd that knows one virus, at a socket."""

    def __init__(self, listening: socket.socket, reply: bytes = b"") -> None:
        self._listening, self._reply = listening, reply
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as sent:
                assert sent.read(10) == b"zINSTREAM\0"
                content = b""
                while length := struct.unpack("!I", sent.read(4))[0]:
                    content += sent.read(length)
                found = b"stream: Eicar-Test-Signature FOUND\0" if VIRUS in content else b"stream: OK\0"
                connection.sendall(self._reply or found)

    def stop(self) -> None:
        """Hang up."""
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(5)


@pytest.fixture(params=["unix", "tcp"])
def listening(request: pytest.FixtureRequest, tmp_path: Path) -> socket.socket:
    if request.param == "tcp":
        return socket.create_server(("127.0.0.1", 0))
    opened = socket.socket(socket.AF_UNIX)
    opened.bind(str(tmp_path / "clamd"))
    opened.listen()
    return opened


def address_of(listening: socket.socket) -> str:
    name = listening.getsockname()
    return name if isinstance(name, str) else f"{name[0]}:{name[1]}"


@pytest.fixture
def clamd(listening: socket.socket) -> Iterator[Scanner]:
    address = address_of(listening)
    running = Clamd(listening)
    yield scanning.by_clamd(address)
    running.stop()


def test_clamd_is_sent_the_content_and_asked(clamd: Scanner) -> None:
    assert clamd([VIRUS[:5], VIRUS[5:]]) == Finding(infected=True, detail="Eicar-Test-Signature")
    assert clamd([b"good" * 100_000]) == Finding(infected=False, detail="")


@pytest.mark.parametrize("reply", [b"INSTREAM size limit exceeded. ERROR\0", b"stream: \0"])
def test_what_else_clamd_says_is_no_answer(listening: socket.socket, reply: bytes) -> None:
    address = address_of(listening)
    running = Clamd(listening, reply)
    with pytest.raises(ScanFailed, match="clamd"):
        scanning.by_clamd(address)([b"good"])
    running.stop()


def test_a_clamd_that_is_not_there_has_found_out_nothing(tmp_path: Path) -> None:
    with pytest.raises(ScanFailed, match="Không gọi được"):
        scanning.by_clamd(str(tmp_path / "nobody"))([b"good"])
