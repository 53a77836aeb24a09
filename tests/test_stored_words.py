"""Words that are kept with what fills them in: each can be filled in again from how it is kept, in both languages."""

import ast
import json
import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from flask import session as cookie

import tracker
from tracker.core.i18n import filled
from tracker.exchange.imports import cells, planner, preview
from tracker.exchange.imports.rules import RowFault

CODE = Path(tracker.__file__).parent
PLACE = re.compile(r"%\((\w+)\)([a-z])")


def marked() -> dict[tuple[Path, str], str]:
    """The words of every constant that is marked with N_ and has places to be filled in, by file and name."""
    words_by_name = {}
    for file in CODE.rglob("*.py"):
        for node in ast.parse(file.read_text()).body:
            if isinstance(node, ast.Assign) and ast.unparse(node.value).startswith("N_("):
                words = ast.literal_eval(node.value.args[0])  # type: ignore[attr-defined]
                if PLACE.search(words):
                    words_by_name[file, ast.unparse(node.targets[0])] = words
    return words_by_name


MARKED = marked()


@cache
def parsed(file: Path) -> ast.Module:
    """A module of the app."""
    return ast.parse(file.read_text())


@cache
def calls(file: Path) -> Mapping[str, list[ast.Call]]:
    """By each name, with its module before it or without: the calls to which it is handed, the innermost of each."""
    by_name = defaultdict[str, list[ast.Call]](list)
    for call in ast.walk(parsed(file)):
        if isinstance(call, ast.Call):
            parts = [part for arg in call.args if not isinstance(arg, ast.Call) for part in ast.walk(arg)]
            for name in {handed(part) for part in parts} - {""}:
                by_name[name].append(call)
    return by_name


def handed(part: ast.AST) -> str:
    """The name that a part of an expression is, if it is one."""
    words = ast.unparse(part) if isinstance(part, ast.Attribute | ast.Name) else ""
    name = re.fullmatch(r"(?:[a-z_]+\.)?(\w+)", words)
    return name[1] if name else ""


def given(call: ast.Call, module: ast.Module) -> set[str]:
    """The facts that a call gives by name or in a dict, or that the module's own function which is called gives on."""
    names = {word.arg for word in call.keywords if word.arg}
    facts = [arg for arg in call.args if isinstance(arg, ast.Dict)]
    names |= {str(key.value) for each in facts for key in each.keys if isinstance(key, ast.Constant)}
    own = [part for part in module.body if isinstance(part, ast.FunctionDef) and part.name == ast.unparse(call.func)]
    inner = [part for function in own for part in ast.walk(function) if isinstance(part, ast.Call)]
    return names | {word.arg for part in inner for word in part.keywords if word.arg}


def unfilled() -> list[str]:
    """Each use of marked words that leaves a place of theirs empty."""
    wrong = []
    for (file, name), words in MARKED.items():
        for other in file.parent.glob("*.py"):
            clash = other != file and (other, name) in MARKED
            for call in () if clash else calls(other).get(name, ()):
                missing = {place for place, _ in PLACE.findall(words)} - given(call, parsed(other))
                wrong += [f"{other.name}:{call.lineno} {name} lacks {missing}"] if missing else []
    return wrong


def test_every_use_of_marked_words_gives_all_that_they_say() -> None:
    assert len(MARKED) > 25
    assert unfilled() == []


def test_a_use_that_forgets_a_fact_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    key = (CODE / "exchange" / "imports" / "planner.py", "TWICE")
    monkeypatch.setitem(MARKED, key, "%(first)s %(second)s")
    assert [each for each in unfilled() if "second" in each]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(("file", "name"), MARKED, ids=lambda part: getattr(part, "stem", part))
def test_marked_words_are_filled_in_from_how_they_are_kept(
    built_app: Flask, file: Path, name: str, language: str
) -> None:
    words = MARKED[file, name]
    facts = {place: "7" for place, _ in PLACE.findall(words)}
    fault = RowFault(3, "Mã", "code", words, dict(facts))
    stored = json.loads(json.dumps([fault.message, fault.facts]))
    with built_app.test_request_context():
        cookie["language"] = language
        sentence = preview.sentence(*stored)
    assert "7" in sentence
    assert "%(" not in sentence
    assert (sentence == fault.text) is (language == "vi")


@pytest.mark.parametrize("words", sorted(MARKED.values()))
def test_no_marked_words_ask_for_a_number(words: str) -> None:
    """What was a number may be kept as text: «%d» would then shut the page for good."""
    assert {kind for _, kind in PLACE.findall(words)} == {"s"}


def test_words_that_an_older_version_kept_are_shown_as_far_as_they_go() -> None:
    assert filled("Mã này đã có ở dòng %(first)d.", {"first": "5"}) == "Mã này đã có ở dòng 5."
    assert filled(planner.TWICE, {}) == "Mã này đã có ở dòng …."
    assert filled("đúng 100%", {}) == "đúng 100%"


def test_how_dates_were_read_is_said_from_how_it_is_kept(built_app: Flask) -> None:
    read = cells.Dates("09/03/2026", (9, 3, 2026), month_first=True, doubtful=True)
    with built_app.test_request_context():
        sentence = preview.sentence(*json.loads(json.dumps(read.told("Ngày lắp"))))
    assert "ngày 3 tháng 9 năm 2026" in sentence
