import pytest
from tests.unit.app.reader_page_desk import ADA, NOW, PageDesk

from digest.app.leave import come_back, find_leaver, leave
from digest.deliver.tokens import Purpose
from digest.model.subscriber import SubscriberState, SuppressionReason


def test_leaving_is_for_good_and_is_noted() -> None:
    page = PageDesk()
    page.add()
    token = page.token(Purpose.UNSUBSCRIBE)

    left = leave(page.desk, token, how="one-click")

    assert left
    assert not left.already
    assert page.reader().state is SubscriberState.UNSUBSCRIBED
    suppression = page.store.subscribers.suppression(ADA)
    assert suppression
    assert suppression.reason is SuppressionReason.UNSUBSCRIBED
    assert page.store.subscribers.events_of(ADA)[-1] == (NOW, "unsubscribed", "one-click")


def test_leaving_twice_is_leaving_once() -> None:
    page = PageDesk()
    page.add()
    token = page.token(Purpose.UNSUBSCRIBE)
    leave(page.desk, token, how="page")

    again = leave(page.desk, token, how="page")

    assert again
    assert again.already
    assert len(page.store.subscribers.events_of(ADA)) == 2


def test_looking_at_the_page_changes_nothing() -> None:
    page = PageDesk()
    reader = page.add()

    assert find_leaver(page.desk, page.token(Purpose.UNSUBSCRIBE)) == reader
    assert page.reader() == reader
    assert find_leaver(page.desk, page.token(Purpose.PREFERENCES)) is None


def test_who_pressed_by_mistake_comes_back_with_all_their_choices() -> None:
    page = PageDesk()
    page.add(sections=("politics",))
    left = leave(page.desk, page.token(Purpose.UNSUBSCRIBE), how="page")
    assert left

    back = come_back(page.desk, left.preferences_token)

    assert back
    assert (back.state, back.sections) == (SubscriberState.SUBSCRIBED, ("politics",))
    assert page.store.subscribers.suppression(ADA) is None


@pytest.mark.parametrize(
    "reason",
    [SuppressionReason.COMPLAINED, SuppressionReason.BOUNCED, SuppressionReason.MANUAL],
)
def test_who_is_not_mailed_for_another_reason_does_not_come_back_by_a_button(
    reason: SuppressionReason,
) -> None:
    page = PageDesk()
    page.add()
    page.store.subscribers.suppress(ADA, reason, now=NOW)
    leave(page.desk, page.token(Purpose.UNSUBSCRIBE), how="page")

    came = come_back(page.desk, page.token(Purpose.PREFERENCES))

    assert came is None or page.store.subscribers.suppression(ADA)


def test_a_false_token_does_nothing() -> None:
    page = PageDesk()
    page.add()

    assert leave(page.desk, "x" * 30, how="page") is None
    assert come_back(page.desk, page.token(Purpose.UNSUBSCRIBE)) is None
    assert page.reader().state is SubscriberState.SUBSCRIBED
