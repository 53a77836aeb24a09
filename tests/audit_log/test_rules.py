"""The chain: what checking finds, and what only a checkpoint finds."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from tracker.audit_log.rules import FIRST, ChainFault, Checkpoint, Verdict, canonical, chained, verify

Row = tuple[int, str, str, Mapping[str, Any]]
AT = "2026-09-03T13:30:00+00:00"


def chain(*names: str) -> list[Row]:
    """A sound chain of one row for each name."""
    rows: list[Row] = []
    previous = FIRST
    for seq, name in enumerate(names, start=1):
        content = {"seq": seq, "actor_name": name, "action": "camera:edit"}
        rows.append((seq, previous, chained(previous, content), content))
        previous = rows[-1][2]
    return rows


SOUND = chain("lan", "hoa", "minh", "thuy")
SEEN = Checkpoint(4, SOUND[-1][2], AT)


def test_a_sound_chain_has_no_fault() -> None:
    assert verify(SOUND) == verify(SOUND, SEEN) == Verdict(4)
    assert verify([]) == Verdict(0)


def test_an_edited_row_is_found() -> None:
    edited = [*SOUND]
    seq, before, own, content = edited[1]
    edited[1] = (seq, before, own, {**content, "actor_name": "lan"})
    assert verify(edited) == Verdict(1, ChainFault.CHANGED, 2)


def test_a_row_hung_onto_another_is_found() -> None:
    seq, _, own, content = SOUND[2]
    assert verify([*SOUND[:2], (seq, SOUND[0][2], own, content), SOUND[3]]) == Verdict(2, ChainFault.CHANGED, 3)


def test_an_edited_row_with_its_hash_made_anew_is_found_at_the_next() -> None:
    edited = [*SOUND]
    seq, before, _, content = edited[1]
    other = {**content, "actor_name": "lan"}
    edited[1] = (seq, before, chained(before, other), other)
    assert verify(edited) == Verdict(2, ChainFault.CHANGED, 3)


@pytest.mark.parametrize("row_number", [0, 1, 2])
def test_a_deleted_row_is_found(row_number: int) -> None:
    assert verify(SOUND[:row_number] + SOUND[row_number + 1 :]) == Verdict(
        row_number, ChainFault.MISSING, row_number + 1
    )


def test_two_rows_that_changed_places_are_found() -> None:
    seconds, thirds = SOUND[1], SOUND[2]
    swapped = [SOUND[0], (2, *thirds[1:]), (3, *seconds[1:]), SOUND[3]]
    assert verify(swapped) == Verdict(1, ChainFault.CHANGED, 2)
    assert verify([SOUND[0], thirds, seconds, SOUND[3]]) == Verdict(1, ChainFault.MISSING, 2)


def test_a_row_put_in_between_is_found() -> None:
    assert verify([*SOUND[:2], SOUND[1], *SOUND[2:]]) == Verdict(2, ChainFault.MISSING, 3)


def test_a_tail_cut_off_is_found_with_a_checkpoint_and_only_then() -> None:
    assert verify(SOUND[:2]) == Verdict(2)
    assert verify(SOUND[:2], SEEN) == Verdict(2, ChainFault.CUT, 3)


def test_a_chain_made_anew_is_found_with_a_checkpoint_and_only_then() -> None:
    forged = chain("lan", "lan", "minh", "thuy")
    assert verify(forged) == Verdict(4)
    assert verify(forged, SEEN) == Verdict(3, ChainFault.UNLIKE, 4)


def test_a_log_that_grew_after_the_checkpoint_is_sound() -> None:
    assert verify(chain("lan", "hoa", "minh", "thuy", "an"), SEEN) == Verdict(5)


def test_a_checkpoint_survives_being_written_down() -> None:
    assert Checkpoint.read(SEEN.note()) == SEEN
    assert Checkpoint.read(SEEN.note().rstrip()) == SEEN


@pytest.mark.parametrize("note", ["", "hi", SEEN.note().replace("4", "four", 1), SEEN.note()[:40], "x" + SEEN.note()])
def test_a_note_that_is_no_checkpoint_is_refused(note: str) -> None:
    with pytest.raises(ValueError, match="not a checkpoint"):
        Checkpoint.read(note)


def test_a_row_is_one_byte_string_in_whatever_order_it_is_told() -> None:
    moment = datetime(2026, 9, 3, 13, 30, tzinfo=UTC)
    assert canonical({"b": "Đông", "a": moment}) == canonical({"a": moment, "b": "Đông"})
    assert canonical({"b": "Đông"}) == '{"b":"Đông"}'.encode()
    assert canonical({"a": moment}) == f'{{"a":"{AT}"}}'.encode()
