"""Rules: the fields of a camera, each described once; lists, forms, files, bulk edits, JSON and the log read it here.

A plain field needs a row in FIELDS, its column in `models.Camera` and a migration, and is then everywhere. Lists, files
and forms have each their own order: a part with an `order` of its own stands elsewhere than its field does.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import TypeVar

from tracker.core.i18n import N_, LabeledEnum
from tracker.core.permissions import Actor, permits
from tracker.register.cameras.field_types import (
    CHOOSE,
    BulkPart,
    CameraField,
    ExportColumn,
    FormInput,
    ImportColumn,
    Kind,
    ListColumn,
    PageFact,
    Part,
)
from tracker.register.cameras.optics import LEAST_WIDTH_PX, MOST_WIDTH_PX, NightVision
from tracker.register.cameras.rules import CameraForm, Connection, Sort
from tracker.register.cameras.special_fields import IDENTITY, KEPT_BY_ACTIONS, LINKED
from tracker.register.recorders.rules import Storage

P = TypeVar("P", bound=Part)
CLEARS = N_("Trống là xóa điều đang ghi")

FIELDS: tuple[CameraField, ...] = (
    *IDENTITY,
    CameraField(
        name="connection",
        label=N_("Nguồn"),
        kind=Kind.CHOICE,
        words=Connection,
        default=Connection.POLICE,
        column=ListColumn(order=40),
        input=FormInput(row="kind"),
        fact=PageFact(order=40),
        imported=ImportColumn(
            order=40,
            names="nguon|ket noi|hinh thuc ket noi|ket noi voi cong an|ket noi cong an|ket noi ve cong an|connection",
        ),
        exported=ExportColumn(order=42, width=26),
        bulk=BulkPart(order=20, blank=CHOOSE),
    ),
    CameraField(
        name="form",
        label=N_("Kiểu camera"),
        kind=Kind.CHOICE,
        words=CameraForm,
        default=CameraForm.UNKNOWN,
        column=ListColumn(order=40),
        input=FormInput(row="kind"),
        fact=PageFact(order=40),
        imported=ImportColumn(order=40, names="kieu camera|kieu dang|dang camera|form|camera form"),
        exported=ExportColumn(order=42),
        bulk=BulkPart(order=20, blank=CHOOSE),
    ),
    CameraField(
        name="model",
        label=N_("Hãng, kiểu máy"),
        most=100,
        searched=True,
        column=ListColumn(order=40),
        input=FormInput(order=30),
        imported=ImportColumn(
            order=40,
            read="model",
            names="loai|loai camera|loai thiet bi|chung loai|hang|hang san xuat|kieu|kieu may|hang kieu may|model|type"
            "|camera type|camera typ|cam type|brand|manufacturer|thong so|thong so ky thuat",
        ),
        exported=ExportColumn(order=44),
        bulk=BulkPart(order=60, clearable=True, hint=CLEARS),
    ),
    CameraField(
        name="manager",
        label=N_("Đơn vị quản lý"),
        column=ListColumn(order=40),
        input=FormInput(order=20),
        fact=PageFact(order=49),
        imported=ImportColumn(
            names="don vi quan ly|co quan quan ly|don vi lap dat|관리기관명|manager|owner agency|operator"
        ),
        exported=ExportColumn(width=24),
        bulk=BulkPart(clearable=True, hint=CLEARS),
    ),
    CameraField(
        name="bearing",
        label=N_("Hướng nhìn (độ)"),
        kind=Kind.DECIMAL,
        most=360,
        unit="°",
        log_label=N_("Hướng nhìn"),
        column=ListColumn(label=N_("Hướng"), usual=True),
        input=FormInput(row="view", hint=N_("0 là bắc, 90 là đông; trống nếu chưa rõ")),
        fact=None,
        imported=ImportColumn(
            order=30,
            names="huong|huong do|huong nhin|huong quay|goc phuong vi|phuong vi|bearing|azimuth|direction|heading"
            "|camera direction|orientation",
        ),
        exported=ExportColumn(order=42, between=(0, 360)),
    ),
    CameraField(
        name="view_angle",
        label=N_("Góc nhìn (độ)"),
        kind=Kind.DECIMAL,
        least=1,
        most=360,
        log_label=N_("Góc nhìn"),
        column=None,
        input=FormInput(row="view", hint=N_("Ống kính 2,8 mm thường 100, 4 mm thường 80; quay quét: lúc rộng nhất")),
        fact=None,
        imported=ImportColumn(
            order=30, names="goc|goc nhin|goc quay|goc quan sat|goc mo|fov|view angle|viewing angle|field of view"
        ),
        exported=ExportColumn(order=42),
    ),
    CameraField(
        name="reach_m",
        label=N_("Tầm nhìn (mét)"),
        kind=Kind.DECIMAL,
        least=1,
        most=2000,
        unit=" m",
        column=ListColumn(key="reach", label=N_("Tầm nhìn")),
        input=FormInput(row="view", hint=N_("Còn thấy có người; trống thì tính theo độ phân giải và góc nhìn")),
        fact=None,
        imported=ImportColumn(
            order=30,
            names="tam xa|tam nhin|tam quan sat|pham vi|pham vi quan sat|pham vi quay|reach|reach m|range|range m",
        ),
        exported=ExportColumn(order=42),
    ),
    CameraField(
        name="width_px",
        label=N_("Độ phân giải (điểm ảnh ngang)"),
        kind=Kind.PIXELS,
        least=LEAST_WIDTH_PX,
        most=MOST_WIDTH_PX,
        unit=" px",
        log_label=N_("Độ phân giải"),
        column=ListColumn(key="width", label=N_("Độ phân giải")),
        input=FormInput(row="view", hint=N_("Ví dụ 1920, 1920×1080, 1080p hoặc 2 MP; trống nếu chưa rõ")),
        fact=PageFact(label=N_("Độ phân giải")),
        imported=ImportColumn(
            names="do phan giai|do phan giai mp|do phan giai anh|do phan giai ngang|so diem anh|diem anh|megapixel"
            "|megapixels|mp|resolution|image width|width px|pixels wide"
        ),
        exported=ExportColumn(order=42, between=(LEAST_WIDTH_PX, MOST_WIDTH_PX)),
        bulk=BulkPart(order=62, clearable=True, hint=CLEARS),
    ),
    CameraField(
        name="height_m",
        label=N_("Độ cao lắp (mét)"),
        kind=Kind.DECIMAL,
        least=0.5,
        most=200,
        unit=" m",
        log_label=N_("Độ cao lắp"),
        column=ListColumn(key="height", label=N_("Độ cao lắp")),
        input=FormInput(row="view", hint=N_("Từ mặt đất; trống nếu chưa rõ")),
        fact=PageFact(label=N_("Độ cao lắp")),
        imported=ImportColumn(
            names="do cao|do cao lap|do cao lap dat|chieu cao|chieu cao lap dat|height|height m|mounting height"
        ),
        exported=ExportColumn(order=42, between=(0.5, 200)),
        bulk=BulkPart(order=62, clearable=True, hint=CLEARS),
    ),
    CameraField(
        name="night",
        label=N_("Nhìn ban đêm"),
        kind=Kind.CHOICE,
        words=NightVision,
        default=NightVision.UNKNOWN,
        input=FormInput(row="view"),
        imported=ImportColumn(names="ban dem|nhin dem|nhin ban dem|quan sat dem|quan sat ban dem|night|night vision"),
        exported=ExportColumn(order=42, width=24),
        bulk=BulkPart(order=62, blank=CHOOSE),
    ),
    CameraField(
        name="storage",
        label=N_("Nơi lưu dữ liệu"),
        kind=Kind.CHOICE,
        words=Storage,
        default=Storage.RECORDER,
        column=ListColumn(drawn="storage"),
        input=FormInput(row="keeping", order=10),
        fact=None,
        imported=ImportColumn(order=40, names="noi luu|noi luu du lieu|noi luu tru|storage"),
        exported=ExportColumn(order=45),
        bulk=BulkPart(order=40, blank=CHOOSE),
    ),
    CameraField(
        name="retention_days",
        label=N_("Số ngày lưu"),
        kind=Kind.INTEGER,
        least=1,
        most=3650,
        column=ListColumn(key="retention", drawn="retention"),
        input=FormInput(row="keeping", order=30, hint=N_("Trống thì lấy theo đầu ghi")),
        fact=PageFact(order=44, label=N_("Dữ liệu lưu"), drawn="retention"),
        imported=ImportColumn(
            order=40,
            read="days_kept",
            names="so ngay luu|so ngay luu tru|ngay luu|thoi gian luu|thoi gian luu tru|retention days|retention",
        ),
        exported=ExportColumn(order=47, between=(1, 3650)),
        bulk=BulkPart(order=40, clearable=True, hint=N_("Trống thì lấy theo đầu ghi")),
    ),
    CameraField(
        name="installed_on",
        label=N_("Ngày lắp"),
        kind=Kind.DATE,
        column=ListColumn(key="installed", sort=Sort.INSTALLED),
        imported=ImportColumn(
            names="ngay lap|ngay lap dat|thoi gian lap|thoi gian lap dat|thoi diem lap dat|nam lap"
            "|nam lap dat|installed"
            "|installed on|install date|installation date|date installed|설치년월|설치연월"
        ),
    ),
    CameraField(
        name="note",
        label=N_("Ghi chú"),
        kind=Kind.LINES,
        most=2000,
        in_rows=False,
        column=ListColumn(order=70),
        fact=PageFact(order=90),
        imported=ImportColumn(
            order=80, names="ghi chu|mo ta|dien giai|note|notes|remark|remarks|comment|comments|description"
        ),
        exported=ExportColumn(order=90, width=40),
        bulk=BulkPart(order=90, label=N_("Thêm vào ghi chú"), hint=N_("Ghi xuống dưới ghi chú đang có"), most=1000),
    ),
    *LINKED,
    *KEPT_BY_ACTIONS,
)


def with_part(part: Callable[[CameraField], P | None]) -> list[tuple[CameraField, P]]:
    """The fields that have a part, each with it, in the order of that part."""
    pairs = [(field, use) for field in FIELDS if (use := part(field)) is not None]
    return sorted(pairs, key=lambda pair: pair[1].order)


def form_rows() -> Mapping[str, list[tuple[CameraField, FormInput]]]:
    """The inputs of the form by the row in which they stand; those of no row of their own in "more" or "lines"."""
    rows: dict[str, list[tuple[CameraField, FormInput]]] = defaultdict(list)
    for field, part in with_part(lambda field: field.input):
        rows[part.row or ("lines" if field.kind is Kind.LINES else "more")].append((field, part))
    return rows


def stored() -> list[CameraField]:
    """The fields that are columns of the table `cameras`."""
    return [field for field in FIELDS if field.stored]


def listed() -> list[CameraField]:
    """The stored fields that a list shows, as a column or in JSON."""
    return [field for field in stored() if field.column is not None or field.in_rows]


def hidden_from(viewer: Actor) -> frozenset[str]:
    """The names of the fields that a person may not see."""
    return frozenset(field.name for field in FIELDS if not permits(viewer, field.seen_by))


def searched() -> tuple[str, ...]:
    """The fields whose words go into a camera's search key, after its code, name and place."""
    return tuple(field.name for field in FIELDS if field.searched)


def log_labels() -> Mapping[str, str]:
    """What the fields are called in the log, by name."""
    return {field.name: field.log_label or field.label for field in FIELDS}


def coded_words() -> Mapping[str, type[LabeledEnum]]:
    """The coded words of the stored fields that are a choice, by name."""
    return {field.name: field.words for field in stored() if field.words is not None}
