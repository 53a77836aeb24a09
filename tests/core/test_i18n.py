"""Coded words: what a state looks like stands beside it, and the page has the means to show it."""

from collections.abc import Iterator
from pathlib import Path

from flask import Flask, render_template_string

from tracker.core.i18n import LabeledEnum, Look
from tracker.web.assets import ICONS

STYLES = Path(__file__).parents[2] / "tracker" / "static" / "app.css"


class Weather(LabeledEnum):
    """A made-up state."""

    SUN = "sun", "Nắng", Look.SUCCESS, "check-circle"
    RAIN = "rain", "Mưa"


def words() -> Iterator[LabeledEnum]:
    """Every coded word of the app."""
    for kind in LabeledEnum.__subclasses__():
        yield from kind


def drawn(state: LabeledEnum) -> str:
    return render_template_string('{% from "macros/parts.html" import chip %}{{ chip(state) }}', state=state)


def test_a_new_state_is_drawn_by_what_stands_beside_it(app: Flask) -> None:
    with app.test_request_context():
        sun, rain = drawn(Weather.SUN), drawn(Weather.RAIN)
    assert ('class="chip chip-success"' in sun, "#check-circle" in sun, "Nắng" in sun) == (True, True, True)
    assert rain == '<span class="chip chip-neutral">Mưa</span>'


def test_every_look_has_its_colours() -> None:
    assert [look for look in Look if f".chip-{look} {{" not in STYLES.read_text().replace(",", " {")] == []


def test_every_icon_of_a_state_is_in_the_sprite() -> None:
    icons = {word.icon for word in words()} - {""}
    assert len(icons) > 10
    assert icons <= set(ICONS)
