"""Rules: what counts as open, and what of it goes to a colleague. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tracker.cases.extractions.rules import RequestStatus

# Somebody has still to do something: a request that was answered waits for its outcomes and for its closing.
OPEN = (RequestStatus.DRAFT, RequestStatus.FILED, RequestStatus.APPROVED, RequestStatus.ANSWERED)


class Colleague(NamedTuple):
    """Somebody who may go on with a piece of work."""

    id: int
    login: str
    name: str
    unit: str

    @property
    def label(self) -> str:
        """Name, log-in name and unit, as they are chosen from."""
        return f"{self.name} ({self.login}) · {self.unit}"


@dataclass(frozen=True)
class Work:
    """Incidents that somebody keeps, and requests on which the person works: of these incidents or of others."""

    incidents: Sequence[Any] = field(default=())
    requests: Sequence[Any] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.incidents or self.requests)

    @property
    def unit_ids(self) -> frozenset[int]:
        """The units whose work it is."""
        return frozenset(row.unit_id for row in (*self.incidents, *self.requests))

    @property
    def incident_ids(self) -> frozenset[int]:
        """The incidents that it belongs to."""
        return frozenset(row.id for row in self.incidents) | {request.incident_id for request in self.requests}

    @property
    def counted(self) -> list[tuple[str, int]]:
        """The code of each incident with the number of its requests."""
        numbers = Counter(request.incident_id for request in self.requests)
        return [(incident.code, numbers[incident.id]) for incident in self.incidents]

    @property
    def elsewhere(self) -> list[str]:
        """The codes of requests in incidents that somebody else keeps."""
        kept_ids = {incident.id for incident in self.incidents}
        return [request.code for request in self.requests if request.incident_id not in kept_ids]
