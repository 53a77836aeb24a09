"""Static files under names that tell their contents, compressed beforehand, for browsers to keep for good.

`python -m tracker.web.static_files` (in `make setup`) writes static/dist out of static: «app.css» becomes
«app.1f0c5d7e9a3b.css», with one compressed by brotli and one by gzip beside it. WhiteNoise serves them.
"""

import gzip
import hashlib
import re
from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

import brotli
from flask import Flask, Response, current_app
from whitenoise import WhiteNoise

from tracker.core.permissions import Can
from tracker.web import request as web

STATIC = Path(__file__).parents[1] / "static"
DIST = "dist"
KINDS = (".css", ".js", ".svg")
KEPT = "public, max-age=31536000, immutable"
DIGITS = 12  # of a fingerprint: enough for two contents of one file never to share it
FINGERPRINT = re.compile(rf"\.[0-9a-f]{{{DIGITS}}}(?=\.\w+\Z)")
IMPORT = re.compile(rb'(\bfrom |\bimport\()"\./([\w./-]+)"')


class NotMade(RuntimeError):
    """Files in static/ are not in static/dist as they are now."""


class Fingerprints:
    """The files of a folder by name, with their contents and the names that tell them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._contents: dict[str, bytes] = {}
        paths = (path.relative_to(folder) for path in folder.rglob("*") if path.suffix in KINDS)
        self.names = {path.as_posix(): self.name(path.as_posix()) for path in sorted(paths) if path.parts[0] != DIST}

    def name(self, file: str) -> str:
        """The name of a file with its fingerprint. FileNotFoundError when there is no such file."""
        path = Path(file)
        digest = hashlib.sha256(self.content(file)).hexdigest()[:DIGITS]
        return path.with_name(f"{path.stem}.{digest}{path.suffix}").as_posix()

    def content(self, file: str) -> bytes:
        """What is in a file; scripts import each other by the names that tell their contents."""
        if file not in self._contents:
            content = (self._folder / file).read_bytes()
            if file.endswith(".js"):
                content = IMPORT.sub(partial(self._imported, Path(file).parent), content)
            self._contents[file] = content
        return self._contents[file]

    def _imported(self, folder: Path, match: re.Match[bytes]) -> bytes:
        """What a script of a folder imports; words of a vendored bundle that only look like it stay."""
        file = folder / match[2].decode()
        if folder.parts and not (self._folder / file).is_file():
            return match[0]
        name = Path(self.name(file.as_posix())).relative_to(folder)
        return b'%s"./%s"' % (match[1], name.as_posix().encode())


@cache
def names(folder: Path = STATIC) -> Mapping[str, str]:
    """The name of each file with its fingerprint. NotMade when one of them is not ready to be served."""
    file_names = Fingerprints(folder).names
    missing = sorted(file for file, name in file_names.items() if not (folder / DIST / name).exists())
    if missing:
        raise NotMade(f"Run `make setup`: static/dist lacks the present {', '.join(missing)}")
    return file_names


def install(app: Flask, headers: Mapping[str, str]) -> None:
    """Serve them with `headers`, and have `url_for("static", …)` name them; a debugged app takes them as they are."""
    app.view_functions["static"] = as_it_is_now
    if app.debug:
        return
    file_names = names()

    def name_contents(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static":
            values["filename"] = file_names[values["filename"]]

    def add_headers(answer: Any, path: str, url: str) -> None:
        for header, value in {**headers, "Cache-Control": KEPT}.items():
            answer[header] = value

    app.url_defaults(name_contents)
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app, STATIC / DIST, "static", allow_all_origins=False, add_headers_function=add_headers
    )


@web.needs(Can.ENTER)
def as_it_is_now(filename: str) -> Response:
    """A file by its own name, or by the fingerprint of another release: what is there now, asked for anew each time."""
    return current_app.send_static_file(FINGERPRINT.sub("", filename))


def make(folder: Path = STATIC) -> None:
    """Write what is new into its dist. What is there stays: a server that runs, and pages that are open, ask for it."""
    fingerprints = Fingerprints(folder)
    for file, name in fingerprints.names.items():
        if not (folder / DIST / name).exists():
            _write(folder / DIST / name, fingerprints.content(file))


def _write(path: Path, content: bytes) -> None:
    """A file and its compressed ones, itself last: where it is, all are whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for suffix, smaller in ((".br", brotli.compress(content)), (".gz", gzip.compress(content, mtime=0))):
        if len(smaller) < len(content):
            path.with_name(path.name + suffix).write_bytes(smaller)
    path.write_bytes(content)


if __name__ == "__main__":
    make()
