"""What is counted of cameras and networks. Pure."""

from dataclasses import dataclass

from tracker.core.i18n import N_, Word


class Eyes(Word):
    """Which cameras stand behind a figure. The kinds are never added up."""

    POLICE = "police", N_("Mắt camera kết nối về Công an")
    WORKING = "working", N_("Mắt camera kết nối về Công an đang hoạt động")
    MOBILISABLE = "mobilisable", N_("Mắt camera huy động khi cần")


@dataclass(frozen=True)
class Stock:
    """What stood ready in a period."""

    networks: int = 0
    camera_eyes: int = 0
    camera_eyes_working: int = 0
    camera_eyes_mobilisable: int = 0
    replication_points: int = 0
