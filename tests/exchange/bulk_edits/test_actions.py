"""Changes to many cameras as actions: what two people at once, and a worker that dies, cannot spoil."""

import pytest
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.crowd import meanwhile
from tracker.core import errors
from tracker.exchange.bulk_edits import actions, queries, rules
from tracker.exchange.bulk_edits.models import BulkEdit
from tracker.jobs.models import Job
from tracker.register.cameras.models import Camera
from tracker.register.cameras.queries import CameraCriteria

CHANGES = {"manager": "Công an phường"}


def drafted(cast: Cast) -> BulkEdit:
    """Lan's wish to change all her cameras."""
    with cast.database.writing() as session:
        return actions.draft(session, cast.lan, CameraCriteria(), {}, CHANGES, "Bàn giao theo biên bản số 12")


def changes_of_many(cast: Cast) -> None:
    """A change that was applied, and the draft of another one. The cast has a camera."""
    first = drafted(cast)
    with cast.database.writing() as session:
        shown_tally = queries.tally(session, cast.lan, CameraCriteria(), CHANGES).seen
        actions.apply(session, cast.lan, first.id, 1, CameraCriteria(), shown_tally)
        note = {"note": "Đã bàn giao"}
        actions.draft(session, cast.lan, CameraCriteria(), {"form": "fixed"}, note, "Bàn giao theo biên bản số 12")


def agreed(session: Session, cast: Cast) -> str:
    """What Lan sees of her change and agrees to."""
    return queries.tally(session, cast.lan, CameraCriteria(), CHANGES).seen


def test_neither_minh_nor_hoa_may_make_lans_change(cast: Cast) -> None:
    cast.camera()
    edit = drafted(cast)
    for who, refusal in ((cast.minh, errors.NotFound), (cast.hoa, errors.NotFound)):
        with pytest.raises(refusal), cast.database.writing() as session:
            actions.apply(session, who, edit.id, 1, CameraCriteria(), agreed(session, cast))
    with pytest.raises(errors.NotAllowed), cast.database.writing() as session:
        actions.draft(session, cast.minh, CameraCriteria(), {}, CHANGES, "Bàn giao theo biên bản số 12")


def test_a_draft_that_a_job_carries_out_is_nobody_elses(cast: Cast) -> None:
    cast.camera()
    edit = drafted(cast)
    with cast.database.writing() as session:
        job = actions.start(session, cast.lan, edit.id, 1, CameraCriteria(), agreed(session, cast), rules.title(1))
    with pytest.raises(errors.WrongState, match="đang chạy nền"), cast.database.writing() as session:
        actions.apply(session, cast.lan, edit.id, 2, CameraCriteria(), agreed(session, cast))
    with pytest.raises(errors.Stale), cast.database.writing() as session:
        actions.apply(session, cast.lan, edit.id, None, CameraCriteria(), agreed(session, cast), job_id=job.id + 1)
    with cast.database.writing() as session:
        actions.apply(session, cast.lan, edit.id, None, CameraCriteria(), agreed(session, cast), job_id=job.id)
    assert cast.count(Job) == 1


# Only where several write at once can somebody come between two chunks.
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_what_somebody_changed_between_two_chunks_makes_lan_look_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cameras = [cast.camera() for _ in range(3)]
    edit = drafted(cast)
    monkeypatch.setattr(queries, "CHUNK", 2)

    def come_between(count: int, total: int) -> None:
        if count == 2:
            with cast.database.writing() as session:
                session.get_one(Camera, cameras[2].id).manager = CHANGES["manager"]

    with pytest.raises(errors.Invalid) as refused, cast.database.writing() as session:
        actions.apply(session, cast.lan, edit.id, 1, CameraCriteria(), agreed(session, cast), come_between)
    assert set(refused.value.fields) == {"seen"}
    assert cast.fresh(cameras[0]).manager == ""


def test_a_change_that_fails_half_way_changes_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    cameras = [cast.camera() for _ in range(3)]
    edit = drafted(cast)
    monkeypatch.setattr(queries, "CHUNK", 2)

    def stop(count: int, total: int) -> None:
        raise errors.Busy()

    with pytest.raises(errors.Busy), cast.database.writing() as session:
        actions.apply(session, cast.lan, edit.id, 1, CameraCriteria(), agreed(session, cast), stop)
    with cast.database.reading() as session:
        assert {row.manager for row in session.query(Camera)} == {""}
    assert cast.fresh(cameras[0]).version == 1


def test_what_somebody_wrote_in_that_very_moment_is_what_undoing_gives_back(cast: Cast) -> None:
    camera = cast.camera()
    edit = drafted(cast)

    def apply() -> None:
        with cast.database.writing() as session:
            actions.apply(session, cast.lan, edit.id, 1, CameraCriteria(), agreed(session, cast))

    with cast.database.writing() as session:
        session.get_one(Camera, camera.id).manager = "Đội 3"
        session.flush()
        other = meanwhile(cast.database, apply)
    other.join()
    assert cast.fresh(camera).manager == CHANGES["manager"]
    with cast.database.writing() as session:
        actions.undo(session, cast.lan, edit.id, None)
    assert cast.fresh(camera).manager == "Đội 3"


def test_a_change_of_more_cameras_than_there_still_are_to_change_is_refused(cast: Cast) -> None:
    camera = cast.camera()
    edit = drafted(cast)
    with cast.database.reading() as session:
        seen = agreed(session, cast)
    refused: list[str] = []

    def apply() -> None:
        try:
            with cast.database.writing() as session:
                actions.apply(session, cast.lan, edit.id, 1, CameraCriteria(), seen)
        except errors.Invalid as error:
            refused.extend(error.fields)

    with cast.database.writing() as session:
        session.get_one(Camera, camera.id).manager = CHANGES["manager"]
        session.flush()
        other = meanwhile(cast.database, apply)
    other.join()
    assert refused == ["seen"]
    assert cast.fresh(edit).applied_at is None
