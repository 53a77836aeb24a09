"""What a change to many cameras says, keeps and makes of what was there."""

from datetime import date

import pytest

from tracker.exchange.bulk_edits.rules import EditTally, after, agreed, asked, label, noted, read, title, written
from tracker.register.cameras.rules import CameraForm, Connection
from tracker.register.recorders.rules import Storage


def test_what_lan_was_shown_is_what_she_agrees_to() -> None:
    shown_tally = EditTally(matched=12, changing=7, before=99).seen
    assert shown_tally == "12/7/99"
    assert agreed(shown_tally) == 7


@pytest.mark.parametrize("shown_tally", ["", "12", "12/7", "12/7/9/9", "12/x/9", "12/-7/9", "12//9"])
def test_nothing_is_agreed_to_that_was_not_shown(shown_tally: str) -> None:
    assert agreed(shown_tally) == 0


def test_a_change_is_read_back_as_it_was_written() -> None:
    changes = {
        "network_id": None,
        "connection": Connection.POLICE,
        "form": CameraForm.PTZ,
        "storage": Storage.CLOUD,
        "retention_days": 7,
        "manager": "Công an phường",
        "removed_on": date(2026, 9, 3),
    }
    assert "Công an phường" in written(changes)
    assert read(written(changes)) == changes
    assert all(type(read(written(changes))[name]) is type(value) for name, value in changes.items())
    assert asked('{"q": "chợ"}') == {"q": "chợ"}


def test_a_note_is_added_below_and_what_is_taken_down_leaves_its_network() -> None:
    assert noted("cũ", "mới") == "cũ\nmới"
    assert noted("", "mới") == "mới"
    assert after("note", "cũ", {"note": "mới"}) == "cũ\nmới"
    assert after("model", "cũ", {"model": "mới"}) == "mới"
    assert after("network_id", 7, {"removed_on": date(2026, 9, 3)}) is None


def test_a_change_has_a_name_for_other_rooms_and_for_a_persons_jobs() -> None:
    assert label(7, "Bàn giao") == "Sửa hàng loạt #7: Bàn giao"
    assert len(label(7, "x" * 300)) == 200
    assert label(7, "Bàn giao", longest=16) == "Sửa hàng loạt #7"
    assert title(1_234_567) == "1.234.567 camera"
