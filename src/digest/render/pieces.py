"""The macros of a theme by name, found when they are called: so one can be overridden alone."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from jinja2 import TemplateRuntimeError
from jinja2.runtime import Macro

from digest.text.values import nearest

if TYPE_CHECKING:
    from jinja2 import Environment


class Pieces:
    """What templates see as `piece`: `piece.NAME(...)` is the nearest macro of that name.

    Args:
        environment: Compiles the files.
        paths: The files of macros, the nearest first.
        lenient: Whether a macro that is not there is left out.
    """

    __slots__ = ("_environment", "_lenient", "_macros", "_paths")

    def __init__(
        self, environment: "Environment", paths: Sequence[str], *, lenient: bool = False
    ) -> None:
        self._environment = environment
        self._lenient = lenient
        self._paths = tuple(paths)
        self._macros: dict[str, Macro] | None = None

    def __getattr__(self, name: str) -> Macro:
        if name.startswith("_") or (self._lenient and name not in self._found()):
            raise AttributeError(name)
        macros = self._found()
        if name not in macros:
            raise TemplateRuntimeError(_miss(name, list(macros)))
        return macros[name]

    def _found(self) -> dict[str, Macro]:
        """Find the macros, once."""
        if self._macros is None:
            self._macros = _find_macros(self._environment, self._paths)
        return self._macros


def _find_macros(environment: "Environment", paths: Sequence[str]) -> dict[str, Macro]:
    """Find every macro by name; the nearest file wins."""
    found: dict[str, Macro] = {}
    for path in reversed(paths):
        module = environment.get_template(path).module
        found |= {name: one for name, one in vars(module).items() if isinstance(one, Macro)}
    return found


def _miss(name: str, known: list[str]) -> str:
    """Say that a macro is not there, and which one may be meant."""
    close = nearest(name, known)
    hint = f"did you mean piece.{close}?" if close else f"there are: {', '.join(sorted(known))}"
    return f"there is no macro {name!r}; {hint}" if known else f"there is no macro {name!r}"
