"""Reading hand-overs with what came of checking what was received."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.accounts.models import User
from tracker.cases.handovers.models import Handover, HandoverCheck

# Loads the checks of a hand-over, the newest first, with whoever made them.
WITH_CHECKS = joinedload(Handover.checks).joinedload(HandoverCheck.author).load_only(User.name, raiseload=True)


def standing(session: Session, line_id: int) -> Handover | None:
    """What stands as handed over for a line, as it is now, whatever was read of it before."""
    statement = select(Handover).where(Handover.line_id == line_id, Handover.voided_at.is_(None))
    return session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
