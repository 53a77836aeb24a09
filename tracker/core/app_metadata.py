"""What a database says of itself, in a few named facts: that it is the demonstration's own, for instance."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from tracker.core.database import Base

DEMO = "demo"


class MetadataEntry(Base):
    """One named fact."""

    __tablename__ = "facts"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str]


def read(session: Session, name: str) -> str | None:
    """A fact's value, or None."""
    entry = session.get(MetadataEntry, name)
    return entry.value if entry else None


def write(session: Session, name: str, value: str) -> None:
    """Set a fact."""
    session.merge(MetadataEntry(name=name, value=value))
