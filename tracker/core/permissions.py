"""Who may do what: one table, readable in one sitting. Pure: it sees an actor and, where it matters, a subject."""

from collections.abc import Callable, Mapping
from typing import Protocol

from tracker.core import errors
from tracker.core.i18n import N_, LabeledEnum


class Role(LabeledEnum):
    """What a person does here."""

    WARD_ADMIN = "ward_admin", N_("Cán bộ phụ trách camera phường/xã")
    INVESTIGATOR = "investigator", N_("Điều tra viên, cán bộ điều tra")
    LEADERSHIP = "leadership", N_("Lãnh đạo")
    COMMITTEE = "committee", N_("Ban Chỉ đạo 138")
    AUDITOR = "auditor", N_("Kiểm tra, giám sát")
    ADMINISTRATOR = "administrator", N_("Quản trị hệ thống")


class SystemRole(LabeledEnum):
    """What nobody is: no account can have it."""

    SYSTEM = "system", N_("Hệ thống")


WARD_ROLES = frozenset({Role.WARD_ADMIN})  # whose posts belong to a ward, and answer for its cameras
CASE_ROLES = frozenset({Role.INVESTIGATOR, Role.LEADERSHIP})  # whose posts see the cases of the unit they are in


class Position(LabeledEnum):
    """What somebody is in a unit."""

    MEMBER = "member", N_("Cán bộ")
    DEPUTY = "deputy", N_("Cấp phó")
    HEAD = "head", N_("Cấp trưởng")


APPROVERS = frozenset({Position.HEAD, Position.DEPUTY})  # who decides on requests of the unit and of those it covers


class Scope(LabeledEnum):
    """What a token may do for its owner."""

    READ = "read", N_("chỉ đọc")
    WRITE = "write", N_("đọc và ghi")


class Can(LabeledEnum):
    """Everything that can be permitted."""

    ENTER = "anyone:enter", N_("mở trang công khai")
    VIEW_HOME = "home:see", N_("mở trang việc của tôi")
    VIEW_WARDS = "ward:see", N_("xem danh mục đơn vị hành chính")
    VIEW_UNITS = "unit:see", N_("xem danh mục đơn vị")
    MANAGE_UNITS = "unit:keep", N_("lập, sửa, kết thúc đơn vị")
    VIEW_CAMERAS = "camera:see", N_("xem sổ camera")
    REGISTER_CAMERAS = "camera:register", N_("đăng ký, sửa, nhập camera")
    EDIT_MANY = "camera:edit_many", N_("sửa hàng loạt camera")
    EXPORT_CAMERAS = "camera:export", N_("xuất danh sách camera")
    EXPORT_EXACT_PLACES = "camera:export_exact", N_("xuất vị trí chính xác của camera hộ gia đình")
    ADD_CAMERA_NOTE = "camera:note", N_("ghi sổ nhật ký của camera")
    MANAGE_SAVED_VIEWS = "filter:keep", N_("lưu bộ lọc, chọn cột")
    SEARCH = "search:use", N_("tìm trong toàn bộ sổ")
    VIEW_JOBS = "job:see", N_("xem việc chạy nền của mình")
    CHANGE_WARDS = "ward:change", N_("cập nhật đơn vị hành chính, ranh giới")
    DECIDE_WARD = "ward:decide", N_("xác định địa bàn của camera")
    REVEAL_OWNERS = "owner:reveal", N_("xem danh tính, liên hệ của chủ camera")
    VIEW_NETWORKS = "network:see", N_("xem mô hình camera")
    MANAGE_NETWORKS = "network:keep", N_("lập, sửa mô hình camera")
    VIEW_INCIDENTS = "incident:see", N_("xem vụ việc")
    LOG_INCIDENTS = "incident:log", N_("lập vụ việc")
    CHANGE_INCIDENT = "incident:change", N_("sửa, kết thúc vụ việc")
    VIEW_REQUESTS = "request:see", N_("xem phiếu yêu cầu trích xuất")
    DRAFT_REQUESTS = "request:draft", N_("lập phiếu yêu cầu trích xuất")
    FILE_REQUEST = "request:file", N_("gửi, rút, đóng phiếu của mình")
    DECIDE_REQUEST = "request:decide", N_("phê duyệt hoặc từ chối phiếu")
    PRESERVE_LINE = "line:preserve", N_("bảo toàn dữ liệu")
    ANSWER_LINE = "line:answer", N_("trả lời từng camera trong phiếu")
    USE_IMPORTS = "import:use", N_("nhập từ bảng tính")
    IMPORT_CASES = "case:import", N_("nhập sổ vụ việc, sổ trích xuất cũ của đơn vị")
    JUDGE_LINE = "line:judge", N_("ghi kết quả sử dụng dữ liệu")
    TAKE_BACK_REQUEST_STEP = "request:take_back", N_("rút lại một bước của phiếu")
    TAKE_BACK_LINE_STEP = "line:take_back", N_("rút lại một câu trả lời của phường")
    TAKE_BACK_INCIDENT_STEP = "incident:take_back", N_("rút lại một bước của vụ việc")
    VOID_REQUEST = "request:void", N_("hủy, gộp phiếu lập nhầm")
    VOID_INCIDENT = "incident:void", N_("hủy, gộp vụ việc lập nhầm")
    HAND_OVER_WORK = "incident:hand_over", N_("chuyển người thụ lý vụ việc")
    SHARE_INCIDENT = "incident:share", N_("cho đơn vị khác, người khác xem vụ việc")
    SEAL_INCIDENT = "incident:seal", N_("hạn chế, bỏ hạn chế người xem vụ việc")
    DELEGATE = "approval:delegate", N_("ủy quyền phê duyệt của mình")
    READ_RATES = "report:read", N_("xem tỷ lệ vụ việc làm rõ có dữ liệu camera góp phần")
    OPEN_FIGURES = "report:open", N_("mở các dòng phía sau một con số")
    READ_AUDIT = "audit:read", N_("xem nhật ký hệ thống")
    MANAGE_ACCOUNTS = "account:keep", N_("quản lý tài khoản")
    OWN_ACCOUNT = "account:own", N_("đổi mật khẩu, khóa truy cập của mình")
    MANAGE_OUTBOX = "outbox:manage", N_("xem tin gửi ra ngoài, gửi lại tin lỗi")
    VIEW_SCHEDULE = "schedule:see", N_("xem việc theo lịch")
    READ_FILES = "file:read", N_("tải tệp lưu trong hệ thống")
    SEND_NOTICES = "system:send", N_("gửi tin ra ngoài")
    CLEAN_UP = "system:clean_up", N_("dọn dữ liệu hết hạn")
    CHECK_LOG = "system:check_log", N_("kiểm tra chuỗi nhật ký hằng ngày")


class Actor(Protocol):
    """Whoever acts: a signed-in person with the roles of today's posts, or the system in work that nobody started.

    `wards` are the ids of the wards answered for, predecessors included. `leads` are the ids of the units whose
    requests this person may decide on: those covered by the units in which the person is head or deputy; `own_leads`
    those of them not by delegation alone. `heads` are the ids of the units that the person heads, `case_units` of
    those in which the person investigates or leads.
    """

    @property
    def id(self) -> int: ...
    @property
    def roles(self) -> frozenset[Role | SystemRole]: ...
    @property
    def wards(self) -> frozenset[int]: ...
    @property
    def leads(self) -> frozenset[int]: ...
    @property
    def own_leads(self) -> frozenset[int]: ...
    @property
    def heads(self) -> frozenset[int]: ...
    @property
    def case_units(self) -> frozenset[int]: ...


Predicate = Callable[[Actor | None, object], bool]


def anyone(actor: Actor | None, subject: object) -> bool:
    """Also a stranger."""
    return True


def signed_in(actor: Actor | None, subject: object) -> bool:
    """Whoever has an account."""
    return actor is not None and SystemRole.SYSTEM not in actor.roles


def system(actor: Actor | None, subject: object) -> bool:
    """Work that nobody started: by the timetable, or what follows from something kept before."""
    return actor is not None and SystemRole.SYSTEM in actor.roles


def ward_admin(actor: Actor | None, subject: object) -> bool:
    """Somebody who answers for a ward's cameras."""
    return actor is not None and Role.WARD_ADMIN in actor.roles


def investigator(actor: Actor | None, subject: object) -> bool:
    """Somebody who investigates."""
    return actor is not None and Role.INVESTIGATOR in actor.roles


def leadership(actor: Actor | None, subject: object) -> bool:
    """Somebody who decides and reads the rates."""
    return actor is not None and Role.LEADERSHIP in actor.roles


def committee(actor: Actor | None, subject: object) -> bool:
    """Somebody of the steering committee, who reads what was counted and no case."""
    return actor is not None and Role.COMMITTEE in actor.roles


def auditor(actor: Actor | None, subject: object) -> bool:
    """Somebody who reads who looked at what."""
    return actor is not None and Role.AUDITOR in actor.roles


def administrator(actor: Actor | None, subject: object) -> bool:
    """Somebody who keeps the accounts."""
    return actor is not None and Role.ADMINISTRATOR in actor.roles


def same_ward(actor: Actor | None, subject: object) -> bool:
    """The subject lies in a ward that the actor answers for. Without a subject: the question is put again with one."""
    return subject is None or (actor is not None and getattr(subject, "ward_id", None) in actor.wards)


def author_id(subject: object) -> int | None:
    """Whose work the subject is; the columns of different things name that person differently."""
    names = ("responsible_id", "investigator_id", "created_by_id")
    return next((getattr(subject, name) for name in names if hasattr(subject, name)), None)


def own(actor: Actor | None, subject: object) -> bool:
    """The subject is the actor's own work: the incident kept, the request worked on."""
    return subject is None or (actor is not None and author_id(subject) == actor.id)


def not_own(actor: Actor | None, subject: object) -> bool:
    """The subject is somebody else's work: nobody decides on a request of their own."""
    return subject is None or (actor is not None and actor.id not in (author_id(subject), _asked_by(subject)))


def _asked_by(subject: object) -> int | None:
    return getattr(subject, "requester_id", None)


def over_unit(actor: Actor | None, subject: object) -> bool:
    """The subject is the work of a unit whose requests the actor decides on, as its head or deputy or from above."""
    return subject is None or (actor is not None and getattr(subject, "unit_id", None) in actor.leads)


def over_unit_oneself(actor: Actor | None, subject: object) -> bool:
    """As over_unit, by a post of the actor's own: whoever decides instead of a head for some days does not do this."""
    return subject is None or (actor is not None and getattr(subject, "unit_id", None) in actor.own_leads)


def heads_unit(actor: Actor | None, subject: object) -> bool:
    """The actor heads the unit of the subject; without a subject, any."""
    if actor is None or subject is None:
        return actor is not None and bool(actor.heads)
    return getattr(subject, "unit_id", None) in actor.heads


def of_own_unit(actor: Actor | None, subject: object) -> bool:
    """The subject is the work of a unit in which the actor investigates, or which the actor leads."""
    return subject is None or (actor is not None and getattr(subject, "unit_id", None) in actor.case_units)


def done_by(actor: Actor | None, subject: object) -> bool:
    """The subject is a step that the actor took."""
    return subject is None or (actor is not None and getattr(subject, "actor_id", None) == actor.id)


def of_locked_account(actor: Actor | None, subject: object) -> bool:
    """The subject is somebody whose account is locked, and who can no longer give the work away."""
    return subject is None or getattr(subject, "active", True) is False


# Each permission: any of these rows, all of the row's tests.
POLICY: Mapping[Can, tuple[tuple[Predicate, ...], ...]] = {
    Can.ENTER: ((anyone,),),
    Can.VIEW_HOME: ((signed_in,),),
    Can.VIEW_WARDS: ((signed_in,),),
    Can.VIEW_UNITS: ((signed_in,),),
    Can.MANAGE_UNITS: ((administrator,),),
    Can.VIEW_CAMERAS: ((ward_admin, same_ward), (investigator,), (leadership,)),
    Can.REGISTER_CAMERAS: ((ward_admin, same_ward),),
    Can.EDIT_MANY: ((ward_admin, same_ward),),
    Can.EXPORT_CAMERAS: ((ward_admin,), (investigator,), (leadership,)),
    Can.EXPORT_EXACT_PLACES: ((ward_admin,), (investigator,)),
    Can.ADD_CAMERA_NOTE: ((ward_admin, same_ward), (investigator,), (leadership,)),
    Can.MANAGE_SAVED_VIEWS: ((ward_admin,), (investigator,), (leadership,)),
    Can.SEARCH: ((ward_admin,), (investigator,), (leadership,)),
    Can.VIEW_JOBS: ((ward_admin, own), (investigator, own), (leadership, own), (administrator, own)),
    Can.CHANGE_WARDS: ((administrator,),),
    Can.DECIDE_WARD: ((ward_admin, same_ward),),
    Can.REVEAL_OWNERS: ((ward_admin, same_ward), (investigator,)),
    Can.VIEW_NETWORKS: ((ward_admin, same_ward), (investigator,), (leadership,)),
    Can.MANAGE_NETWORKS: ((ward_admin, same_ward),),
    Can.VIEW_INCIDENTS: ((investigator,), (leadership,)),
    Can.LOG_INCIDENTS: ((investigator,),),
    Can.CHANGE_INCIDENT: ((investigator, own),),
    Can.VIEW_REQUESTS: ((investigator,), (leadership,), (ward_admin,)),
    Can.DRAFT_REQUESTS: ((investigator,),),
    Can.FILE_REQUEST: ((investigator, own),),
    Can.DECIDE_REQUEST: ((leadership, over_unit, not_own),),
    Can.PRESERVE_LINE: ((ward_admin, same_ward),),
    Can.ANSWER_LINE: ((ward_admin, same_ward),),
    Can.USE_IMPORTS: ((ward_admin,), (investigator,), (leadership,)),
    Can.IMPORT_CASES: ((investigator, of_own_unit), (leadership, of_own_unit)),
    Can.JUDGE_LINE: ((investigator, own),),
    Can.TAKE_BACK_REQUEST_STEP: ((investigator, done_by), (leadership, over_unit)),
    Can.TAKE_BACK_LINE_STEP: ((ward_admin, same_ward),),
    Can.TAKE_BACK_INCIDENT_STEP: ((investigator, done_by), (leadership, over_unit)),
    Can.VOID_REQUEST: ((investigator, own), (leadership, over_unit)),
    Can.VOID_INCIDENT: ((investigator, own), (leadership, over_unit)),
    Can.HAND_OVER_WORK: ((investigator, own), (leadership, over_unit), (administrator, of_locked_account)),
    Can.SHARE_INCIDENT: ((investigator, own), (leadership, over_unit)),
    Can.SEAL_INCIDENT: ((leadership, over_unit_oneself),),
    Can.DELEGATE: ((leadership, heads_unit),),
    Can.READ_RATES: ((leadership,), (committee,), (auditor,)),
    Can.OPEN_FIGURES: ((leadership,),),
    Can.READ_AUDIT: ((auditor,),),
    Can.MANAGE_ACCOUNTS: ((administrator,),),
    Can.OWN_ACCOUNT: ((signed_in,),),
    Can.MANAGE_OUTBOX: ((administrator,),),
    Can.VIEW_SCHEDULE: ((administrator,),),
    Can.READ_FILES: ((signed_in,),),  # whose files, the thing they belong to says
    Can.SEND_NOTICES: ((system,),),
    Can.CLEAN_UP: ((system,),),
    Can.CHECK_LOG: ((system,),),
}


def permits(actor: Actor | None, can: Can, subject: object = None) -> bool:
    """Whether `actor` may do `can`, to `subject` if one is named. Pages ask this to draw their buttons."""
    return any(all(test(actor, subject) for test in row) for row in POLICY[can])


def require(actor: Actor | None, can: Can, subject: object = None) -> None:
    """Refuse unless permitted: `NotSignedIn` to a stranger, `NotAllowed` to anybody else."""
    if not permits(actor, can, subject):
        raise errors.NotAllowed(can=can.value) if actor is not None else errors.NotSignedIn()
