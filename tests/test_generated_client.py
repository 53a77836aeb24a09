"""A client that a stranger's program generates from the document walks the main path, through a real server."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import orjson
import pytest
from flask import Flask
from werkzeug.serving import make_server

from tests.cast import Cast
from tests.test_contract import token
from tracker.core import clock

PACKAGE = "generated_tracker_client"
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def client_package(built_app: Flask, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """The generated package. A warning of the generator would mean a call that the client lacks."""
    folder = tmp_path_factory.mktemp("client")
    document, settings = folder / "openapi.json", folder / "settings.json"
    document.write_bytes(orjson.dumps(built_app.test_client().get("/api/v1/openapi.json").get_json()))
    settings.write_bytes(orjson.dumps({"post_hooks": []}))
    _generate(document, settings, folder / PACKAGE)
    sys.path.insert(0, str(folder))
    import_module(f"{PACKAGE}.models")
    yield import_module(PACKAGE)
    sys.path.remove(str(folder))


def _generate(document: Path, settings: Path, package: Path) -> None:
    options = [
        "--meta",
        "none",
        "--fail-on-warning",
        "--path",
        document,
        "--config",
        settings,
        "--output-path",
        package,
    ]
    process = subprocess.run(
        [sys.executable, "-m", "openapi_python_client", "generate", *options],
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stdout + process.stderr


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Where the app is served."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    running = threading.Thread(target=server.serve_forever, daemon=True)
    running.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    running.join(timeout=10)
    server.server_close()


Caller = Callable[..., Any]


@pytest.fixture
def by(client_package: ModuleType, address: str, cast: Cast) -> Iterator[Callable[[str], Caller]]:
    """`by("lan")` calls as Lan, by her token; the answer is parsed, `body` given as {field: value}."""
    clients: list[Any] = []

    def sign_in(who: str) -> Caller:
        client = client_package.AuthenticatedClient(address, token(cast, who), raise_on_unexpected_status=True)
        clients.append(client.get_httpx_client())

        def call(operation: str, shape: str = "", **values: Any) -> Any:
            if shape:
                values["body"] = getattr(client_package.models, shape).from_dict(values["body"])
            module = import_module(f"{PACKAGE}.api.{operation.split('_')[0]}.{operation}")
            return module.sync(client=client, **values)

        return call

    yield sign_in
    for opened in clients:
        opened.close()


def test_a_generated_client_walks_from_the_camera_to_the_outcome(
    by: Callable[[str], Caller], client_package: ModuleType, cast: Cast
) -> None:
    lan, minh, thuy = by("lan"), by("minh"), by("thuy")
    camera = lan("cameras_register", "NewCamera", body={"code": "CAM-1", "name": "Ngã ba"})
    other = lan("cameras_register", "NewCamera", body={"code": "CAM-2", "name": "Chợ"})
    assert [row.code for row in minh("cameras_list", q="CAM-").items] == ["CAM-1", "CAM-2"]
    incident = minh("incidents_log", "NewIncident", body=an_incident(cast))
    facts = {
        **window(),
        "incident_id": incident.id,
        "legal_basis": "crime_report",
        "bases": ["TTHS-88"],
        "purpose": "Tìm xe bị mất",
    }
    draft = minh("extractions_draft", "NewRequest", body={**facts, "camera_ids": [camera.id]})
    more = minh(
        "extractions_add_lines", "LinesIn", request_id=draft.request.id, body={**window(), "camera_ids": [other.id]}
    )
    assert len(more.lines) == 2
    step(minh, more.request, "file")
    step(thuy, thuy("extractions_show", request_id=draft.request.id).request, "approve")
    handed = answered(lan, draft.lines[0].id)
    judged = minh(
        "extractions_judge", "OutcomeIn", line_id=handed.id, body={"version": handed.version, "outcome": "decisive"}
    )
    assert judged.outcome == client_package.models.Outcome.DECISIVE


def test_a_generated_client_reads_refusals(by: Callable[[str], Caller]) -> None:
    refused = by("minh")("cameras_register", "NewCamera", body={"code": "CAM-1", "name": "Ngã ba"})
    assert (refused.code, refused.message) == (403, "Bạn không có quyền làm việc này.")
    incomplete = by("lan")("cameras_register", "NewCamera", body={"code": " ", "name": "Ngã ba"})
    assert (incomplete.code, incomplete.errors.to_dict()) == (422, {"code": "Cần điền mục này."})


def an_incident(cast: Cast) -> dict[str, Any]:
    """An incident of yesterday, as JSON."""
    facts = {"type": "theft", "place": "Chợ Vườn Hoa", "ward_code": cast.hac_thanh.code, "channel": "hotline_commune"}
    return {**facts, "occurred_from": window()["window_from"], "summary": "Mất một xe máy"}


def window() -> dict[str, str]:
    """An hour of yesterday."""
    since = clock.now() - timedelta(days=1)
    return {"window_from": since.isoformat(), "window_to": (since + HOUR).isoformat()}


def step(caller: Caller, request: Any, name: str) -> None:
    """Move a request by one step."""
    shape = f"{name.capitalize()}RequestIn"
    moved = caller(f"extractions_{name}_request", shape, request_id=request.id, body={"version": request.version})
    assert moved.request.version > request.version


def answered(lan: Caller, line_id: int) -> Any:
    """A line whose footage Lan preserved, copied and handed over."""
    preserved = lan("extractions_preserve_line", "PreserveLineIn", line_id=line_id, body={"version": 1})
    copied = lan("extractions_extract_line", "ExtractLineIn", line_id=line_id, body={"version": preserved.version})
    file = {"file_name": "cam-1.mp4", "bytes": 1, "sha256": "9f" * 32, "medium": "USB", "received_by": "Minh"}
    return lan(
        "extractions_hand_over_line", "HandOverLineIn", line_id=line_id, body={**file, "version": copied.version}
    )
