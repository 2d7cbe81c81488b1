"""How articles were merged, for people and as JSON."""

from digest.app.stories import GivenStory, GivenTie
from digest.cli.stories_shown import shape_stories, story_lines

LEVY = GivenStory(
    headline="Levy shelved",
    lead="b",
    ids=("a", "b"),
    explained=(
        "leads  b, “Levy shelved”",
        "also   a, “Vote off”: same event (they share: levy, Harwick)",
    ),
    ties=(GivenTie(articles=("a", "b"), kind="event", strength=0.4, words=("levy", "Harwick")),),
)
GOES_ON = GivenStory(
    headline="Rebels offer a deal",
    lead="c",
    ids=("c",),
    continues="b",
    explained=("continues: b, “Levy shelved” (levy)",),
)
TOTAL = (
    "4 articles, 3 stories, 2 of them told by one article (all shown with -v)"
    "      Next: digest draft"
)
SINGLE = GivenStory(headline="Comet found", lead="d", ids=("d",))


def test_stories_of_several_articles_are_explained_and_the_others_counted() -> None:
    lines = story_lines([LEVY, GOES_ON, SINGLE])

    assert lines == [
        "Levy shelved",
        "   leads  b, “Levy shelved”",
        "   also   a, “Vote off”: same event (they share: levy, Harwick)",
        "Rebels offer a deal",
        "   continues: b, “Levy shelved” (levy)",
        TOTAL,
    ]


def test_with_v_stories_of_one_article_are_listed_too() -> None:
    lines = story_lines([LEVY, SINGLE], verbose=True)

    assert "Comet found" in lines
    assert lines[-1] == "3 articles, 2 stories      Next: digest draft"


def test_the_stories_of_a_file_have_no_edition_as_their_next_step() -> None:
    assert story_lines([SINGLE], given=True) == [
        "1 article, 1 story, each told by one article (all shown with -v)"
    ]
    assert story_lines([], given=True) == ["There is no article in this file."]


def test_without_articles_the_next_step_is_to_collect() -> None:
    assert story_lines([])[-1] == "Next: digest collect"


def test_the_object_names_lead_articles_ties_and_what_it_goes_on_with() -> None:
    assert shape_stories([LEVY, GOES_ON]) == {
        "stories": [
            {
                "lead": "b",
                "articles": ["a", "b"],
                "continues": None,
                "ties": [
                    {
                        "articles": ["a", "b"],
                        "kind": "event",
                        "strength": 0.4,
                        "words": ["levy", "Harwick"],
                    }
                ],
            },
            {"lead": "c", "articles": ["c"], "continues": "b", "ties": []},
        ]
    }
