"""Steps that tests of shares and seals begin with: the case, and what people of the cast decide about it."""

from typing import Any

from tests.cast import Cast
from tests.people import Person
from tracker.cases.extractions.models import ExtractionRequest
from tracker.cases.incidents.models import Incident

SECRET = "Bí mật của vụ việc"
REASON = "Theo chỉ đạo của Thủ trưởng"


def a_case(cast: Cast, **values: Any) -> ExtractionRequest:
    """Minh's filed request in an incident of his, with codes that no other will get."""
    incident = cast.incident(summary=SECRET, code="VV-90001/2026", **values)
    return cast.request(incident=incident, code="YC-90001/2026")


def of_case(cast: Cast, case: ExtractionRequest) -> Incident:
    """The incident of a request, as it stands now."""
    with cast.database.reading() as session:
        return session.get_one(Incident, case.incident_id)


def share(person: Person, case: ExtractionRequest, unit: str = "38-PC08", status: int = 201) -> Any:
    """Somebody shares an incident with a unit."""
    url = f"/api/v1/access/incidents/{case.incident_id}/share"
    return person.json("POST", url, {"unit": unit, "reason": REASON}, status)


def seal(cast: Cast, person: Person, case: ExtractionRequest, *readers: str, status: int = 200) -> Any:
    """Somebody seals an incident to some people."""
    body = {"readers": list(readers), "reason": REASON, "version": of_case(cast, case).version}
    return person.json("POST", f"/api/v1/access/incidents/{case.incident_id}/seal", body, status)


def unseal(cast: Cast, person: Person, case: ExtractionRequest, status: int = 200) -> Any:
    """Somebody opens an incident again."""
    body = {"reason": REASON, "version": of_case(cast, case).version}
    return person.json("POST", f"/api/v1/access/incidents/{case.incident_id}/unseal", body, status)


def add_reader(person: Person, case: ExtractionRequest, to: str, status: int = 200) -> Any:
    """Somebody lets one more person know of a sealed incident."""
    url = f"/api/v1/access/incidents/{case.incident_id}/readers"
    return person.json("POST", url, {"to": to, "reason": REASON}, status)


def remove_reader(person: Person, case: ExtractionRequest, user_id: int, status: int = 200) -> Any:
    """Somebody lets a person know of a sealed incident no longer."""
    url = f"/api/v1/access/incidents/{case.incident_id}/readers/{user_id}/remove"
    return person.json("POST", url, {"reason": REASON}, status)
