"""What a picture can show at a distance, as EN 62676-4 has it, and how people write its size."""

import pytest

from tracker.register.cameras.optics import Detail, density, detail, pixels_per_metre, reach, read_width


@pytest.mark.parametrize(
    ("text", "width"),
    [
        *(("1920", 1920), ("1920×1080", 1920), ("1080 x 1920p", 1920), ("1080P", 1920), ("Full HD", 1920)),
        *(("2 MP", 1920), ("2", 1920), ("2MP", 1920), ("2,0 Megapixel", 1920), ("4.0 mpx", 2560), ("4K", 3840)),
        *(("1.920", 1920), ("1.920 px", 1920), ("2560 điểm ảnh", 2560), ("8 M", 3840)),
        *(("nét", None), ("7 MP", None), ("-4", None), ("", None), ("1920,5", None), ("0", None), ("4 mm", None)),
    ],
)
def test_the_size_of_a_picture_is_read_as_it_is_sold(text: str, width: int | None) -> None:
    assert read_width(text) == width


@pytest.mark.parametrize(
    ("width", "angle", "reaches"),
    [  # identify, recognise, observe, detect: width / (2 tan(angle / 2)) / 250, 125, 62, 25
        (1920, 103, (3.1, 6.1, 12.3, 30.5)),
        (1920, 84, (4.3, 8.5, 17.2, 42.6)),
        (2560, 84, (5.7, 11.4, 22.9, 56.9)),
        (3840, 84, (8.5, 17.1, 34.4, 85.3)),
    ],
)
def test_each_picture_reaches_as_far_as_its_pixels(width: int, angle: float, reaches: tuple[float, ...]) -> None:
    details = (Detail.IDENTIFY, Detail.RECOGNISE, Detail.OBSERVE, Detail.DETECT)
    assert [reach(width, angle, each) for each in details] == pytest.approx(reaches, abs=0.06)


def test_the_usual_camera_does_not_see_a_person_at_60_metres() -> None:
    assert pixels_per_metre(1920, 90, 60) == pytest.approx(16)
    assert detail(density(1920, 90, 60)) is Detail.TOO_FAR


@pytest.mark.parametrize(
    ("metres", "shown"),
    [
        (3.8, Detail.IDENTIFY),
        (3.9, Detail.RECOGNISE),
        (7.7, Detail.OBSERVE),
        (15.5, Detail.DETECT),
        (38.5, Detail.TOO_FAR),
    ],
)
def test_a_picture_shows_less_the_farther_somebody_stands(metres: float, shown: Detail) -> None:
    assert detail(density(1920, 90, metres)) is shown


def test_of_a_picture_that_nobody_described_nothing_is_said() -> None:
    assert detail(density(None, 90, 5)) is detail(density(1920, None, 5)) is Detail.UNKNOWN
    assert reach(None, 90) is reach(1920, None) is None


def test_a_wider_view_never_has_more_pixels_for_a_metre() -> None:
    densities = [pixels_per_metre(1920, angle, 10) for angle in range(1, 361)]
    assert densities == sorted(densities, reverse=True)
    assert densities[-1] == pytest.approx(30.6, abs=0.05)


def test_nobody_stands_nearer_than_a_metre() -> None:
    assert pixels_per_metre(1920, 90, 0) == pixels_per_metre(1920, 90, 1)
