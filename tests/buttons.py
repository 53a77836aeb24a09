"""The buttons of a page: found in its HTML as a browser finds them, and pressed with every field filled in."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from werkzeug.test import TestResponse

from tests.people import Person
from tracker.core import clock

# What people fill in, by the field's name.
ANSWERS = {
    "bases": "TTHS-88",
    "legal_basis": "crime_report",
    "ask_again_on": f"{clock.today():%d/%m/%Y}",
    "bytes": "1048576",
    "file_name": "cam01_2030.dav",
    "medium": "USB",
    "note": "Xem lại giờ",
    "outcome": "decisive",
    "reason": "broken",
    "purpose": "Tìm xe bị mất",
    "received_by": "Nguyễn Văn Minh",
    "seal_number": "12",
    "sha256": "a" * 64,
    "status": "clarified",
}


@dataclass
class Button:
    """A button of a form, or a link that looks like one: where it leads, what is sent with it."""

    url: str
    sends: bool = True
    fields: dict[str, str] = field(default_factory=dict)
    text: str = ""

    @property
    def step(self) -> str:
        """The last word of the address: which step a button of a request or a line takes."""
        return self.url.split("?")[0].rsplit("/", 1)[1]

    def press(self, person: Person) -> TestResponse:
        """Press it, every empty field filled in: a form must be taken, a link must open. What was opened or led to."""
        if not self.sends:
            return person.get(self.url)
        filled = {name: value or ANSWERS.get(name, "") for name, value in self.fields.items() if name != "csrf_token"}
        return person.get(person.post(self.url, filled).location)


class _Page(HTMLParser):
    """The main part of a page: its forms with their fields and buttons, its links that look like buttons."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url, self.inside, self.open = url, False, False
        self.buttons: list[Button] = []
        self._form: dict[str, Any] = {}
        self._named = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.inside = self.inside or tag == "main"
        if not self.inside:
            return
        if tag == "form":
            self._form = {
                "url": attributes.get("action", self.url),
                "sends": attributes.get("method") == "post",
                "fields": {},
            }
        elif tag in ("input", "textarea", "select") and "name" in attributes:
            self._form["fields"][attributes["name"]] = attributes.get("value", "")
        elif tag == "button" and self._form.get("sends") and attributes.get("type") != "button":
            button_fields = {attributes["name"]: attributes["value"]} if "name" in attributes else {}
            url, fields = attributes.get("formaction", self._form["url"]), self._form["fields"] | button_fields
            self._add(Button(url, fields=fields))
        elif tag == "a" and "btn" in attributes.get("class", "").split():
            self._add(Button(attributes["href"], sends=False))

    def handle_endtag(self, tag: str) -> None:
        self.open = self.open and tag not in ("a", "button")
        if tag == "main":
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.open:
            self.buttons[-1].text += data

    def _add(self, button: Button) -> None:
        self.buttons.append(button)
        self.open = True


def buttons(person: Person, url: str) -> list[Button]:
    """The buttons that a page has for somebody; none where it does not open."""
    answer = person.client.get(url)
    assert answer.status_code in (200, 403, 404), f"{answer.status_code} {url}"
    if answer.status_code != 200:
        return []
    page = _Page(url)
    page.feed(answer.text)
    return page.buttons
