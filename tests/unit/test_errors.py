"""The error tree keeps its promises to callers."""

from digest import errors


def every_error(root: type[errors.DigestError]) -> list[type[errors.DigestError]]:
    found = [root]
    for child in root.__subclasses__():
        found += every_error(child)
    return found


def test_every_error_is_drawn_in_the_tree_with_its_status() -> None:
    drawing = errors.__doc__ or ""
    for error in every_error(errors.DigestError):
        lines = [line for line in drawing.splitlines() if f" {error.__name__} " in line + " "]
        assert lines, f"{error.__name__} is not drawn"
        assert f" {int(error.exit_status)} " in lines[0]
