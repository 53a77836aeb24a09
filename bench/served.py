"""An app behind its server, as it runs in production: asked over HTTP, and what its process spent on it."""

import os
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).parent.parent
PATIENCE = 30  # seconds


class Served:
    """A gunicorn with one worker, of one thread unless told, on loopback, until it is closed.

    RuntimeError when it does not start.
    """

    def __init__(self, app: str, folder: Path, settings: dict[str, str], threads: int = 1) -> None:
        with socket.socket() as socket_of_port:
            socket_of_port.bind(("127.0.0.1", 0))
            port = socket_of_port.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"]
        command += ["--threads", str(threads), "--keep-alive", "600", "--no-control-socket"]
        command += ["--log-level", "error", app]
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("TRACKER_", "DATABASE_"))
        }
        self._log = (folder / f"{port}.log").open("wb")
        self._server = subprocess.Popen(command, cwd=ROOT, env=environment | settings, stderr=self._log)  # noqa: S603
        self._line = HTTPConnection("127.0.0.1", port, timeout=120)
        self._cookies: dict[str, str] = {}
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self._server.poll() is None:
            try:
                self._line.connect()
                return
            except ConnectionRefusedError:
                time.sleep(0.05)
        raise RuntimeError(f"the server did not start: {Path(self._log.name).read_text()}")

    def ask(self, url: str, headers: dict[str, str] | None = None, form: dict[str, str] | None = None) -> str:
        """What it answers to a GET, or to a POST with a form; its cookies are kept. RuntimeError on an error."""
        sent = dict(headers or {})
        if self._cookies and not headers:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        if form is not None:
            sent |= {"Content-Type": "application/x-www-form-urlencoded"}
        self._line.request("GET" if form is None else "POST", url, urlencode(form) if form else None, sent)
        answer = self._line.getresponse()
        body = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.split(";")[0].partition("=")
            self._cookies[name] = value
        if answer.status not in (200, 302):
            raise RuntimeError(f"{url} answered {answer.status}: {body[:300]}")
        return body

    def spent(self) -> float:
        """Seconds of CPU that the worker has spent so far."""
        children = Path(f"/proc/{self._server.pid}/task/{self._server.pid}/children").read_text().split()
        threads = (thread for child in children for thread in Path(f"/proc/{child}/task").iterdir())
        return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 1e9

    def close(self) -> None:
        """Stop the server."""
        self._line.close()
        self._server.terminate()
        self._server.wait(PATIENCE)
        self._log.close()
