"""The flask commands: whoever holds the machine makes accounts, moves the database, checks the log."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

import config
from tests.cast import PASSWORD, Cast
from tests.people import People, Person
from tracker import tables
from tracker.accounts.models import User
from tracker.app import create_app
from tracker.audit_log.rules import FIRST, Checkpoint
from tracker.core.database import Database
from tracker.register.cameras.models import Camera

SECRET = "một câu dài dễ nhớ"
LIST = "Mã camera,Tên camera,Vĩ độ,Kinh độ\nC-01,Ngã tư Bờ Hồ,{},105.7852\nC-02,Chợ Vườn Hoa,19.8067,105.7852\n"


def run(app: Flask, line: str, *more: str, code: int = 0, typed: str = "") -> str:
    """What a command printed. `more` are arguments with blanks in them."""
    answer = app.test_cli_runner().invoke(args=[*line.split(), *more], input=typed)
    assert answer.exit_code == code, answer.output
    assert "Traceback" not in answer.output
    return str(answer.output)


def test_a_database_that_is_not_there_is_made_by_an_upgrade(tmp_path: Path) -> None:
    app = create_app(config.for_tests(f"sqlite:///{tmp_path / 'new' / 'tracker.db'}"))
    for line in ("user list", "wards load", "audit verify", "db check"):
        assert "flask --app wsgi db upgrade" in run(app, line, code=1)
    assert "chưa có bảng nào" in run(app, "db current")
    assert tables.head() in run(app, "db upgrade")
    assert run(app, "user list") == ""


def test_the_database_goes_down_and_up_again(app: Flask) -> None:
    assert "khớp với mô hình" in run(app, "db check")
    run(app, "db downgrade base")
    assert "db upgrade" in run(app, "user list", code=1)
    run(app, "db upgrade")
    assert "khớp với mô hình" in run(app, "db check")
    assert "Không thực hiện được" in run(app, "db upgrade 9999", code=1)


def test_a_database_that_differs_from_the_models_is_told(app: Flask, database: Database) -> None:
    with database.writing() as session:
        session.execute(text("ALTER TABLE facts ADD COLUMN extra INTEGER"))
    assert "extra" in run(app, "db check", code=1)


@pytest.mark.parametrize(
    ("options", "typed", "message"),
    [
        ("--role investigator --unit PC02", "ngắn", "ít nhất 10 ký tự"),
        ("--role investigator --unit PC02", "mai và những người bạn", "tên đăng nhập"),
        ("--role ward_admin", SECRET, "Cần ghi đơn vị"),
        ("--role ward_admin --unit 14785", SECRET, "Không có đơn vị nào"),
    ],
)
def test_an_account_that_cannot_be_is_refused_in_one_line(
    app: Flask, cast: Cast, options: str, typed: str, message: str
) -> None:
    answer = run(app, f"user create mai --name Mai {options} --password-stdin", code=1, typed=typed)
    assert message in answer
    assert answer.count("\n") == 1
    assert cast.count(User) == 10


def test_a_taken_name_is_refused(app: Flask, cast: Cast) -> None:
    line = "user create LAN --name Lan --role auditor --unit PX05 --password-stdin"
    assert "đã có người dùng" in run(app, line, code=1, typed=SECRET)


def test_a_new_account_logs_in(app: Flask, cast: Cast) -> None:
    run(app, "user create mai --role ward_admin --unit 14797 --password-stdin --name", "Trần Thị Mai", typed=SECRET)
    Person(app).post("/login", {"login": "mai", "password": SECRET})
    assert "mai\tward_admin\tđang dùng\tTrần Thị Mai\tCông an phường Hạc Thành" in run(app, "user list")


def test_a_password_is_asked_twice_and_not_shown(app: Flask, cast: Cast) -> None:
    answer = run(app, "user password minh", typed=f"{SECRET}\n{SECRET}\n")
    assert SECRET not in answer
    Person(app).post("/login", {"login": "minh", "password": PASSWORD}, 422)
    Person(app).post("/login", {"login": "minh", "password": SECRET})


def test_a_disabled_account_is_out_at_once_until_enabled(app: Flask, people: People) -> None:
    people.minh.get("/cameras")
    run(app, "user disable minh --reason", "nghỉ phép")
    people.minh.get("/cameras", 302)
    run(app, "user enable minh")
    Person(app, "minh").get("/cameras")
    assert "Không có tài khoản ai-do" in run(app, "user disable ai-do --reason x", code=1)


def test_the_chain_is_checked_and_its_checkpoint_holds(app: Flask, people: People, tmp_path: Path) -> None:
    people.minh.get("/cameras")
    note = tmp_path / "mark"
    note.write_text(run(app, "audit checkpoint"), encoding="utf-8")
    people.tuan.get("/cameras")
    assert "Chuỗi còn nguyên" in run(app, "audit verify --checkpoint", str(note))
    note.write_text(Checkpoint(999, FIRST, "").note())
    assert "bị cắt mất phần cuối" in run(app, "audit verify --checkpoint", str(note), code=1)
    note.write_text("not a checkpoint")
    assert "không phải là mốc" in run(app, "audit verify --checkpoint", str(note), code=1)


def test_a_camera_list_with_a_wrong_row_is_told_and_nothing_is_written(app: Flask, cast: Cast, tmp_path: Path) -> None:
    answer = run(app, "cameras import --ward 14797", _list(tmp_path, "x"), code=1)
    assert "dòng 2, cột Vĩ độ: " in answer
    assert "chưa ghi dòng nào" in answer
    assert cast.count(Camera) == 0


def test_a_camera_list_is_tried_out_and_then_written(app: Flask, cast: Cast, tmp_path: Path) -> None:
    file = _list(tmp_path, 19.8067)
    assert "Cần mã phường, xã" in run(app, "cameras import", file, code=1)
    assert "CỘT=MỤC" in run(app, "cameras import --ward 14797 --map code", file, code=1)
    assert "2 dòng của tệp cần bạn cho biết" in run(app, "cameras import --ward 14797", file, code=1)
    for answer, choices in (("connection=both", "police, mobilisable"), ("colour=red", "connection, eyes, codes")):
        assert choices in run(app, f"cameras import --ward 14797 --answer {answer}", file, code=1)
    assert "thêm 2" in run(app, "cameras import --ward 14797 --answer connection=police --dry-run", file)
    assert cast.count(Camera) == 0
    assert "thêm 2" in run(app, "cameras import --ward 14797 --answer connection=police", file)
    assert "giữ nguyên 2" in run(app, "cameras import --ward 14797", file)
    assert cast.count(Camera) == 2


def test_a_list_brought_in_lans_name_is_hers_to_undo(app: Flask, people: People, cast: Cast, tmp_path: Path) -> None:
    file = _list(tmp_path, 19.8067)
    assert "Không có tài khoản" in run(app, "cameras import --by nobody", file, code=1)
    run(app, "cameras import --by minh --ward 14797", file, code=1)
    assert "thêm 2" in run(app, "cameras import --by lan --answer connection=police", file)
    assert people.lan.get("/imports/1").text.count("list.csv")
    people.lan.post("/imports/1/undo", {})
    assert cast.count(Camera) == 0
    run(app, "user disable lan --reason x")
    assert "Không có tài khoản" in run(app, "cameras import --by lan", file, code=1)


def _list(folder: Path, latitude: Any) -> str:
    (folder / "list.csv").write_text(LIST.format(latitude), encoding="utf-8")
    return str(folder / "list.csv")


def test_the_cameras_of_a_ward_that_is_not_there_are_not_exported(app: Flask, cast: Cast, tmp_path: Path) -> None:
    cast.camera(code="HT-01")
    file = tmp_path / "list.csv"
    assert run(app, f"cameras export {file} --ward 99999", code=1).count("\n") == 1
    assert not file.exists()
    assert "Đã xuất 1 camera" in run(app, f"cameras export {file} --ward 14797")
    assert "HT-01" in file.read_text(encoding="utf-8-sig")
