"""The places that a reader's own parts are put into."""

from tests.unit.render.examples import PAGES, render

from digest.model.message import PersonalContext, PersonalField
from digest.render.lint_flaws import TOKEN
from digest.render.sentinels import make_sentinels


def test_each_field_has_its_own_token_for_each_context() -> None:
    sentinels = make_sentinels("ab" * 32, public_url=PAGES)
    assert len({one.token for one in sentinels}) == len(PersonalField) * len(PersonalContext)
    assert all(TOKEN.fullmatch(one.token) and one.token.isalnum() for one in sentinels)


def test_tokens_repeat_for_the_same_content_and_differ_for_another() -> None:
    first = make_sentinels("ab" * 32, public_url=PAGES)
    assert first == make_sentinels("ab" * 32, public_url=PAGES)
    other = make_sentinels("ac" * 32, public_url=PAGES)
    assert not {one.token for one in first} & {one.token for one in other}


def test_without_pages_nobody_has_preferences_or_a_page_to_view() -> None:
    fields = {one.field for one in make_sentinels("ab" * 32, public_url="")}
    assert fields == {PersonalField.NAME, PersonalField.UNSUBSCRIBE}


def test_a_token_stands_only_in_the_part_that_it_is_escaped_for() -> None:
    rendered = render()
    for sentinel in rendered.sentinels:
        if sentinel.context is PersonalContext.TEXT:
            assert sentinel.token not in rendered.html
        else:
            assert sentinel.token not in rendered.text
