"""A real server, a real Chromium. Where there is none the tests say so loudly, or fail if DEMAND_BROWSER is set."""

import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright
from waitress.server import create_server

from tests.browser import fonts
from tests.cast import PASSWORD, Cast
from tests.databases import SqliteTemplates
from tests.people import signed_in

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
MISSING = "NO CHROMIUM ON THIS MACHINE: the browser was NOT tested (Debian: apt-get install chromium)"


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Debian's Chromium, headless, with the tests' own fonts."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not program:
        if os.environ.get("DEMAND_BROWSER"):
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    environment = fonts.environment(tmp_path_factory.mktemp("fonts"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIET), env=environment)
        yield browser
        browser.close()


@pytest.fixture
def database_url(sqlite_templates: SqliteTemplates, tmp_path: Path) -> str:
    """The browser sees no difference between the databases: one is enough, and every server has people."""
    shutil.copy(sqlite_templates.peopled, tmp_path / "tracker.db")
    return f"sqlite:///{tmp_path}/tracker.db"


@pytest.fixture
def server(app: Flask, cast: Cast) -> Iterator[str]:
    """The address of the app, served by the server that `make run` uses."""
    served = create_server(app, host="127.0.0.1", port=0, threads=4)
    running = threading.Thread(target=served.run, daemon=True)
    running.start()
    yield f"http://127.0.0.1:{served.effective_port}"
    served.close()
    running.join(timeout=10)


class Desk:
    """People at windows of one browser, each with their own cookies; nothing but the server may be reached."""

    def __init__(self, browser: Browser, server: str, app: Flask) -> None:
        self._browser, self._server, self._app, self._open = browser, server, app, list[BrowserContext]()
        self.complaints: list[str] = []

    def sit(self, login: str, *, width: int = 1280, script: bool = True, by_hand: bool = False) -> Page:
        """Somebody signed in (`by_hand`: on the log-in page), at a window `width` pixels wide, with their work open."""
        context = self._browser.new_context(
            base_url=self._server,
            viewport={"width": width, "height": 800},
            color_scheme="light",
            java_script_enabled=script,
            locale="vi-VN",
            reduced_motion="reduce",  # a colour on its way to another is nobody's fault
        )
        self._open.append(context)
        context.on("request", self._only_ours)
        page = context.new_page()
        page.on("console", lambda entry: self.complaints.append(entry.text) if entry.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        if by_hand:
            page.goto("/login")
            page.get_by_label("Tên đăng nhập").fill(login)
            page.get_by_label("Mật khẩu").fill(PASSWORD)
            page.get_by_role("button", name="Đăng nhập").click()
        else:
            value, _ = signed_in(self._app, login, str(page.evaluate("navigator.userAgent")))
            context.add_cookies([{"name": "tracker", "value": value, "url": self._server}])
            page.goto("/")
        page.get_by_role("heading", level=1, name="Việc của tôi").wait_for()
        return page

    def _only_ours(self, request: Request) -> None:
        # Looking on, not standing in the way: a browser whose requests are held up keeps no file for the next page.
        if not request.url.startswith((self._server, "data:", "blob:")):
            self.complaints.append(f"asked for {request.url}")

    def close(self) -> None:
        """Everybody goes home."""
        for context in self._open:
            context.close()


@pytest.fixture(scope="session")
def browser_and_font(chromium: Browser) -> str:
    """Which browser this run has, and which font it takes where a page leaves it the choice."""
    page = chromium.new_page()
    page.set_content('<p lang="vi">Phường Hạc Thành</p>')
    page.add_style_tag(content="p { font-family: system-ui, sans-serif; }")
    description = f"Chromium {chromium.version} with {', '.join(sorted(fonts.shown_in(page, 'p')))}"
    page.close()
    return description


@pytest.fixture
def desk(
    chromium: Browser, server: str, app: Flask, browser_and_font: str, request: pytest.FixtureRequest
) -> Iterator[Desk]:
    """Windows of a real browser on the real server; a console error or a call elsewhere fails the test."""
    request.node.user_properties.append(("browser", browser_and_font))
    desk = Desk(chromium, server, app)
    yield desk
    desk.close()
    assert desk.complaints == []
