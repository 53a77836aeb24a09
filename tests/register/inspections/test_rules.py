"""The order in which a person walks past cameras."""

from tracker.register.inspections.rules import Stop, walking_order


def test_one_walks_to_the_nearest_next_and_to_what_has_no_place_last() -> None:
    near, mid, far = (19.80, 105.78), (19.81, 105.78), (19.84, 105.78)
    stops = [Stop(1, far, "b"), Stop(2, None, "a"), Stop(3, near, "a"), Stop(4, mid, "c"), Stop(5, near, "z")]
    assert walking_order(stops) == [3, 5, 4, 1, 2]
    assert walking_order([]) == []
    assert walking_order([Stop(7, None, "b"), Stop(8, None, "a")]) == [8, 7]
