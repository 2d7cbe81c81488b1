"""Go through a template without rendering it: every name in every branch is looked up."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jinja2 import nodes

from digest.render.lint_flaws import Flaw
from digest.render.lint_types import LOOP_VALUE, Made, element_of, names_of
from digest.text.values import nearest

# Tests and filters that may be put to what is not there.
FORGIVING = frozenset({"default", "d", "defined", "undefined"})
IN_MACROS = frozenset({"caller", "varargs", "kwargs"})
OWN = frozenset({"loop", "self", "super", *IN_MACROS})
# What other systems call what a story has.
ALIASES = {
    "title": "headline", "link": "url", "author": "byline", "excerpt": "summary",
    "description": "summary", "picture": "image", "logo": "masthead",
}  # fmt: skip
Tell = Callable[[int, Flaw], None]


@dataclass(frozen=True, slots=True)
class Signature:
    """What a macro takes: its arguments, and how many of the last may be left out."""

    arguments: tuple[str, ...]
    optional: int = 0
    open: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What every template of one kind may name.

    Attributes:
        filters, tests: Names of those that there are.
        macros: What `piece` has.
        shipped: What `shipped` has.
    """

    filters: frozenset[str]
    tests: frozenset[str]
    macros: Mapping[str, Signature]
    shipped: Mapping[str, Signature]


def read_signature(macro: nodes.Macro) -> Signature:
    """Read what a macro takes."""
    names = {one.name for one in macro.find_all(nodes.Name)}
    return Signature(
        arguments=tuple(one.name for one in macro.args),
        optional=len(macro.defaults),
        open=bool(names & {"varargs", "kwargs"}),
    )


@dataclass(slots=True)
class NameReader:
    """Looks up the names of one template.

    Attributes:
        known: What it may name.
        tell: Called with the line and the flaw.
        typed: Names of macros whose arguments are what those of ours are.
        arguments: What the arguments of ours are, by name.
        scopes: Names by scope, the outermost first, with what each stands for.
    """

    known: Known
    tell: Tell
    typed: frozenset[str]
    arguments: Mapping[str, Any]
    scopes: list[dict[str, Any]]
    inside: list[str] = field(default_factory=list)

    def read(self, node: nodes.Node) -> Any:  # noqa: ANN401 - a type
        """Go through a node; tells what its value is, None when that is not known."""
        special = getattr(self, f"read_{type(node).__name__.lower()}", None)
        return special(node) if special else self.read_all(list(node.iter_child_nodes()))

    def read_all(self, below: Sequence[nodes.Node]) -> None:
        """Go through several nodes."""
        for node in below:
            self.read(node)

    def within(self, names: Mapping[str, Any], below: Sequence[nodes.Node]) -> None:
        """Go through nodes that see some names more."""
        self.scopes.append(dict(names))
        self.read_all(below)
        self.scopes.pop()

    def bind(self, target: nodes.Node, hint: Any) -> None:  # noqa: ANN401 - a type
        """Give names to a value."""
        if isinstance(target, nodes.Name):
            self.scopes[-1][target.name] = hint
        else:
            for name in target.find_all(nodes.Name):
                self.scopes[-1].setdefault(name.name, None)

    def read_name(self, node: nodes.Name) -> Any:  # noqa: ANN401
        """Look a name up."""
        for scope in reversed(self.scopes):
            if node.name in scope:
                return scope[node.name]
        if node.name not in OWN:
            self.miss(node)
        return None

    def miss(self, node: nodes.Name) -> None:
        """Tell that a name means nothing here."""
        message = f"there is no value {node.name!r} here"
        in_macro = [one for one in self.inside if one]
        if in_macro and node.name in self.arguments:
            fix = f"A macro sees only its arguments: {', '.join(self.scopes[-1]) or 'it has none'}."
        else:
            names = sorted({name for scope in self.scopes for name in scope})
            close = nearest(node.name, names)
            fix = f"Did you mean {close}?" if close else "See docs/reference/templates.md."
        self.tell(node.lineno, Flaw("unknown-variable", message, node.name, fix))

    def read_getattr(self, node: nodes.Getattr) -> Any:  # noqa: ANN401
        """Look an attribute up."""
        if isinstance(node.node, nodes.Name) and node.node.name in ("piece", "shipped"):
            self.find_macro(node)
            return None
        names = names_of(self.read(node.node))
        if names is None:
            return None
        if node.attr not in names:
            close = nearest(node.attr, [*names, *(one for one in ALIASES if ALIASES[one] in names)])
            close = ALIASES.get(close or "", close)
            fix = f"Did you mean {close}?" if close else f"There are: {', '.join(names)}."
            message = f"there is no value {node.attr!r} here"
            self.tell(node.lineno, Flaw("unknown-attribute", message, f".{node.attr}", fix))
        return names.get(node.attr)

    def find_macro(self, node: nodes.Getattr) -> Signature | None:
        """Look a macro up; None when there is none."""
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        if any(scope.get(name) is not None for scope in self.scopes):
            return None
        macros = self.known.macros if name == "piece" else self.known.shipped
        if node.attr not in macros:
            close = nearest(node.attr, list(macros))
            fix = f"Did you mean {name}.{close}?" if close else f"There are: {', '.join(macros)}."
            message = f"there is no macro {node.attr!r}"
            self.tell(node.lineno, Flaw("unknown-macro", message, f".{node.attr}", fix))
        return macros.get(node.attr)

    def read_call(self, node: nodes.Call) -> None:
        """Go through a call; one of a macro is held against what the macro takes."""
        called = node.node
        if (
            isinstance(called, nodes.Getattr)
            and isinstance(called.node, nodes.Name)
            and called.node.name in ("piece", "shipped")
        ):
            signature = self.find_macro(called)
            if signature and not node.dyn_args and not node.dyn_kwargs:
                self.hold(node, called.attr, signature)
        else:
            self.read(called)
        self.read_all([*node.args, *(one.value for one in node.kwargs)])

    def hold(self, node: nodes.Call, name: str, signature: Signature) -> None:
        """Hold a call against what a macro takes."""
        given = signature.arguments[: len(node.args)]
        named = [one.key for one in node.kwargs]
        needed = signature.arguments[: len(signature.arguments) - signature.optional]
        wrong = [one for one in named if one not in (*signature.arguments, "caller")]
        missing = [one for one in needed if one not in (*given, *named)]
        if signature.open or not (wrong or missing or len(node.args) > len(signature.arguments)):
            return
        takes = f"piece.{name}({', '.join(signature.arguments)})"
        message = f"{name} is not called with what it takes"
        self.tell(node.lineno, Flaw("macro-arguments", message, f".{name}", f"Write {takes}."))

    def read_filter(self, node: nodes.Filter) -> Any:  # noqa: ANN401
        """Look a filter up, and what it is put to."""
        self.check_name(node, self.known.filters, "filter")
        hint = self.read_tolerant(node)
        self.read_all([*node.args, *(one.value for one in node.kwargs)])
        return element_of(hint) if node.name in ("first", "last") else None

    def read_test(self, node: nodes.Test) -> None:
        """Look a test up, and what it is put to."""
        self.check_name(node, self.known.tests, "test")
        self.read_tolerant(node)
        self.read_all(node.args)

    def read_tolerant(self, node: nodes.Filter | nodes.Test) -> Any:  # noqa: ANN401
        """Go through what a filter or test is put to, unless it may be missing."""
        below = node.node
        if below is None:
            return None
        if node.name in FORGIVING and isinstance(below, nodes.Name | nodes.Getattr):
            return self.read(below.node) if isinstance(below, nodes.Getattr) else None
        return self.read(below)

    def check_name(self, node: nodes.Filter | nodes.Test, known: frozenset[str], kind: str) -> None:
        """Tell that there is no such filter or test."""
        if node.name in known:
            return
        close = nearest(node.name, sorted(known))
        fix = f"Did you mean {close}?" if close else ""
        if node.name == "safe":
            fix = "Leave it out: what may be markup is markup already, the rest is escaped."
        flaw = Flaw(f"unknown-{kind}", f"there is no {kind} {node.name!r}", node.name, fix)
        self.tell(node.lineno, flaw)

    def read_or(self, node: nodes.Or) -> Any:  # noqa: ANN401
        """Go through `a or b`, which is what both are."""
        first, second = self.read(node.left), self.read(node.right)
        return first if first == second else None

    def read_for(self, node: nodes.For) -> None:
        """Go through a loop."""
        hint = element_of(self.read(node.iter))
        self.scopes.append({"loop": LOOP_VALUE})
        self.bind(node.target, hint)
        self.read_all([*([node.test] if node.test else []), *node.body])
        self.scopes.pop()
        self.read_all(node.else_)

    def read_assign(self, node: nodes.Assign) -> None:
        """Go through `{% set %}`."""
        self.bind(node.target, self.read(node.node))

    def read_assignblock(self, node: nodes.AssignBlock) -> None:
        """Go through `{% set %}` … `{% endset %}`."""
        self.read_all([*([node.filter] if node.filter else []), *node.body])
        self.bind(node.target, None)

    def read_with(self, node: nodes.With) -> None:
        """Go through `{% with %}`."""
        hints = [self.read(one) for one in node.values]
        self.scopes.append({})
        for target, hint in zip(node.targets, hints, strict=True):
            self.bind(target, hint)
        self.read_all(node.body)
        self.scopes.pop()

    def read_macro(self, node: nodes.Macro) -> None:
        """Go through a macro, which sees what it is given and what stands outermost."""
        self.scopes[-1][node.name] = None
        self.read_all(node.defaults)
        typed = node.name in self.typed
        names = {one.name: self.arguments.get(one.name) if typed else None for one in node.args}
        self.inside.append(node.name)
        self.within(names, node.body)
        self.inside.pop()

    def read_callblock(self, node: nodes.CallBlock) -> None:
        """Go through `{% call %}`."""
        self.read(node.call)
        self.within(dict.fromkeys(one.name for one in node.args), node.body)

    def read_block(self, node: nodes.Block) -> None:
        """Go through a block, which sees what stands outermost."""
        kept = self.scopes
        self.scopes = [*kept, {}] if node.scoped else [kept[0], {}]
        self.read_all(node.body)
        self.scopes = kept

    def read_import(self, node: nodes.Import) -> None:
        """Go through `{% import %}`."""
        self.read(node.template)
        # Whoever imports a file under the name of `piece` means that file alone.
        self.scopes[-1][node.target] = Made() if node.target in ("piece", "shipped") else None

    def read_fromimport(self, node: nodes.FromImport) -> None:
        """Go through `{% from … import %}`."""
        self.read(node.template)
        for name in node.names:
            self.scopes[-1][name if isinstance(name, str) else name[1]] = None
