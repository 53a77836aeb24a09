"""Static files: kept for good under names that tell their contents, compressed beforehand, none missing."""

import gzip
import re
from pathlib import Path

import brotli
import pytest
from flask import Flask, url_for

import config
from tests.people import People
from tracker.app import create_app
from tracker.request_hooks import security_headers
from tracker.web import static_files
from tracker.web.static_files import NotMade

ROOT = Path(__file__).parents[2]
KEPT = "public, max-age=31536000, immutable"
TEMPLATES = "".join(path.read_text() for path in (ROOT / "templates").rglob("*.html"))
OPENED = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}
FILES = sorted(static_files.names().items())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of static files, ready to be served."""
    (tmp_path / "map.js").write_text("export const scale = 1;\n" * 50)
    (tmp_path / "maps.js").write_text('import { scale } from "./map.js";\n')
    (tmp_path / "app.css").write_text("body { margin: 0; }\n" * 50)
    static_files.make(tmp_path)
    return tmp_path


@pytest.mark.parametrize("encoding", OPENED)
def test_a_browser_keeps_every_file_for_good_however_it_came(people: People, encoding: str) -> None:
    for file, name in FILES:
        with people.lan.client.get(f"/static/{name}", headers={"Accept-Encoding": encoding}) as answer:
            assert answer.status_code == 200, file
            assert answer.headers["Cache-Control"] == KEPT, file
            assert answer.headers.get("Content-Encoding", "") == encoding, file
            assert answer.headers["Vary"] == "Accept-Encoding", file
            assert "Access-Control-Allow-Origin" not in answer.headers, file
            assert OPENED[encoding](answer.data) == (ROOT / "tracker/static/dist" / name).read_bytes(), file


def test_a_kept_file_tells_a_browser_what_every_answer_tells_it(app: Flask, people: People) -> None:
    settings = app.extensions["tracker_config"]
    with people.stranger().client.get(f"/static/{static_files.names()['app.css']}") as answer:
        assert security_headers(settings, debug=False).items() <= dict(answer.headers).items()


@pytest.mark.parametrize("name", ["app.css", "app.0123456789ab.css"])
def test_a_link_of_another_release_gets_the_file_as_it_is_now(people: People, name: str) -> None:
    with people.lan.client.get(f"/static/{name}") as answer:
        assert answer.headers["Cache-Control"] == "no-cache"
        assert answer.data == (ROOT / "tracker/static/app.css").read_bytes()
    people.lan.get("/static/nothing.0123456789ab.css", 404)


def test_every_file_that_a_template_names_is_there_and_each_is_named_by_its_contents(people: People) -> None:
    named = set(re.findall(r"url_for\('static', filename='([^']+)'\)", TEMPLATES))
    assert TEMPLATES.count("url_for('static'") > 20
    assert named <= set(static_files.names())
    assert "/static/" not in TEMPLATES
    page = people.lan.get("/cameras").text
    assert set(re.findall(r'"/static/([^"#]+)[#"]', page)) <= set(static_files.names().values())


def test_a_page_that_names_a_file_which_is_not_there_fails(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(KeyError, match="no-such"):
        url_for("static", filename="no-such.css")


def test_a_file_that_changes_changes_its_name_and_that_of_whoever_imports_it(folder: Path) -> None:
    before = static_files.names(folder)
    (folder / "map.js").write_text("export const scale = 2;\n" * 50)
    static_files.make(folder)
    after = static_files.Fingerprints(folder).names
    assert {file for file in after if before[file] != after[file]} == {"map.js", "maps.js"}
    assert after["map.js"] in (folder / "dist" / after["maps.js"]).read_text()
    assert (folder / "dist" / before["map.js"]).exists()  # a server that runs still has it


def test_the_app_does_not_start_on_files_that_were_changed_afterwards(folder: Path) -> None:
    (folder / "app.css").write_text("body { margin: 1px; }\n")
    with pytest.raises(NotMade, match=r"make setup.*app\.css"):
        static_files.names(folder)


def test_whoever_changes_the_code_sees_each_file_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASK_DEBUG", "1")
    app = create_app(config.for_tests("sqlite:///nowhere"))
    with app.test_request_context():
        assert url_for("static", filename="app.css") == "/static/app.css"
    with app.test_client().get("/static/app.css") as answer:
        assert answer.headers["Cache-Control"] == "no-cache"
