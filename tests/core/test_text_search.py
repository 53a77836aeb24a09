"""What is searched for is found by way of the index as by a walk; an index that does not follow its book is told of."""

import logging
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from tests.cast import Cast
from tests.test_cli import run
from tracker import tables
from tracker.core import search_indexes, text_search
from tracker.core.database import Database
from tracker.core.search_indexes import Fault
from tracker.register.cameras import listing
from tracker.register.cameras.filters import by_faster_way
from tracker.register.cameras.models import CAMERAS, Camera
from tracker.register.cameras.queries import CameraCriteria

WALKS = "no index of trigrams in the database, searches walk: see flask search rebuild"


@pytest.fixture(autouse=True)
def large_books(monkeypatch: pytest.MonkeyPatch) -> None:
    """Books of a few rows are searched as large ones are."""
    monkeypatch.setattr(text_search, "FEW", 0)


def codes(cast: Cast, typed: str) -> list[str]:
    """The codes of the cameras that Minh finds."""
    with cast.database.reading() as session:
        return [row.code for row in listing.page(session, cast.minh, CameraCriteria(q=typed)).items]


def looked_up(cast: Cast, typed: str) -> bool:
    """Whether the words are looked up in the index."""
    with cast.database.reading() as session:
        return by_faster_way(session, CameraCriteria(q=typed)).index is not None


def faults(cast: Cast) -> dict[str, list[Fault]]:
    """What is wrong with the indexes, by the book."""
    with cast.database.reading() as session:
        told = {book.table: search_indexes.faults(session.connection(), book) for book in tables.SEARCHED}
    return {name: wrong for name, wrong in told.items() if wrong}


def a_register(cast: Cast) -> None:
    """Five cameras at the market, one at a bridge."""
    for number in range(5):
        cast.camera(code=f"CHO-{number}", name="Chợ Vườn Hoa")
    cast.camera(code="CAU-01", name='Cầu Hàm Rồng 50% "cũ" d\'Eiffel ở X')


@pytest.mark.parametrize(
    "typed",
    [
        "CAU-01",
        "cầu",
        "ham rong",
        "RỒNG HÀM",
        "am ron",
        "ong",
        "50%",
        '"cũ"',
        "d'eiffel",
        "ei eif",
        "ro h",
        "X",
        "iffel 50% cau-01",
    ],
)
def test_a_rare_word_is_found_by_the_index(cast: Cast, typed: str) -> None:
    a_register(cast)
    assert looked_up(cast, typed)
    assert codes(cast, typed) == ["CAU-01"]


@pytest.mark.parametrize("typed", ["không có", "xau", "cau 51%", "_au-01", "50% cho", "hamrong", "AND", "cau* OR cho"])
def test_what_is_not_there_is_not_found_by_the_index(cast: Cast, typed: str) -> None:
    a_register(cast)
    assert codes(cast, typed) == []


def test_a_word_that_many_have_is_walked_to_in_the_order_of_the_list(cast: Cast) -> None:
    a_register(cast)
    assert not looked_up(cast, "chợ")
    assert codes(cast, "chợ") == [f"CHO-{number}" for number in range(5)]
    assert codes(cast, "o") == ["CAU-01", *(f"CHO-{number}" for number in range(5))]
    assert codes(cast, "uo") == [f"CHO-{number}" for number in range(5)]


def test_a_short_word_that_few_have_is_looked_for_where_words_begin(cast: Cast) -> None:
    a_register(cast)
    assert codes(cast, "ro") == ["CAU-01"]
    assert codes(cast, "ei") == codes(cast, "%") == []
    assert codes(cast, "ei rong") == ["CAU-01"]


def test_a_camera_is_found_by_what_it_is_called_now(cast: Cast) -> None:
    a_register(cast)
    camera = cast.camera(code="MOI-1", name="Quảng trường")
    assert codes(cast, "quang truong") == ["MOI-1"]
    with cast.database.writing() as session:
        session.execute(text("UPDATE cameras SET search_key = 'moi-1 tuong dai' WHERE id = :id"), {"id": camera.id})
    assert codes(cast, "quang truong") == []
    assert codes(cast, "tuong dai") == ["MOI-1"]
    with cast.database.writing() as session:
        session.delete(session.get_one(Camera, camera.id))
    assert codes(cast, "tuong dai") == []
    assert faults(cast) == {}


def without_keeping(cast: Cast) -> None:
    """What keeps the index of cameras is gone."""
    with cast.database.writing() as session:
        if cast.database.embedded:
            session.execute(text("DROP TRIGGER cameras_trigrams_insert"))
        else:
            session.execute(text("DROP INDEX cameras_trigrams"))


def test_an_index_that_is_no_longer_kept_is_told_of_and_made_anew(cast: Cast) -> None:
    without_keeping(cast)
    cast.camera(code="MOI-1", name="Quảng trường")
    if cast.database.embedded:
        assert codes(cast, "quang truong") == []
        assert faults(cast) == {"cameras": [Fault.BROKEN, Fault.UNLIKE]}
    else:
        assert codes(cast, "quang truong") == ["MOI-1"]
        assert faults(cast) == {"cameras": [Fault.MISSING]}
    with cast.database.writing() as session:
        assert search_indexes.can_index(session.connection())
        search_indexes.rebuild(session.connection(), [CAMERAS])
    assert codes(cast, "quang truong") == ["MOI-1"]
    assert faults(cast) == {}


def test_the_commands_compare_the_indexes_with_the_books_and_make_them_anew(app: Flask, cast: Cast) -> None:
    without_keeping(cast)
    cast.camera(code="MOI-1")
    told = run(app, "search verify", code=1)
    assert "cameras: " in told
    assert "flask --app wsgi search rebuild" in told
    assert f"{len(tables.SEARCHED)} sổ" in run(app, "search rebuild")
    assert f"{len(tables.SEARCHED)} sổ" in run(app, "search verify")


def drop_indexes(cast: Cast) -> None:
    """Make the database one that never had them."""
    with cast.database.writing() as session:
        for book in tables.SEARCHED:
            if cast.database.embedded:
                for deed in search_indexes.KEPT_BY:
                    session.execute(text(f"DROP TRIGGER {book.index}_{deed}"))
            session.execute(text(f"DROP {'TABLE' if cast.database.embedded else 'INDEX'} {book.index}"))


def test_a_database_without_the_indexes_is_searched_by_walks_and_says_so_once(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    a_register(cast)
    drop_indexes(cast)
    text_search.walking.clear()
    with caplog.at_level(logging.WARNING):
        assert codes(cast, "rồng") == codes(cast, "cau-01") == ["CAU-01"]
    assert [record.message for record in caplog.records if "trigrams" in record.message] == [WALKS]
    assert set(faults(cast)) == {book.table for book in tables.SEARCHED}
    with cast.database.writing() as session:
        search_indexes.rebuild(session.connection(), tables.SEARCHED)
    assert codes(cast, "rồng") == ["CAU-01"]
    assert looked_up(cast, "rồng")
    assert faults(cast) == {}


def test_a_migration_and_a_rebuild_make_the_same_indexes(cast: Cast) -> None:
    a_register(cast)
    before = definitions(cast)
    with cast.database.writing() as session:
        search_indexes.rebuild(session.connection(), tables.SEARCHED)
    assert definitions(cast) == before


def definitions(cast: Cast) -> set[str]:
    """How the database would make the indexes and what keeps them."""
    statement = "SELECT indexdef FROM pg_indexes WHERE indexname LIKE '%\\_trigrams'"
    if cast.database.embedded:
        statement = "SELECT sql FROM sqlite_master WHERE name LIKE '%\\_trigrams%' ESCAPE '\\' AND sql IS NOT NULL"
    with cast.database.reading() as session:
        return set(session.scalars(text(statement)))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # a file is what SQLite has
def test_a_file_that_is_swept_and_copied_is_searched_as_before(cast: Cast, tmp_path: Path) -> None:
    a_register(cast)
    with cast.database.writing() as session:
        session.execute(text("DELETE FROM cameras WHERE code LIKE 'CHO-%' AND id % 2 = 0"))
    copy = tmp_path / "copy.db"
    with cast.database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA query_only=OFF")
        connection.exec_driver_sql("VACUUM")
        connection.exec_driver_sql(f"VACUUM INTO '{copy}'")
    assert codes(cast, "eiffel") == ["CAU-01"]
    assert faults(cast) == {}
    copied = Database(f"sqlite:///{copy}")
    with copied.reading() as session:
        assert search_indexes.faults(session.connection(), CAMERAS) == []
    copied.dispose()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # a file is what SQLite has
def test_what_was_taken_out_leaves_no_letters_in_the_file(cast: Cast) -> None:
    camera = cast.camera(code="QZX-1", name="Zqxj")
    with cast.database.writing() as session:
        session.execute(text("UPDATE cameras SET search_key = 'khac' WHERE id = :id"), {"id": camera.id})
        session.execute(text("CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, cameras_trigrams, row)"))
        assert (
            session.scalars(text("SELECT term FROM temp.terms WHERE term LIKE '%zqx%' OR term LIKE '%qzx%'")).all()
            == []
        )
        session.execute(text("DROP TABLE temp.terms"))
