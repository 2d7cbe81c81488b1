"""The open window: whom a crash leaves in doubt."""

from collections.abc import Sequence
from dataclasses import replace

from digest.model.delivery import Delivery


def is_recorded(result: Delivery, row: Delivery | None) -> bool:
    """Whether a row says what a result says; what a result wishes to bring about is in no row."""
    return row is not None and row == replace(result, suppress=None, full=False)


def refuse_strangers(
    window: Sequence[int], results: Sequence[Delivery], keep: Sequence[int]
) -> None:
    """Accept one result, or the wish to be kept, for each reader of the window, none for others.

    Raises:
        ValueError: A reader is named twice, or was never in the window.
    """
    named = [*(one.subscriber_id for one in results), *keep]
    once = set(named)
    if len(once) != len(named) or not once <= set(window):
        raise ValueError(f"results and kept {named} do not fit the open window {list(window)}")
