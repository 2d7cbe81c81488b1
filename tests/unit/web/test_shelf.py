from digest.web.shelf import Shelf, make_paper

PAPER = make_paper(b"x" * 10)


def test_what_is_put_there_is_found_again() -> None:
    shelf = Shelf(100)
    shelf.put("archive/index.html", PAPER)

    assert shelf.find("archive/index.html") is PAPER
    assert shelf.find("feed.xml") is None


def test_the_shelf_holds_no_more_than_it_may_and_lets_go_of_what_nobody_asks_for() -> None:
    shelf = Shelf(45)
    for name in "abcd":
        shelf.put(name, PAPER)
    shelf.find("a")
    shelf.put("e", PAPER)

    assert shelf.size == 40
    assert shelf.paths() == ["c", "d", "a", "e"]


def test_a_file_that_is_too_large_is_not_kept_and_costs_no_other_its_place() -> None:
    shelf = Shelf(40)
    shelf.put("a", PAPER)
    shelf.put("b", make_paper(b"x" * 11))

    assert shelf.paths() == ["a"]


def test_a_file_that_is_put_again_is_counted_once() -> None:
    shelf = Shelf(40)
    for _ in range(9):
        shelf.put("a", PAPER)
    shelf.drop("a")
    shelf.drop("a")

    assert shelf.size == 0


def test_other_bytes_have_another_tag() -> None:
    assert make_paper(b"a").etag != make_paper(b"b").etag
    assert make_paper(b"a").etag == make_paper(b"a").etag
