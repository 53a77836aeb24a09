"""Rules: files of map programs as tables: KML and KMZ, GPX, GeoJSON. A point is a row, other shapes are passed over.

XML with a document type is refused before anything in it is expanded: no program writes one, and entities that grow
or fetch need one. An archive is weighed before it is unpacked.
"""

import html
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

import orjson

from tracker.core import errors, spreadsheets
from tracker.core.i18n import N_
from tracker.core.vietnamese import clean
from tracker.exchange.imports.rules import Field

LATITUDE, LONGITUDE, NAME, NOTE, CODE, ADDRESS = (
    Field(name).text for name in ("latitude", "longitude", "name", "note", "code", "address")
)
FOLDER = N_("Thư mục")
MOST_BYTES = 50 * 1024**2  # of the one file in an archive
DEEPEST = 200

BROKEN = N_("Tệp bản đồ này bị hỏng hoặc bị cắt dở. Hãy xuất lại từ phần mềm bản đồ rồi gửi.")
NO_DOCTYPE = N_("Tệp này có phần khai báo DOCTYPE nên không được đọc. Hãy xuất lại từ phần mềm bản đồ.")
NO_POINTS = N_("Tệp bản đồ này không có điểm nào, chỉ có đường hoặc vùng.")
OTHER_GRID = N_("Tệp GeoJSON này không ghi kinh độ, vĩ độ (WGS 84). Hãy xuất lại ở hệ EPSG:4326.")
NETWORK_LINK = N_("Tệp KML này chỉ chứa đường dẫn tới bản đồ trên mạng. Hãy xuất lại, bỏ chọn «cập nhật qua mạng».")

_XML = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:\?xml|!DOCTYPE|!--|kml\b|gpx\b|\w+:kml\b)", re.IGNORECASE)
_ROOT = re.compile(rb"<(?:\w+:)?(kml|gpx)[\s>]", re.IGNORECASE)
_CODE = re.compile(r"([A-Z]{1,8}(?:[-_. ]?[A-Z]{1,8})?[-_. ]?\d{1,6}(?:[-_.]\d{1,4})?)(?=$|[\s:–—,;(-])")
_TAGS = re.compile(r"<[^<>]*>")
_WORLD = re.compile(r"CRS84|4326|4979", re.IGNORECASE)
_TEXTS = {"name": NAME, "description": NOTE, "desc": NOTE, "address": ADDRESS}


@dataclass
class MapTable:
    """What a file of a map says: headers, a row for each point, and what is no point (number, what it is called)."""

    headers: list[str]
    rows: list[tuple[int, list[str]]]
    remarks: list[tuple[int, str]] = field(default_factory=list)


def read(content: bytes) -> MapTable | None:
    """The points of a file of a map program; None when it is none. Invalid at `file`."""
    if content.startswith(spreadsheets.ZIPPED):
        kml = _kml_in(content)
        return _table(_xml_features(kml)) if kml is not None else None
    if _XML.match(content) and _ROOT.search(content[:20_000]):
        return _table(_xml_features(content))
    features = _json_features(content)
    return _table(features) if features is not None else None


def _refused(words: str) -> errors.Invalid:
    return errors.Invalid({"file": words})


def _kml_in(content: bytes) -> bytes | None:
    """The KML of a KMZ; None of any other archive. CannotOpen for one that would unpack to too much."""
    names = _names_in(content)
    kml_names = [name for name in names if name.lower().endswith(".kml")]
    if not kml_names or "[Content_Types].xml" in names:
        return None
    spreadsheets.check_archive_size(content)
    first_name = min(kml_names, key=lambda name: (name.lower() != "doc.kml", name))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(first_name) as member:
            kml = member.read(MOST_BYTES + 1)
    except Exception as error:  # zipfile has no common base for what broken archives make it raise
        raise _refused(BROKEN) from error
    if len(kml) > MOST_BYTES:
        raise spreadsheets.CannotOpen(spreadsheets.OpenFailure.TOO_BIG)
    return kml


def _names_in(content: bytes) -> list[str]:
    """What an archive holds; nothing where it cannot be read: whoever opens workbooks says so."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.namelist()
    except Exception:  # as above
        return []


@dataclass
class _Feature:
    """One thing on a map: what is said of it, by header, and where it is if it is a point, as written."""

    facts: dict[str, str] = field(default_factory=dict)
    place: tuple[str, str] | None = None  # latitude, longitude


class _XmlReader:
    """Reads KML and GPX element by element."""

    def __init__(self) -> None:
        self.features: list[_Feature] = []
        self.links = 0
        self._path: list[str] = []
        self._folders: dict[int, str] = {}
        self._feature: _Feature | None = None
        self._text: list[str] = []
        self._data_name = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        name = tag.rpartition(":")[2]
        self._path.append(name)
        if len(self._path) > DEEPEST:
            raise _refused(BROKEN)
        self._text = []
        self.links += name == "NetworkLink"
        if name in ("Placemark", "wpt"):
            self._feature = _Feature()
            if name == "wpt":
                self._feature.place = (attributes.get("lat", ""), attributes.get("lon", ""))
            elif folders := " / ".join(self._folders[depth] for depth in sorted(self._folders)):
                self._feature.facts[FOLDER] = folders
        if name in ("Data", "SimpleData"):
            self._data_name = clean(attributes.get("name", ""))

    def text(self, data: str) -> None:
        """Characters within an element."""
        self._text.append(data)

    def end(self, tag: str) -> None:
        """An element ends."""
        name, text = tag.rpartition(":")[2], "".join(self._text)
        self._path.pop()
        parent = self._path[-1] if self._path else ""
        if self._feature is not None:
            self._take(self._feature, name, parent, text)
        elif name == "name" and parent == "Folder":
            self._folders[len(self._path)] = _words(text)
        if name == "Folder":
            self._folders.pop(len(self._path) + 1, None)
        if name in ("Placemark", "wpt") and self._feature is not None:
            self.features.append(self._feature)
            self._feature = None
        self._text = []

    def _take(self, feature: _Feature, name: str, parent: str, text: str) -> None:
        if name in _TEXTS and parent in ("Placemark", "wpt"):
            feature.facts[_TEXTS[name]] = _words(text)
        elif name == "coordinates" and parent == "Point" and feature.place is None:
            longitude, _, behind = text.strip().partition(",")
            feature.place = (behind.partition(",")[0].strip(), longitude.strip())
        elif (name == "value" and parent == "Data") or name == "SimpleData":
            feature.facts.setdefault(self._data_name, _words(text))


def _words(text: str) -> str:
    """A text of a map without the tags that programs put into it."""
    return clean(html.unescape(_TAGS.sub(" ", text)))


def _no_doctype(*_: object) -> None:
    raise _refused(NO_DOCTYPE)


def _xml_features(content: bytes) -> list[_Feature]:
    reader, parser = _XmlReader(), expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _no_doctype
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(content.lstrip(), True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise _refused(BROKEN) from error
    if reader.links and not reader.features:
        raise _refused(NETWORK_LINK)
    return reader.features


def _json_features(content: bytes) -> list[_Feature] | None:
    """The features of GeoJSON, and the nodes of Overpass; None when it is none of them."""
    if not re.match(rb"\s*(?:\xef\xbb\xbf)?\s*\{", content):
        return None
    is_map = re.search(rb'"type"\s*:\s*"(?:FeatureCollection|Feature)"|"elements"\s*:\s*\[', content[:20_000])
    try:
        data = orjson.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        if is_map:
            raise _refused(BROKEN) from error
        return None
    things = _things(data)
    return None if things is None else [_json_feature(thing) for thing in things if isinstance(thing, dict)]


def _things(data: dict[str, Any]) -> list[Any] | None:
    crs = data.get("crs")
    if crs and not _WORLD.search(str(crs)):
        raise _refused(OTHER_GRID)
    if data.get("type") == "Feature":
        return [data]
    key = "features" if data.get("type") == "FeatureCollection" else "elements"
    return data[key] if isinstance(data.get(key), list) else None


def _json_feature(thing: dict[str, Any]) -> _Feature:
    geometry, properties = thing.get("geometry"), thing.get("properties") or thing.get("tags")
    feature = _Feature({clean(str(name)): _value(value) for name, value in _items(properties)})
    place = geometry.get("coordinates") if isinstance(geometry, dict) and geometry.get("type") == "Point" else None
    if isinstance(place, list) and len(place) > 1:
        feature.place = (_value(place[1]), _value(place[0]))
    elif "lat" in thing and "lon" in thing:
        feature.place = (_value(thing["lat"]), _value(thing["lon"]))
    return feature


def _items(properties: Any) -> Iterator[tuple[str, Any]]:
    yield from properties.items() if isinstance(properties, dict) else ()


def _value(value: Any) -> str:
    if value is None or isinstance(value, (dict, list)):
        return ""
    return repr(value) if isinstance(value, float) else str(value)


def _table(features: list[_Feature]) -> MapTable:
    """The points as rows, in the order of the file, each with its number from 1."""
    points = [(number, each) for number, each in enumerate(features, 1) if each.place is not None]
    if not points:
        raise _refused(NO_POINTS)
    _add_codes([each for _, each in points])
    names = dict.fromkeys(name for _, each in points for name in each.facts)
    leading = [name for name in (CODE, NAME) if name in names]
    headers = [*leading, LATITUDE, LONGITUDE, *(name for name in names if name not in leading)]
    rows = [(number, [_cell(each, header) for header in headers]) for number, each in points]
    remarks = [(number, each.facts.get(NAME, "")) for number, each in enumerate(features, 1) if each.place is None]
    return MapTable(headers, rows, remarks)


def _cell(feature: _Feature, header: str) -> str:
    if feature.place is not None and header in (LATITUDE, LONGITUDE):
        return feature.place[header == LONGITUDE]
    return feature.facts.get(header, "")


def _add_codes(points: list[_Feature]) -> None:
    """The codes with which all the names begin («CAM-01 Ngã tư …»), where they do, and no two with the same."""
    matches = [_CODE.match(point.facts.get(NAME, "")) for point in points]
    codes = [match[1] for match in matches if match]
    if len(codes) == len(points) == len(set(codes)) and not any(CODE in point.facts for point in points):
        for point, code in zip(points, codes, strict=True):
            point.facts[CODE] = code
