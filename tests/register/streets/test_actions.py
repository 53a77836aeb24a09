"""The lines of streets follow the names of points: when one comes, changes, goes."""

from sqlalchemy import delete, func, select

from tests.cast import Cast
from tests.exchange.imports.test_undo import brought, undone
from tests.people import People
from tests.register.streets.town import ACROSS, crossing, place_of, street
from tracker.jobs import actions as jobs
from tracker.jobs.rules import JobKind, JobState
from tracker.register.places.models import InstallationPoint
from tracker.register.streets import actions
from tracker.register.streets.models import PlaceTerm, StreetChange, StreetLine, TownPlan


def drawn(cast: Cast) -> dict[str, int]:
    """How many stretches each street has, by how it is written, once what was changed is drawn."""
    with cast.database.writing() as session:
        while actions.draw_changed(session):
            pass
    return lines(cast)


def lines(cast: Cast) -> dict[str, int]:
    """The same as they are drawn now."""
    with cast.database.reading() as session:
        rows = session.execute(select(StreetLine.name, func.count()).group_by(StreetLine.name))
        return {name: count for name, count in rows}  # noqa: C416 - rows are no pairs to mypy


def plans(cast: Cast) -> list[tuple[int, int]]:
    """How many crossings there are, and how many contradict each other."""
    with cast.database.reading() as session:
        return [(plan.crossings, plan.contradicting) for plan in session.scalars(select(TownPlan))]


def test_a_street_is_drawn_when_its_third_place_comes(cast: Cast) -> None:
    for across in ACROSS[:2]:
        crossing(cast, "Lê Lai", across)
    assert lines(cast) == {}
    crossing(cast, "Lê Lai", ACROSS[2])
    assert lines(cast) == {"Lê Lai": 2}


def test_lan_moves_a_point_away_and_its_street_is_no_longer_drawn_through_it(people: People, cast: Cast) -> None:
    moved = street(cast, "Lê Lai")[2]
    assert lines(cast) == {"Lê Lai": 4}
    edited = {"name": moved.name, "address": moved.address, "version": "1", "latitude": "", "longitude": ""}
    people.lan.post(f"/places/{moved.id}/edit", {**edited, "latitude": "19,802", "longitude": "105,788"})
    assert drawn(cast) == {"Lê Lai": 4}
    people.lan.post(f"/places/{moved.id}/edit", {**edited, "version": "2", "name": "Cổng chợ Vườn Hoa"})
    assert drawn(cast) == {"Lê Lai": 3}


def test_lan_registers_a_camera_and_the_street_goes_on_to_it(people: People, cast: Cast) -> None:
    for across in ACROSS[:3]:
        crossing(cast, "Lê Lai", across)
    latitude, longitude = place_of("Lê Lai", ACROSS[3])
    facts = {"code": "CAM-042", "name": f"Lê Lai – {ACROSS[3]}", "connection": "police"}
    people.lan.post("/maps/quick", {**facts, "coordinates": f"{latitude}, {longitude}"})
    assert lines(cast) == {"Lê Lai": 2}  # whoever registers does not wait for it
    with cast.database.writing() as session:
        job = jobs.start_of_system(session, JobKind.DRAW_STREETS)
    people.app.extensions["tracker_worker"].carry_out(job.id)
    assert cast.fresh(job).state is JobState.DONE
    assert lines(cast) == {"Lê Lai": 3}
    assert cast.count(StreetChange) == 0


def test_a_line_goes_with_the_point_at_its_end_and_the_rest_is_drawn_anew(cast: Cast) -> None:
    points = street(cast, "Lê Lai")
    with cast.database.writing() as session:
        session.execute(delete(InstallationPoint).where(InstallationPoint.id == points[0].id))
        assert session.scalars(select(PlaceTerm).where(PlaceTerm.point_id == points[0].id)).all() == []
        assert actions.redraw(session, {"le lai"}) == 3


def test_a_lone_name_is_a_street_only_where_another_name_says_so(cast: Cast) -> None:
    for across in ACROSS:
        crossing(cast, "Lê Lai", across, name="Bảy Hiền")
    assert lines(cast) == {}
    crossing(cast, "Lê Lai", ACROSS[0], name="12 Bảy Hiền")
    assert lines(cast) == {"Bảy Hiền": 4}


def test_a_street_whose_crossing_stands_in_two_places_has_no_line(cast: Cast) -> None:
    street(cast, "Lê Lai")
    crossing(cast, "Lê Lai", ACROSS[1], latitude=19.83)
    assert lines(cast) == {}
    assert plans(cast) == [(5, 1)]


def test_rebuilding_draws_what_was_kept_all_along(people: People, cast: Cast) -> None:
    street(cast, "Lê Lai")
    street(cast, "Nguyễn Du")
    before = lines(cast), plans(cast)
    with cast.database.writing() as session:
        session.execute(delete(PlaceTerm))
        session.execute(delete(StreetLine))
    answer = people.app.test_cli_runner().invoke(args="streets rebuild".split())
    assert answer.output == "Đã vẽ 8 quãng đường.\n"
    assert before == (lines(cast), plans(cast))


def test_a_list_that_comes_in_draws_its_streets_and_takes_them_along_when_undone(people: People, cast: Cast) -> None:
    crossing(cast, "Lê Lai", ACROSS[0])
    rows = []
    for number, across in enumerate(ACROSS[1:]):
        latitude, longitude = place_of("Lê Lai", across)
        rows.append(f"CAM-{number};Lê Lai – {across};{latitude};{longitude}")
    url = brought(people.lan, *rows, header="Mã;Tên;Vĩ độ;Kinh độ")
    assert drawn(cast) == {"Lê Lai": 4}
    undone(people.lan, url)
    assert drawn(cast) == {}
    assert cast.count(PlaceTerm) == 2
