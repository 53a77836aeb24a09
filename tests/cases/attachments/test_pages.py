"""Documents of an incident: sent by whoever keeps it, read by whoever may see it, every reading written down."""

import hashlib
import io
import re
from typing import Any

import pytest

from tests.crowd import crowd
from tests.jobs.files.contents import PDF, archive, image
from tests.people import People, Person
from tracker.audit_log.models import AuditEvent
from tracker.cases.attachments import actions
from tracker.cases.incidents.models import Incident
from tracker.core import errors
from tracker.jobs.files.models import FileLink, StoredFile
from tracker.jobs.files.rules import ScanState

NAME = "Biên bản làm việc.pdf"


@pytest.fixture
def incident(people: People) -> Incident:
    """Minh's."""
    return people.cast.incident()


def send(person: Person, incident: Incident, content: bytes = PDF, name: str = NAME, status: int = 302) -> Any:
    sent = {"csrf_token": person.token, "file": (io.BytesIO(content), name)}
    return person.post(f"/attachments/incidents/{incident.id}", sent, status, content_type="multipart/form-data")


def audited(people: People, action: str) -> list[AuditEvent]:
    with people.cast.database.reading() as session:
        return list(session.query(AuditEvent).filter_by(action=action).order_by(AuditEvent.seq))


def test_only_whoever_keeps_the_incident_sends_a_file(people: People, incident: Incident) -> None:
    send(people.tuan, incident, status=403)
    send(people.thuy, incident, status=403)
    send(people.lan, incident, status=403)
    people.tuan.get(f"/attachments/incidents/{incident.id}", 403)
    people.minh.get("/attachments/incidents/999", 404)
    assert people.cast.count(StoredFile) == 0
    send(people.minh, incident)
    page = people.minh.get(f"/incidents/{incident.id}").text
    assert NAME in page
    assert "chưa quét mã độc" in page


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"", "a.pdf", "Hãy chọn tệp."),
        (PDF, "", "Hãy chọn tệp."),
        (b"MZ\x90\x00" + bytes(200), "hoa-don.pdf", "Không nhận loại tệp này"),
        (b"<html><script>alert(1)</script>", "a.pdf", "Không nhận loại tệp này"),
        (archive("word/document.xml", "word/vbaProject.bin"), "a.docx", "Không nhận loại tệp này"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_at_its_field(
    people: People, incident: Incident, content: bytes, name: str, message: str
) -> None:
    page = send(people.minh, incident, content, name, 422).text
    assert message in page
    assert 'aria-invalid="true"' in page
    assert people.cast.count(StoredFile) == 0


def test_what_was_sent_comes_back_as_a_download_and_nothing_else(people: People, incident: Incident) -> None:
    send(people.minh, incident, name="../..\\Biên bản làm việc.pdf")
    answer = people.thuy.get("/files/1")
    assert answer.data == PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    name = "Bi%C3%AAn%20b%E1%BA%A3n%20l%C3%A0m%20vi%E1%BB%87c.pdf"
    assert answer.headers["Content-Disposition"] == (
        f"attachment; filename=\"bien ban lam viec.pdf\"; filename*=UTF-8''{name}"
    )
    assert answer.headers["Cache-Control"] == "no-store"
    assert ".." not in str(answer.headers)


def test_who_may_not_see_the_incident_finds_no_file(people: People, incident: Incident) -> None:
    send(people.minh, incident)
    for person in (people.lan, people.hoa, people.an, people.binh):
        person.get("/files/1", 404)
    people.stranger().get("/files/1", 302)
    people.minh.get("/files/2", 404)
    assert people.tuan.get("/files/1").data == PDF  # sees every incident today


def test_sending_reading_and_removing_are_written_down(people: People, incident: Incident) -> None:
    send(people.minh, incident)
    assert people.thuy.get("/files/1").data == PDF
    people.minh.post("/attachments/1/remove", {"reason": "Gửi nhầm"})
    added, read, removed = (audited(people, action)[0] for action in ("attachment:add", "file:read", "file:remove"))
    assert (added.subject_label, read.actor_name, removed.reason) == (incident.code, "Hoàng Thị Thủy", "Gửi nhầm")
    assert hashlib.sha256(PDF).hexdigest() in added.detail
    assert hashlib.sha256(PDF).hexdigest() in read.detail


def test_a_file_is_taken_off_with_a_reason_and_then_read_by_nobody(people: People, incident: Incident) -> None:
    send(people.minh, incident)
    people.tuan.get("/attachments/1/remove", 403)
    people.lan.get("/attachments/1/remove", 403)
    page = people.minh.post("/attachments/1/remove", {"reason": " "}, 422).text
    assert 'aria-invalid="true"' in page
    people.minh.post("/attachments/1/remove", {"reason": "Gửi nhầm"})
    people.minh.post("/attachments/1/remove", {"reason": "Gửi nhầm"}, 404)
    people.minh.get("/files/1", 404)
    page = people.minh.get(f"/incidents/{incident.id}").text
    assert "Chưa có tài liệu nào." in page
    assert "Gửi nhầm" in page  # in the history


def test_the_same_content_twice_is_two_files_and_one_content(people: People, incident: Incident) -> None:
    send(people.minh, incident)
    send(people.minh, people.cast.incident(), name="bản sao.pdf")
    people.minh.post("/attachments/1/remove", {"reason": "Gửi nhầm"})
    assert people.minh.get("/files/2").data == PDF


@pytest.mark.parametrize("state", [ScanState.PENDING, ScanState.INFECTED])
def test_what_may_hold_malware_is_named_and_not_given_out(people: People, incident: Incident, state: ScanState) -> None:
    send(people.minh, incident, image("JPEG"), "hiện trường.jpg")
    with people.cast.database.writing() as session:
        session.get_one(StoredFile, 1).scan_state = state
    assert "cách ly" in people.minh.get("/files/1", 409).text
    page = people.minh.get(f"/incidents/{incident.id}").text
    assert "hiện trường.jpg" in page
    assert "/files/1" not in page


def test_a_content_that_is_lost_is_told_as_not_found(people: People, incident: Incident) -> None:
    send(people.minh, incident)
    people.app.extensions["tracker_files"].storage.remove(hashlib.sha256(PDF).hexdigest())
    page = people.minh.get("/files/1", 404).text
    assert "/files/" not in page.replace("/files/1", "")


def test_a_content_that_was_cleaned_away_under_the_upload_is_sent_again(people: People, incident: Incident) -> None:
    store = people.app.extensions["tracker_files"]
    put = store.storage.put
    store.storage.put = lambda sha256, content: None
    send(people.minh, incident, status=503)
    store.storage.put = put
    assert people.cast.count(FileLink) == 0
    send(people.minh, incident)


def test_a_form_that_arrives_several_times_at_once_attaches_one_document(people: People, incident: Incident) -> None:
    page = people.minh.get(f"/attachments/incidents/{incident.id}").text
    match = re.search(r'name="form_key" value="([^"]+)"', page)
    assert match

    def arrive() -> int:
        minh = Person(people.app, "minh")
        content = {"csrf_token": minh.token, "form_key": match[1], "file": (io.BytesIO(PDF), NAME)}
        return minh.client.post(
            f"/attachments/incidents/{incident.id}", data=content, content_type="multipart/form-data"
        ).status_code

    assert {302} <= set(crowd(arrive)) <= {302, 409}  # 409: another of them is at it just now
    assert people.cast.count(FileLink) == 1


def test_an_incident_has_so_many_documents_and_no_more(
    people: People, incident: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST_FILES", 1)
    send(people.minh, incident)
    assert "không thêm được nữa" in send(people.minh, incident, status=422).text


def test_no_document_is_taken_off_without_a_reason(people: People, incident: Incident) -> None:
    send(people.minh, incident)
    with pytest.raises(errors.Invalid), people.cast.database.writing() as session:
        actions.remove(session, people.cast.minh, 1, "")
