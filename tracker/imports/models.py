"""An uploaded camera list between its preview and its end."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, deferred, mapped_column

from tracker.accounts.models import User
from tracker.db import Base, Numbered, Versioned
from tracker.networks.models import Network
from tracker.wards.models import Ward


class CameraImport(Numbered, Versioned, Base):
    """One file on its way into the register. The content is dropped when the import ends."""

    __tablename__ = "camera_imports"

    keeper_id: Mapped[int] = mapped_column(ForeignKey(User.id), index=True)
    ward_id: Mapped[int] = mapped_column(ForeignKey(Ward.id))
    network_id: Mapped[int | None] = mapped_column(ForeignKey(Network.id))
    file_name: Mapped[str] = mapped_column(String(255))
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    mapping: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
    counts: Mapped[str] = mapped_column(Text)

    @property
    def label(self) -> str:
        """The file's name."""
        return self.file_name
