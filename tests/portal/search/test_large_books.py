"""The books as if they were large: what is looked up in an index is what a walk finds, for each person the same."""

import pytest

from tests.cast import Cast
from tests.people import People
from tracker.core import text_search
from tracker.core.viewer import Viewer
from tracker.portal.search import queries
from tracker.portal.search.rules import HitKind

TYPED = [
    *("hồ goong", "HỒ", "ho", "cam-", "vv-", "vv-00001", "yc-0000", "1/pc02", "dg-01", "góc chợ", "ck-06", "#1"),
    *("goong dong", "ham rong", "không có", "%%%", "mat xe", "hac thanh", "lo goong 7", "dien tu 9"),
]


def a_province(cast: Cast) -> None:
    """A thing of each kind in Lan's ward and in Hoa's, and more cameras of one name than a sample calls few."""
    for ward in (cast.hac_thanh, cast.ham_rong):
        point = cast.point(name="Hồ Goòng", address="Lò Goòng 7", ward_id=ward.id)
        recorder = cast.recorder(code=f"DG-{ward.id:02d}", place="Góc chợ Hồ", ward_id=ward.id)
        camera = cast.camera(name="Hồ Goòng đông", point_id=point.id, recorder_id=recorder.id, ward_id=ward.id)
        cast.network(name="Mô hình Hồ Goòng", ward_id=ward.id)
        cast.owner(name="Hợp tác xã Điện tử 9", consent_paper="CK-06", ward_id=ward.id)
        cast.request(camera, incident=cast.incident(summary="Mất xe ở Hồ Goòng"), paper_number=f"{ward.id}/PC02")
    for _ in range(8):
        cast.camera(name="Chợ Goòng")


def found(cast: Cast, viewer: Viewer, typed: str) -> dict[HitKind, list[tuple[int, str]]]:
    """What somebody finds, by kind, in its order."""
    with cast.database.reading() as session:
        groups = queries.found(session, viewer, typed)
        return {kind: [(hit.id, hit.code) for hit in hits] for kind, (hits, _) in groups.items()}


@pytest.mark.parametrize("who", ["lan", "hoa", "minh", "thuy"])
def test_the_search_box_gives_by_the_indexes_what_it_gives_by_walks(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    a_province(cast)
    walked = {typed: found(cast, getattr(cast, who), typed) for typed in TYPED}
    cases = set() if who in ("lan", "hoa") else {HitKind.INCIDENT}
    kinds_found = {kind for kinds in walked.values() for kind in kinds}
    assert kinds_found == {kind for kind in HitKind if kind is not HitKind.INCIDENT} | cases
    assert len({kind for kinds in walked.values() for kind in kinds}) >= len(HitKind) - 1  # Lan sees no incidents
    monkeypatch.setattr(text_search, "FEW", 0)
    for typed in TYPED:
        assert found(cast, getattr(cast, who), typed) == walked[typed], typed


def test_each_list_gives_by_its_index_what_it_gives_by_a_walk(
    people: People, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_province(cast)
    pages = [
        (person, f"/{book}?q={typed}")
        for person, books in (
            (people.lan, ("cameras", "places", "networks", "recorders", "extractions")),
            (people.minh, ("incidents", "extractions")),
        )
        for book in books
        for typed in ("goong", "ho ham", "goong hac", "dg-0", "vv-0", "yc-0", "khong co", "mat xe goong")
    ]
    walked = [links(person.get(url).text) for person, url in pages]
    monkeypatch.setattr(text_search, "FEW", 0)
    for (person, url), before in zip(pages, walked, strict=True):
        assert links(person.get(url).text) == before, url
    assert sum(bool(before) for before in walked) > len(pages) / 5


def links(page: str) -> list[str]:
    """Where the rows of a list lead."""
    table = page.partition("<tbody")[2].partition("</tbody>")[0]
    return [part.partition('"')[0] for part in table.split('href="')[1:]]
