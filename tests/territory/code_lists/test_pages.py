"""Lists as people, programs and the command line see them."""

from pathlib import Path

from flask import Flask

from tests.cast import Cast
from tests.people import People
from tracker.territory.code_lists import seed

NEW = {
    "code": "crypto_fraud",
    "name_vi": "Lừa đảo tiền mã hóa",
    "name_en": "Crypto fraud",
    "group_code": "social_order",
    "attributes": "kind: crime\npenal_article: 174",
    "valid_from": "01/01/2026",
    "source": "Luật 1/2026",
}


def test_everybody_reads_the_lists_and_only_bình_changes_them(people: People) -> None:
    for person in (people.lan, people.minh, people.thuy, people.an):
        assert "Căn cứ pháp lý" in person.get("/code-lists").text
        assert "Thêm mục" not in person.get("/code-lists/legal_basis").text
        person.post("/code-lists/incident_type/new", NEW, 403)
        person.get("/code-lists/entries/1/edit", 403)
        person.get("/code-lists/entries/1/end", 403)
    people.minh.get("/code-lists/sorcery", 404)
    people.minh.json("GET", "/api/v1/code-lists/sorcery", status=404)
    people.binh.get("/code-lists/entries/99999/edit", 404)


def test_bình_adds_corrects_and_ends_an_entry(people: People) -> None:
    page = people.binh.post("/code-lists/incident_type/new", {**NEW, "code": "theft"}, 422).text
    assert "Mã này đã có trong danh mục" in page
    assert "Lừa đảo tiền mã hóa" in page
    shown = people.binh.post("/code-lists/incident_type/new", NEW).location
    entry = people.minh.json("GET", "/api/v1/code-lists/incident_type?q=tien ma hoa")["items"][0]
    assert (entry["attributes"]["penal_article"], entry["valid_from"]) == ("174", "2026-01-01")
    url = f"/code-lists/entries/{entry['id']}"
    assert "kind: crime" in people.binh.get(f"{url}/edit").text
    edited = {name: value for name, value in NEW.items() if name not in ("code", "valid_from")}
    people.binh.post(f"{url}/edit", {**edited, "name_vi": "Lừa đảo bằng tiền mã hóa", "version": 1})
    assert "bằng tiền mã hóa" in people.lan.get(f"{shown}?q=tiền").text
    assert "Cần điền mục này" in people.binh.post(f"{url}/end", {"on": "31/12/2027", "version": 2}, 422).text
    people.binh.post(f"{url}/end", {"on": "31/12/2027", "reason": "Luật 2/2027", "version": 2})
    assert "đến 31/12/2027" in people.lan.get(f"{shown}?q=tiền").text
    log = people.an.get("/audit").text
    assert "ghi mục của danh mục hết hiệu lực" in log


def test_programs_read_the_codes_of_a_day(people: People) -> None:
    def codes(on: str) -> set[str]:
        answer = people.minh.json("GET", f"/api/v1/code-lists/legal_basis?on={on}&limit=100")
        return {entry["code"] for entry in answer["items"]}

    assert "ND61" in codes("2026-04-01") - codes("2026-03-31")
    assert "ND135" in codes("2026-03-31") - codes("2026-04-01")


def test_names_are_in_the_readers_language(people: People, cast: Cast) -> None:
    cast.incident(type="snatching")
    assert "Cướp giật tài sản" in people.minh.get("/incidents").text
    people.minh.post("/language/en", {"next": "/"})
    page = people.minh.get("/incidents").text
    assert "Snatching" in page
    assert "Cướp giật tài sản" not in page


def test_the_command_tells_what_a_file_would_do_and_does_it(app: Flask, cast: Cast, tmp_path: Path) -> None:
    def run(line: str) -> tuple[int, str]:
        answer = app.test_cli_runner().invoke(args=line.split())
        return answer.exit_code, answer.output

    shipped = seed.FOLDER / "holiday.csv"
    assert run(f"code-lists load {shipped} --list holiday --dry-run") == (0, "Thêm 0 mục, đổi 0, đã có 60.\n")
    changed = tmp_path / "days.csv"
    changed.write_text(shipped.read_text().replace("Ngày Văn hóa Việt Nam", "Ngày Văn hóa"))
    assert "đổi 2" in run(f"code-lists load {changed} --list holiday --dry-run")[1]
    assert "Văn hóa Việt Nam" in run("code-lists list holiday --on 24/11/2026")[1]
    assert "Đã ghi." in run(f"code-lists load {changed} --list holiday")[1]
    assert "Ngày Văn hóa\t" in run("code-lists list holiday --on 24/11/2026")[1]
    changed.write_text(shipped.read_text().replace("public,true", "public,maybe"))
    code, output = run(f"code-lists load {changed} --list holiday")
    assert code == 1
    assert "chưa ghi gì" in output
