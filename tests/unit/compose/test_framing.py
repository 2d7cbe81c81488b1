"""A picture is cropped as a picture editor would."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.compose.framing import crop_box
from digest.model.picture import Frame


@pytest.mark.parametrize(
    ("size", "frame", "box"),
    [
        ((1600, 900), Frame.WIDE, (0, 0, 1600, 900)),
        ((1500, 1000), Frame.WIDE, (0, 0, 1500, 1000)),
        ((1200, 1200), Frame.WIDE, (0, 40, 1200, 840)),
        ((1000, 1500), Frame.WIDE, (0, 83, 1000, 750)),
        ((3000, 1000), Frame.WIDE, (611, 0, 2389, 1000)),
        ((900, 1200), Frame.STORY, (0, 0, 900, 1200)),
        ((900, 2200), Frame.STORY, (0, 100, 900, 1300)),
        ((3000, 1000), Frame.STORY, (500, 0, 2500, 1000)),
    ],
)
def test_a_photograph_is_brought_into_its_frame(
    size: tuple[int, int], frame: Frame, box: tuple[int, int, int, int]
) -> None:
    assert crop_box(*size, frame=frame, is_drawing=False) == box


def test_of_a_portrait_the_upper_part_stays_where_the_head_is() -> None:
    _, top, _, bottom = crop_box(1000, 1500, frame=Frame.WIDE, is_drawing=False)
    assert top < 0.1 * 1500
    assert bottom < 0.6 * 1500


def test_no_word_is_cut_off_the_sides_of_a_chart() -> None:
    assert crop_box(4000, 1000, frame=Frame.WIDE, is_drawing=True) == (0, 0, 4000, 1000)
    assert crop_box(1000, 1000, frame=Frame.WIDE, is_drawing=True) == (0, 0, 1000, 1000)
    assert crop_box(600, 6000, frame=Frame.WIDE, is_drawing=True) == (0, 0, 600, 800)


@given(st.integers(8, 20_000), st.integers(8, 20_000), st.sampled_from(list(Frame)), st.booleans())
def test_what_is_kept_is_a_part_of_the_picture(
    width: int, height: int, frame: Frame, kind: str
) -> None:
    left, top, right, bottom = crop_box(width, height, frame=frame, is_drawing=kind == "drawing")
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height
    assert crop_box(right - left, bottom - top, frame=frame, is_drawing=kind == "drawing")[:2] == (
        0,
        0,
    )
