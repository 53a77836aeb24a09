"""A database at a scale with the app before it: filled, served, signed in to as each role."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import URL, create_engine, select, text

import config
from bench import processes
from bench.served import Browser, Served
from tests import postgres
from tracker import tables
from tracker.accounts.passwords import Passwords
from tracker.app import create_app
from tracker.cases.extractions.models import ExtractionRequest
from tracker.cases.incidents.models import Incident
from tracker.core import clock
from tracker.core.database import Database
from tracker.core.permissions import Role
from tracker.demo.rules import PASSWORD
from tracker.demo.scale import actions
from tracker.demo.scale.sizes import DENSE_WARD, HOME, Scale
from tracker.demo.scale.territory import SHOWN
from tracker.register.cameras.models import Camera
from tracker.territory.units.models import Unit
from tracker.territory.wards.models import Ward

KEY = "of-the-bench-only-" + "x" * 32
# Safe as in production; statistics are gathered once, so that nothing else runs while something is measured.
SETTINGS = "-c shared_buffers=1GB -c max_wal_size=4GB -c work_mem=16MB -c autovacuum=off"


class Site:
    """The app on one database. `name` is the database's kind, and its scale where there are several."""

    def __init__(self, name: str, scale: Scale, url: str, folder: Path, postmaster: int | None) -> None:
        self.name, self.scale, self.postmaster = name, scale, postmaster
        self.database = Database(url)
        self._fill()
        settings = {"DATABASE_URL": url, "TRACKER_COOKIE_SECURE": "off", "TRACKER_SECRET_KEY": KEY}
        self.served = Served("wsgi:app", folder, settings)
        self.people = {role: self._browser(login) for role, login in SHOWN.items()}
        self.ids = self._ids()
        self.app = create_app(config.for_tests(url, files=str(folder / "files")))
        self._clients: dict[Role, FlaskClient] = {}

    def _fill(self) -> None:
        tables.upgrade(self.database)
        with self.database.writing() as session:
            actions.load(session, self.scale, clock.now(), Passwords(8, 1).hash(PASSWORD), lambda share: None)
        if not self.database.embedded:
            with self.database.engine.connect() as connection:
                connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM ANALYZE"))

    def _browser(self, login: str) -> Browser:
        browser = Browser(self.served.address)
        browser.sign_in(login, PASSWORD)
        return browser

    def another(self, role: Role) -> Browser:
        """One more browser of the person of a role."""
        return self._browser(SHOWN[role])

    def _ids(self) -> dict[str, int]:
        """What is asked for by number: all of them in the dense ward, as far as that can be."""
        with self.database.reading() as session:
            ward_id = select(Ward.id).where(Ward.code == DENSE_WARD, Ward.valid_to.is_(None)).scalar_subquery()
            happened = Incident.occurred_to < clock.now() - timedelta(days=3)
            of_province = select(Unit.id).where(Unit.code == f"{HOME}-PC02").scalar_subquery()
            incidents = select(Incident.id).where(
                Incident.ward_id == ward_id, Incident.unit_id == of_province, happened
            )
            incident_id = session.scalars(incidents.order_by(Incident.id.desc()).limit(1)).one()
            request_ids = select(ExtractionRequest.id).where(ExtractionRequest.filed_at.is_not(None))
            of_incident = request_ids.where(ExtractionRequest.incident_id == incident_id)
            request_id = session.scalars(of_incident.limit(1)).first() or session.scalars(request_ids.limit(1)).one()
            cameras = select(Camera.id).where(Camera.ward_id == ward_id, Camera.removed_on.is_(None))
            camera_id = session.scalars(cameras.order_by(Camera.id).limit(1)).one()
        return {"camera": camera_id, "incident": incident_id, "request": request_id}

    def cpu(self) -> tuple[float, float]:
        """Seconds that the server, and all processes of the database, have spent so far."""
        return self.served.cpu(), processes.cpu(self.postmaster) if self.postmaster else 0.0

    def sql_cpu(self) -> tuple[float, float]:
        """Seconds that this process, and all processes of the database, have spent so far: for bare statements."""
        return time.process_time(), self.cpu()[1]

    def client(self, role: Role) -> FlaskClient:
        """The person of a role at the app within this process, where statements can be counted."""
        if role not in self._clients:
            self._clients[role] = client = self.app.test_client()
            token = client.get("/login").text.partition('name="csrf_token" value="')[2].split('"')[0]
            client.post("/login", data={"csrf_token": token, "login": SHOWN[role], "password": PASSWORD})
        return self._clients[role]

    def close(self) -> None:
        """Stop the server, let go of the database."""
        self.served.close()
        self.database.dispose()
        self.app.extensions["tracker_database"].dispose()


@contextmanager
def cluster() -> Iterator[tuple[URL, int]]:
    """A PostgreSQL of the bench's own, which keeps what it was given, and the number of its first process."""
    with postgres.server(SETTINGS, tempfile.gettempdir()) as url:
        yield url, int((Path(str(url.query["host"])) / "data" / "postmaster.pid").read_text().split()[0])


def new_database(server: URL, name: str) -> str:
    """The address of a new database of a server."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return server.set(database=name).render_as_string(hide_password=False)
