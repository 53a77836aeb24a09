"""Posts of people at the command line."""

import pytest
from flask import Flask

from tests.cast import Cast
from tests.test_cli import run
from tracker.accounts.models import Post


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("--role leadership --position member --unit PC02", "Lãnh đạo là cấp trưởng hoặc cấp phó"),
        ("--role auditor --unit PC99", "Không có đơn vị nào"),
        ("--role auditor --unit PX05 --from hôm-kìa-kia", "--from: Không đọc được ngày"),
    ],
)
def test_a_post_that_cannot_be_is_refused(app: Flask, cast: Cast, options: str, message: str) -> None:
    before = cast.count(Post)
    assert message in run(app, f"user post minh {options}", code=1)
    assert cast.count(Post) == before


def test_a_post_is_given_listed_and_ended(app: Flask, cast: Cast) -> None:
    assert "Đã giao nhiệm vụ" in run(app, "user post minh --role auditor --unit PX05 --from 01/03/2024")
    row = next(line for line in run(app, "user posts minh").splitlines() if "\tauditor\t" in line)
    number, *facts = row.split("\t")
    assert facts[:4] == ["auditor", "member", "2024-03-01", ""]
    assert "auditor,investigator" in run(app, "user list")
    assert "không" in run(app, f"user end-post lan {number} --reason nhầm", code=1).lower()
    run(app, f"user end-post minh {number} --on 31/03/2024", "--reason", "chuyển công tác")
    assert f"{number}\tauditor\tmember\t2024-03-01\t2024-03-31" in run(app, "user posts minh")
