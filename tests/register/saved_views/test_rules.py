"""What of a list's address is worth keeping."""

from tracker.register.saved_views.rules import chosen, lasting


def test_the_filter_lasts_and_the_place_in_the_list_does_not() -> None:
    assert lasting("?q=chợ+hoa&after=abc&limit=9&csrf_token=x&form=&health=broken") == "q=ch%E1%BB%A3+hoa&health=broken"
    assert lasting("q=a&q=b") == "q=a&q=b"
    assert lasting("") == ""


def test_known_columns_are_chosen_each_once_in_the_order_named() -> None:
    assert chosen(["b", "x", "a", "b"], {"a", "b", "c"}) == ["b", "a"]
