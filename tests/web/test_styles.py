"""Styles: of Bootstrap only the parts in use, and nothing in use is missing."""

import re
from pathlib import Path

import pytest

from tests import bootstrap

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "tracker/static"
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
SHEETS = [*STATIC.glob("*.css"), bootstrap.PARTS]


def classes_of(template: str) -> set[str]:
    """The classes that a template names, those within its expressions too."""
    said = JINJA.sub(lambda match: match[0].replace('"', "'"), template)
    attributes = " ".join(re.findall(r'class="([^"]*)"', said))
    literals = " ".join(text for part in JINJA.findall(attributes) for text in re.findall(r"'([^']*)'", part))
    return set(re.findall(r"[\w-]+", f"{JINJA.sub(' ', attributes)} {literals}"))


@pytest.mark.parametrize(
    ("template", "classes"),
    [
        ('<a class="btn {{ "btn-primary" if row else \'card\' }} mt-2">', {"btn", "btn-primary", "card", "mt-2"}),
        ('<a class="btn{% if a %} active{% endif %}" id="modal">', {"btn", "active"}),
    ],
)
def test_classes_are_found_wherever_a_template_names_them(template: str, classes: set[str]) -> None:
    assert classes_of(template) == classes


def test_a_class_that_was_left_out_is_noticed() -> None:
    assert bootstrap.lost(["btn", "card", "ours"]) == ["bootstrap.scss lacks .card"]


def test_no_class_that_a_template_or_a_script_names_was_left_out() -> None:
    templates = [classes_of(path.read_text()) for path in (ROOT / "templates").rglob("*.html")]
    named = re.compile(r"""class(?:Name|List\.\w+)?\b[:=(]\s*["'`]([^"'`]*)""")
    scripts = [" ".join(named.findall(path.read_text())).split() for path in STATIC.glob("*.js")]
    assert len(set().union(*templates)) > 150
    assert bootstrap.lost(set().union(*templates, *scripts)) == []


def test_every_variable_that_a_style_takes_is_set_somewhere() -> None:
    styles = "".join(sheet.read_text() for sheet in SHEETS)
    styles += "--bs-body-text-align:;"  # which Bootstrap leaves to others to set
    taken, given = (set(re.findall(pattern, styles)) for pattern in (r"var\((--[\w-]+)\)", r"(--[\w-]+):"))
    assert len(taken) > 50
    assert taken <= given


def test_nothing_of_bootstrap_that_no_page_has_is_loaded() -> None:
    assert bootstrap.PARTS.stat().st_size < 24_000
