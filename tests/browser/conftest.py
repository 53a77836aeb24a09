"""A real server, a real Chromium. Where there is none the tests say so loudly, or fail if DEMAND_BROWSER is set."""

import os
import shutil
import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright
from waitress.server import create_server

from tests.cast import PASSWORD, Cast

QUIET = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MISSING = "NO CHROMIUM ON THIS MACHINE: the browser was NOT tested (Debian: apt-get install chromium)"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        if os.environ.get("DEMAND_BROWSER"):
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def database_url(sqlite_template: object, tmp_path: object, request: pytest.FixtureRequest) -> str:
    """The browser sees no difference between the databases: one is enough."""
    path = f"{tmp_path}/tracker.db"
    shutil.copy(str(sqlite_template), path)
    return f"sqlite:///{path}"


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

    def __init__(self, browser: Browser, server: str) -> None:
        self._browser, self._server, self._open = browser, server, list[BrowserContext]()
        self.complaints: list[str] = []

    def sit(self, login: str, *, width: int = 1280, dark: bool = False, script: bool = True) -> Page:
        """Somebody signed in, at a window `width` pixels wide."""
        context = self._browser.new_context(
            base_url=self._server,
            viewport={"width": width, "height": 800},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            locale="vi-VN",
            reduced_motion="reduce",  # a colour on its way to another is nobody's fault
        )
        self._open.append(context)
        context.route("**", self._only_ours)
        page = context.new_page()
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto("/login")
        page.get_by_label("Tên đăng nhập").fill(login)
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        page.get_by_role("heading", level=1, name="Việc của tôi").wait_for()
        return page

    def _only_ours(self, route: Route) -> None:
        if route.request.url.startswith(self._server):
            route.continue_()
        else:
            self.complaints.append(f"asked for {route.request.url}")
            route.abort()

    def close(self) -> None:
        """Everybody goes home."""
        for context in self._open:
            context.close()


@pytest.fixture
def desk(chromium: Browser, server: str) -> Iterator[Desk]:
    """Windows of a real browser on the real server; a console error or a call elsewhere fails the test."""
    desk = Desk(chromium, server)
    yield desk
    desk.close()
    assert desk.complaints == []
