"""Rules: how one field of a camera is described: what it holds, who sees it, and where it is used, part by part."""

from dataclasses import dataclass
from enum import StrEnum

from tracker.core.i18n import N_, LabeledEnum
from tracker.core.permissions import Can
from tracker.register.cameras.rules import Sort


class Kind(StrEnum):
    """How the values of a field are typed, read, written and drawn."""

    TEXT = "text"
    LINES = "lines"  # text of several lines
    INTEGER = "integer"
    DECIMAL = "decimal"
    PIXELS = "pixels"  # the width of a picture, typed in any way in which it is sold
    DATE = "date"
    MOMENT = "moment"  # never typed: set by an action of its own
    CHOICE = "choice"  # one of the coded words in `words`
    REFERENCE = "reference"  # the id of a row of another table


NUMBERS = (Kind.INTEGER, Kind.DECIMAL)
TEXTS = (Kind.TEXT, Kind.LINES)
CHOOSE = N_("— chọn —")  # where a choice must be made


@dataclass(frozen=True, kw_only=True)
class Part:
    """One use of a field, under a `key` and a `label` of its own where it has them. Equal `order`: as in `FIELDS`."""

    order: int = 50
    key: str = ""
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class ListColumn(Part):
    """A column that the list may show, `usual` when nobody chose. `sort`: what its heading sorts by.

    `attribute` is what of a row it shows; `drawn` names the cell in cameras/_cells.html where its kind is not enough.
    """

    sort: Sort | None = None
    usual: bool = False
    attribute: str = ""
    drawn: str = ""


@dataclass(frozen=True, kw_only=True)
class FormInput(Part):
    """An input of the camera's form, in one of the rows of cameras/_fields.html; "" is the row of its kind.

    `blank` is the choice of nothing. The `hint` of a reference is shown where its number is typed, not chosen.
    """

    row: str = ""
    hint: str = ""
    blank: str = ""


@dataclass(frozen=True, kw_only=True)
class PageFact(Part):
    """A line on the camera's page, left out while empty; `drawn` names its form in cameras/_facts.html."""

    drawn: str = ""


@dataclass(frozen=True, kw_only=True)
class ImportColumn(Part):
    """A column of a list to be imported. The label is its header in a template and an export.

    `names` are headers as they are met elsewhere, folded (no diacritics, case, punctuation), with | between them.
    `read` names the reader of its cells in exchange.imports.schemas where its kind's is not enough.
    """

    names: str = ""
    read: str = ""


@dataclass(frozen=True, kw_only=True)
class ExportColumn(Part):
    """A column of an export, under the header that an import reads. `width` in characters.

    `between`: numbers outside of which a spreadsheet warns whoever types.
    """

    width: int = 16
    between: tuple[float, float] | None = None


@dataclass(frozen=True, kw_only=True)
class BulkPart(Part):
    """Something that can be set of many cameras at once; `clearable`: also to nothing.

    `most` where one bulk edit takes less text than the field. `hint` and `blank` as in FormInput.
    """

    clearable: bool = False
    hint: str = ""
    blank: str = ""
    most: int = 0


# What a plain field is used for when its row says nothing else.
COLUMN, INPUT, FACT, IMPORTED, EXPORTED = ListColumn(), FormInput(), PageFact(), ImportColumn(), ExportColumn()


@dataclass(frozen=True, kw_only=True)
class CameraField:
    """One field of a camera.

    `name` is its column in the table, its key in JSON and in the log; `label` what people call it. `most` and `least`
    bound a number, `most` alone the characters of a text. `stored`: it is a column of the table `cameras` (otherwise of
    its place, ward or owner). `searched`: the list's search finds its words; the migration that adds such a field
    makes the search keys anew. `in_rows`: JSON lists have it too. A part that is None: it is not used there.

    Whoever has the permission `seen_by` sees it, in list, page, JSON, export and timeline; maps, the finder and labels
    show columns of their own. Whoever types it must see it.
    """

    name: str
    label: str
    kind: Kind = Kind.TEXT
    most: float = 200
    least: float = 0
    unit: str = ""
    words: type[LabeledEnum] | None = None
    default: LabeledEnum | None = None
    required: bool = False
    stored: bool = True
    searched: bool = False
    seen_by: Can = Can.VIEW_CAMERAS
    in_rows: bool = True
    log_label: str = ""
    column: ListColumn | None = COLUMN
    input: FormInput | None = INPUT
    fact: PageFact | None = FACT
    imported: ImportColumn | None = IMPORTED
    exported: ExportColumn | None = EXPORTED
    bulk: BulkPart | None = None

    @property
    def numeric(self) -> bool:
        """Whether its values are numbers that stand under each other."""
        return self.kind in NUMBERS or self.kind is Kind.PIXELS
