"""The two languages: every Vietnamese word that people see is marked and translated, and shown in English if asked."""

import ast
import re
from collections.abc import Iterable
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask
from flask_babel import Domain

from tests import words_in_data
from tests.cast import Cast
from tests.people import People, Person
from tracker.cases.transitions import Field

ROOT = Path(__file__).parent.parent
PO = ROOT / "tracker" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
VIETNAMESE = re.compile(r"[àáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]", re.IGNORECASE)
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}|%%")
MARKERS = {"_", "_l", "N_", "gettext", "lazy_gettext", "ngettext"}
# Names stay Vietnamese in English: of wards, streets, islands, kinds of documents; and «what must be written so».
NAMES = re.compile(
    r"Camera giám sát ANTT phường Hạc Thành|Phường Hạc Thành|Ngã tư Nguyễn Trãi – Hạc Thành|QĐ-UBND|«[^»]*»"
    r"|Hoàng Sa|Trường Sa|Vườn Hoa|Nguyễn Trãi|Lê Lợi"
)
# Vietnamese that is not for translating: what the command line says (it has one language), what the demonstration is
# made of, words that are looked for in the names of places, lists that the country's own register gives out and reads
# again, alphabets.
UNMARKED = re.compile(
    r"tracker/(cli/.*|demo/.*|exchange/(exports/(file_writers|column_guide|rules)|imports/(tcvn3|samples))|core/vietnamese"
    r"|register/streets/names)\.py"
)
# And by word: the sample list, how units' names begin, how a column without a name is told, how ranges are written; and
# what is written into the register as a reason or as evidence, where it stays as it was written.
NO_WORDS = {
    *("Ngã tư Nguyễn Trãi – Hạc Thành", "2 Nguyễn Trãi", "Tỉnh", "Thành phố", " (cột ", "(chỉ xem)", " ngày ", "triệu"),
    *("(?:khoảng|tầm|chừng|từ|hơn|trên|ít nhất|tối thiểu|~|≈|>=|≥|>)?", "(ngày|ngay|hôm|d|days?|tuần|tuan)?", "Số "),
    *("Sửa hàng loạt #", "hoàn tác", "Nhập danh sách", "Mô hình kết thúc", "Cán bộ phường, xã xác định"),
    *("Người nhận: {name}", "Sổ cũ không ghi ngày", "Nhập từ sổ cũ"),
    *("Theo ranh giới", "Hệ thống", "Đợt kiểm tra «", " (sự cố ", "Đã sửa (sự cố ", "Đầu ghi "),
    "Đã rời đầu ghi đang có sự cố",
    "Công an ",
    "CAĐK",
    "[A-ZĐ0-9][A-ZĐ0-9-]{0,19}",
}


@pytest.fixture(scope="module")
def extracted() -> dict[str, Message]:
    """What `make messages` would gather now, by its first key."""
    words = re.findall(r"-k (\S+)", (ROOT / "Makefile").read_text())
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    catalog = Catalog()
    keywords = {**DEFAULT_KEYWORDS, **parse_keywords(words)}
    for _, _, key, _, _ in extract_from_dir(ROOT, methods, options, keywords, directory_filter=_ours):
        catalog.add(key)
    return by_key(catalog)


def _ours(folder: str) -> bool:
    return Path(folder).name not in {"node_modules", "instance", "static"} and not Path(folder).name.startswith(".")


def by_key(catalog: Catalog) -> dict[str, Message]:
    """The messages of a catalogue by their first key, the header left out."""
    return {_keys(message)[0]: message for message in catalog if message.id}


def _keys(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _words(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def placeholders(text: str) -> list[str]:
    """What of a text is filled in later."""
    return sorted(PLACEHOLDER.findall(text))


def unlike(messages: Iterable[Message]) -> list[str]:
    """The keys whose translation fills in something else."""
    return [
        key
        for message in messages
        for key, words in zip(_keys(message), _words(message), strict=True)
        if placeholders(key) != placeholders(words)
    ]


def hidden_in_f_strings(source: str) -> list[int]:
    """The lines where words to translate stand inside an f-string, or are one: not every Python extracts those."""
    nodes = list(ast.walk(ast.parse(source)))
    calls = [node for node in nodes if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKERS]
    inside = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    return [call.lineno for call in calls if any(id(node) in inside for node in (call, *call.args))]


def unmarked(source: str, marked_texts: Iterable[str]) -> list[str]:
    """The Vietnamese in a module's strings that is no translation key; docstrings are for those who read code."""
    tree = ast.parse(source)
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docstrings]
    vietnamese = [node.value for node in texts if isinstance(node.value, str) and VIETNAMESE.search(node.value)]
    return [text for text in vietnamese if text not in marked_texts and "\\" not in text]  # a backslash: a pattern


@pytest.fixture(scope="module")
def english() -> Catalog:
    """The English catalogue."""
    with PO.open("rb") as file:
        return read_po(file, locale="en", abort_invalid=True)


@pytest.fixture(scope="module")
def compiled(english: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The English catalogue as the app reads it, in a folder of its own."""
    folder = tmp_path_factory.mktemp("translations")
    path = folder / "en" / "LC_MESSAGES" / "messages.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, english)
    return folder


@pytest.fixture
def in_english(app: Flask, compiled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The app with the catalogue of now, whatever was compiled before."""
    with app.app_context():
        monkeypatch.setattr(app.extensions["babel"].instance, "domain_instance", Domain(str(compiled)))


def test_every_word_that_is_marked_has_its_english(extracted: dict[str, Message], english: Catalog) -> None:
    translated = by_key(english)
    assert [key for key in extracted if key not in translated or not all(_words(translated[key]))] == []


def test_nothing_is_kept_that_the_code_no_longer_says(extracted: dict[str, Message], english: Catalog) -> None:
    assert sorted(by_key(english).keys() - extracted.keys()) == []
    assert not english.obsolete


def test_what_is_counted_has_one_and_many(extracted: dict[str, Message], english: Catalog) -> None:
    plural_keys = {key for key, message in extracted.items() if message.pluralizable}
    assert plural_keys == {key for key, message in by_key(english).items() if message.pluralizable}
    assert english.plural_expr == "(n != 1)"


def test_what_is_filled_in_is_the_same_in_both_languages(english: Catalog) -> None:
    assert unlike([Message("%(n)s trên {most}", "{most} of %(m)s"), Message("90%%", "90%%")]) == ["%(n)s trên {most}"]
    assert unlike(message for message in english if message.id) == []


def test_nobody_guessed_and_nothing_was_left_vietnamese(english: Catalog) -> None:
    texts = [NAMES.sub("", words) for message in english if message.id for words in _words(message)]
    assert [text for text in texts if VIETNAMESE.search(text)] == []
    assert [message.id for message in english if message.fuzzy] == []


def test_no_words_hide_in_an_f_string() -> None:
    assert sorted(hidden_in_f_strings('f"{a} {gettext(\'ngày\')}"\n_(f"Có {n}")\n_("Có")')) == [1, 2]
    assert {path.name: lines for path in _modules() if (lines := hidden_in_f_strings(path.read_text()))} == {}


def test_no_module_speaks_vietnamese_without_marking_it(extracted: dict[str, Message]) -> None:
    assert unmarked('"""Đã."""\nx = N_("Đã ghi.")\ny = "Đã lưu."', {"Đã ghi."}) == ["Đã lưu."]
    marked_texts = NO_WORDS | {key for message in extracted.values() for key in _keys(message)}
    paths = [path for path in _modules() if not UNMARKED.fullmatch(path.relative_to(ROOT).as_posix())]
    assert {path.name: texts for path in paths if (texts := unmarked(path.read_text(), marked_texts))} == {}


def test_what_is_said_through_data_is_marked_where_it_is_written(extracted: dict[str, Message]) -> None:
    unmarked_row = ModuleType("made_up")
    vars(unmarked_row)["STEPS"] = {"x": Field("x", "Chua danh dau"), "y": Field("y", "Lý do")}
    assert [text for _, text in words_in_data.words_of_rows([unmarked_row])] == ["Chua danh dau", "Lý do"]
    in_enums, in_rows = set(words_in_data.words_of_enums()), set(words_in_data.words_of_rows(words_in_data.modules()))
    assert min(len(in_enums), len(in_rows)) > 100
    assert sorted((place, text) for place, text in in_enums | in_rows if text not in extracted) == []


def _modules() -> list[Path]:
    return sorted((ROOT / "tracker").rglob("*.py"))


def test_no_template_speaks_vietnamese_without_marking_it() -> None:
    works = re.compile(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
    pages = sorted((ROOT / "templates").rglob("*.html"))
    assert [path.name for path in pages if VIETNAMESE.search(works.sub("", path.read_text()))] == []


@pytest.mark.usefixtures("in_english")
def test_a_stranger_who_asks_for_english_sees_no_vietnamese(people: People) -> None:
    stranger = people.stranger()
    assert "Đăng nhập" in stranger.get("/login").text
    page = _turned(stranger).get("/login").text
    assert "Log in" in page
    assert VIETNAMESE.findall(page.replace("Tiếng Việt", "")) == []


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize("login", ["lan", "minh", "thuy", "an", "binh"])
def test_every_page_of_the_menu_is_english(people: People, cast: Cast, login: str) -> None:
    cast.request(cast.camera())
    person = _turned(getattr(people, login))
    home = person.get("/").text
    menu = set(re.findall(r'href="(/[a-z]*)"', home[home.index('class="menu"') : home.index("</nav>")]))
    assert len(menu) > 2
    assert {url: vietnamese for url in sorted(menu) if (vietnamese := untranslated(person.get(url).text))} == {}


@pytest.mark.usefixtures("in_english")
def test_a_refusal_and_a_fault_in_a_form_are_english(people: People) -> None:
    minh = _turned(people.minh)
    assert "You are not permitted to do this." in minh.get("/accounts", 403).text
    wrong = minh.post("/incidents/new", {"place": "Chợ"}, 422).text
    assert "This field is needed." in wrong
    assert untranslated(wrong) == set()


@pytest.mark.usefixtures("in_english")
def test_a_list_is_named_in_the_plural_and_its_column_in_the_singular(people: People, cast: Cast) -> None:
    cast.request(cast.camera())
    page = _turned(people.minh).get("/incidents").text
    assert "<h1>Incidents</h1>" in page
    assert "Incidents</a></li>" in page
    assert '<th scope="col">Incident</th>' in people.minh.get("/extractions").text


def _turned(person: Person) -> Person:
    """The same person, having asked for English."""
    person.post("/language/en", {"next": "/login"})
    return person


class _Texts(HTMLParser):
    """Every text of a page, and every attribute that is read out or shown."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_data(self, data: str) -> None:
        self.found.add(" ".join(data.split()))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {str(value) for name, value in attrs if name in {"aria-label", "title", "placeholder"} and value}


def untranslated(html: str) -> set[str]:
    """The texts of a page that are Vietnamese translation keys: data may be Vietnamese, the words around them not."""
    page = _Texts()
    page.feed(html)
    return _vietnamese_keys() & page.found


@cache
def _vietnamese_keys() -> frozenset[str]:
    with PO.open("rb") as file:
        return frozenset(key for key in by_key(read_po(file, locale="en")) if VIETNAMESE.search(key))
