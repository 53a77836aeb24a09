"""Actions: running a program that the operator configured: no shell, none of our secrets, limits of time and output."""

import os
import signal
import subprocess
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

from tracker.core.i18n import N_, filled

# All that such a program finds in its environment: settings and passwords of the app are not for it.
ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"}
MOST_OUTPUT = 64 * 1024  # bytes
NOT_STARTED = N_("Không chạy được chương trình: %(message)s")
TOO_MUCH = N_("Chương trình in ra quá %(most)s KB.")
TOO_LONG = N_("Chương trình chạy quá %(seconds)s giây nên bị dừng.")


class ProgramFailed(Exception):
    """The program could not be started, took too long, or said too much. The text is Vietnamese."""


class Ending(NamedTuple):
    """How a program ended, and what it said on standard output and standard error."""

    code: int
    output: str


def run(command: Sequence[str], content: bytes, seconds: float) -> Ending:
    """Run a program with `content` on its standard input, for so many seconds at most. ProgramFailed beyond a limit."""
    with tempfile.TemporaryFile() as stdin:
        stdin.write(content)
        stdin.seek(0)
        try:
            process = subprocess.Popen(  # noqa: S603  the operator's own program, and no shell
                command,
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env=ENVIRONMENT,
                start_new_session=True,
            )
        except OSError as error:
            raise ProgramFailed(filled(NOT_STARTED, {"message": error.strerror})) from error
        with process:
            return _ended(process, seconds)


def _ended(process: subprocess.Popen[bytes], seconds: float) -> Ending:
    late = threading.Event()

    def stop() -> None:
        late.set()
        _kill(process)

    timer = threading.Timer(seconds, stop)
    timer.start()
    try:
        output = process.stdout.read(MOST_OUTPUT + 1) if process.stdout else b""
        if len(output) > MOST_OUTPUT:
            raise ProgramFailed(filled(TOO_MUCH, {"most": MOST_OUTPUT // 1024}))
        code = process.wait()
    finally:
        timer.cancel()
        _kill(process)
    if late.is_set():
        raise ProgramFailed(filled(TOO_LONG, {"seconds": f"{seconds:g}"}))
    return Ending(code, output.decode("utf-8", "replace").strip())


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the program and whatever it started: they are a group of their own. Where there are no groups, it alone."""
    with suppress(ProcessLookupError, PermissionError):  # all of them have ended
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
