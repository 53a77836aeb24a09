"""Models: what was voided: entered twice or by mistake. It leaves lists and figures, and stays in the log."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column


class Voidable:
    """A row that can be voided, with a reason; where it was entered twice, `merged_into_id` names the other one."""

    voided_at: Mapped[datetime | None]
    voided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    void_reason: Mapped[str] = mapped_column(Text, default="")

    # Declared by each table, which it points back to.
    merged_into_id: Mapped[int | None]
