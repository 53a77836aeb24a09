"""The ways the house says no. Each carries words for the person refused and the HTTP status of the answer."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from tracker.core.i18n import N_


class Refusal(Exception):
    """Base of every refusal. `message` is Vietnamese (a translation key); nothing of the work is kept."""

    status = HTTPStatus.BAD_REQUEST
    message = N_("Không thực hiện được.")

    def __init__(self, message: str | None = None, **facts: object) -> None:
        super().__init__(message or self.message)
        self.message = message or self.message
        self.facts = facts


class Malformed(Refusal):
    """What was sent cannot be read at all, so nothing can be said of its parts."""

    message = N_("Nội dung gửi lên không phải JSON hợp lệ.")


class NotSignedIn(Refusal):
    """Nobody is signed in, or the session has ended."""

    status = HTTPStatus.UNAUTHORIZED
    message = N_("Cần đăng nhập để xem trang này.")


class NotAllowed(Refusal):
    """The person may see the thing, but not do this to it."""

    status = HTTPStatus.FORBIDDEN
    message = N_("Bạn không có quyền làm việc này.")


class NotFound(Refusal):
    """No such thing, or nothing that this person may know of: the two are told alike."""

    status = HTTPStatus.NOT_FOUND
    message = N_("Không tìm thấy. Có thể đường dẫn sai, hoặc nội dung không thuộc phạm vi của bạn.")


class WrongState(Refusal):
    """The thing is not in a state from which this step leads on."""

    status = HTTPStatus.CONFLICT
    message = N_("Trạng thái hiện tại không cho phép bước này.")


class Stale(WrongState):
    """Somebody changed the thing after this person opened it."""

    message = N_("Nội dung đã được người khác sửa sau khi bạn mở. Hãy mở lại trang để xem bản mới rồi sửa tiếp.")


class Invalid(Refusal):
    """What was sent cannot be accepted. `fields`: by a field's name the words shown beside it, filled in by `facts`."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = N_("Có chỗ chưa đúng. Hãy xem lại các ô được đánh dấu.")

    def __init__(self, fields: Mapping[str, str], message: str | None = None, **facts: object) -> None:
        super().__init__(message, **facts)
        self.fields = dict(fields)


class Cautioned(Invalid):
    """What was sent could be accepted, and something speaks against it: who goes on gives a reason, in `fields`.

    `cautions`: what it is, one by one, as JSON has it.
    """

    def __init__(self, fields: Mapping[str, str], cautions: Sequence[Mapping[str, Any]], message: str) -> None:
        super().__init__(fields, message)
        self.cautions = cautions


class PreconditionFailed(Refusal):
    """The thing is not as it was when the caller read it, by the ETag in If-Match."""

    status = HTTPStatus.PRECONDITION_FAILED
    message = N_("Nội dung đã khác bản mà If-Match nêu. Hãy đọc lại rồi sửa trên bản mới.")


class PreconditionRequired(Refusal):
    """The caller does not say which state of the thing is to be changed."""

    status = HTTPStatus.PRECONDITION_REQUIRED
    message = N_("Cần nêu bản muốn sửa: đầu mục If-Match với ETag đã đọc, hoặc mục version.")


class Throttled(Refusal):
    """Too many tries in a short time."""

    status = HTTPStatus.TOO_MANY_REQUESTS
    message = N_("Thử đăng nhập quá nhiều lần. Hãy đợi 15 phút rồi thử lại.")


class Busy(Refusal):
    """The database does not answer just now."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    message = N_("Hệ thống đang bận hoặc mất kết nối cơ sở dữ liệu. Hãy thử lại sau ít phút.")
