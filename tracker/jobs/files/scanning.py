"""Actions: looking a file through for malware, by the operator's program or by clamd over a socket."""

import socket
import struct
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from tracker.core.i18n import N_, filled
from tracker.jobs import programs

SECONDS = 120.0
CLEAN_CODE, INFECTED_CODE = 0, 1  # as clamscan and others end
MOST_REPLY = 4096
BAD_ENDING = N_("Chương trình quét kết thúc với mã %(code)s: %(message)s")
NO_CLAMD = N_("Không gọi được clamd: %(message)s")


class ScanFailed(Exception):
    """Nothing can be said of the file. The text is Vietnamese."""


class Finding(NamedTuple):
    """Whether a file is infected, and what the scanner said of it."""

    infected: bool
    detail: str


Scanner = Callable[[Iterable[bytes]], Finding]


def by_command(command: Sequence[str]) -> Scanner:
    """A scanner that runs a program on a copy, whose path is its last argument. It ends with 0: clean, 1: infected."""

    def scan(content: Iterable[bytes]) -> Finding:
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "file"
            with copy.open("wb") as file:
                file.writelines(content)
            try:
                ending = programs.run([*command, str(copy)], b"", SECONDS)
            except programs.ProgramFailed as error:
                raise ScanFailed(str(error)) from error
        output = ending.output.replace(str(copy), "").strip(" :\n")[:500]
        if ending.code not in (CLEAN_CODE, INFECTED_CODE):
            raise ScanFailed(filled(BAD_ENDING, {"code": ending.code, "message": output}))
        return Finding(ending.code == INFECTED_CODE, output if ending.code == INFECTED_CODE else "")

    return scan


def by_clamd(address: str) -> Scanner:
    """A scanner that sends the content to clamd: `address` is the path of its socket, or host:port."""

    def scan(content: Iterable[bytes]) -> Finding:
        try:
            with _connect(address) as connection:
                connection.sendall(b"zINSTREAM\0")
                for piece in content:
                    connection.sendall(struct.pack("!I", len(piece)) + piece)
                connection.sendall(struct.pack("!I", 0))
                reply = _reply(connection)
        except OSError as error:
            raise ScanFailed(filled(NO_CLAMD, {"message": error})) from error
        return _finding(reply)

    return scan


def _connect(address: str) -> socket.socket:
    if address.startswith("/"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.settimeout(SECONDS)
            connection.connect(address)
        except BaseException:
            connection.close()
            raise
        return connection
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), SECONDS)


def _reply(connection: socket.socket) -> str:
    """What clamd says, up to the zero byte with which it ends."""
    reply = b""
    while not reply.endswith(b"\0") and len(reply) < MOST_REPLY:
        piece = connection.recv(MOST_REPLY)
        if not piece:
            break
        reply += piece
    return reply.rstrip(b"\0").decode("utf-8", "replace")


def _finding(reply: str) -> Finding:
    """«stream: OK» or «stream: Name.Of.It FOUND»; whatever else clamd says is no answer."""
    answer = reply.removeprefix("stream: ")
    if answer == "OK":
        return Finding(infected=False, detail="")
    if answer.endswith(" FOUND"):
        return Finding(infected=True, detail=answer.removesuffix(" FOUND")[:500])
    raise ScanFailed(f"clamd: {answer[:500]}")
