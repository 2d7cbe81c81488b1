"""Lint the templates of a desk as they stand: Jinja, names, blocks, tags, in every branch."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jinja2 import TemplateSyntaxError, nodes

from digest.model.message import Finding, Level
from digest.render.environment import DeskEnvironment
from digest.render.layers import (
    MACROS,
    MARKUP,
    SHARED,
    SHIPPED,
    STYLES,
    TEXT,
    TEXT_MACROS,
    THEME_FILES,
    Layers,
    list_themes,
)
from digest.render.lint_flaws import Flaw
from digest.render.lint_names import Known, NameReader, Signature, read_signature
from digest.render.lint_syntax import explain_syntax
from digest.render.lint_tags import find_flaws
from digest.render.lint_types import ARGUMENTS, SEEN, SEEN_IN_LETTERS
from digest.render.opening import open_markup, open_text
from digest.render.origins import find_word
from digest.text.values import nearest

DEEPEST_EXTENDS = 20
HARMLESS = ("unused-macro",)
LOST = "unknown-template"


@dataclass(slots=True)
class TemplateLint:
    """Lints the files of one theme.

    Attributes:
        layers: The theme's.
        theme: What `theme` is.
    """

    layers: Layers
    theme: Any
    trees: dict[str, nodes.Template | None] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def lint(self, paths: Sequence[str]) -> list[Finding]:
        """Lint files of the theme's layers; those of macros first, as the others call them."""
        markup, text = open_markup(self.layers), open_text(self.layers)
        for path in sorted(paths, key=lambda one: not one.endswith((MACROS, TEXT_MACROS))):
            plain = path.endswith((".txt.j2", STYLES))
            environment = text if plain else markup
            tree = self.parse(path, environment)
            if tree:
                self.lint_blocks(path, tree)
                # Without the file that it builds on, nobody can tell which names there are.
                if not any((one.rule, one.file) == (LOST, path) for one in self.findings):
                    self.lint_names(path, tree, environment)
            if not plain:
                for line, column, flaw in find_flaws(self.layers.sources[path]):
                    self.add(path, line, flaw, column)
        return self.findings

    def add(self, path: str, line: int, flaw: Flaw, column: int | None = None) -> None:
        """Keep a finding, with the column of what is wrong."""
        lines = self.layers.sources[path].split("\n")
        here = lines[line - 1] if line <= len(lines) else ""
        self.findings.append(
            Finding(
                rule=flaw.rule,
                level=Level.WARNING if flaw.rule in HARMLESS else Level.ERROR,
                message=flaw.sentence,
                file=path,
                line=line,
                column=column or find_column(here, flaw.seek),
                fix=flaw.fix or None,
            )
        )

    def parse(self, path: str, environment: DeskEnvironment) -> nodes.Template | None:
        """Parse a file; None, and a finding, when it cannot be."""
        if path not in self.trees:
            source = self.layers.sources[path]
            try:
                self.trees[path] = environment.parse(source, path, path)
            except TemplateSyntaxError as error:
                self.trees[path] = None
                self.add(path, error.lineno, explain_syntax(error.message or "", source))
            except RecursionError:
                self.trees[path] = None
                self.add(path, 1, Flaw("jinja-syntax", "its tags stand too deep in one another"))
        return self.trees[path]

    def quietly(self, path: str, environment: DeskEnvironment) -> nodes.Template | None:
        """Parse a file; what is wrong with it is told when that file is linted."""
        kept = list(self.findings)
        tree = self.parse(path, environment)
        if tree is None:
            self.trees.pop(path)
        self.findings = kept
        return tree

    def lint_names(self, path: str, tree: nodes.Template, environment: DeskEnvironment) -> None:
        """Look up every name of a file."""
        is_macros = path.endswith((MACROS, TEXT_MACROS))
        name = TEXT_MACROS if path.endswith(".txt.j2") else MACROS
        macros = self.macros(name, environment)
        ours = {one: sign for one, (file, sign) in macros.items() if is_ours(file)}
        shipped = self.macros(name, environment, only_ours=True)
        seen: dict[str, Any] = {**SEEN, "theme": self.theme}
        if path.endswith(STYLES):
            seen = {"theme": self.theme}
        elif not path.endswith((MARKUP, TEXT)):  # what a letter may include is read as one
            seen |= SEEN_IN_LETTERS
        root: dict[str, Any] = dict.fromkeys(environment.globals)
        root |= {} if is_macros else seen
        root |= self.outermost(path, tree, environment, root)
        reader = NameReader(
            known=Known(
                filters=frozenset(environment.filters),
                tests=frozenset(environment.tests),
                macros={one: sign for one, (_, sign) in macros.items()},
                shipped={one: sign for one, (_, sign) in shipped.items()},
            ),
            tell=lambda line, flaw: self.add(path, line, flaw),
            typed=frozenset({*ours, *shipped}),
            arguments={**ARGUMENTS, "theme": self.theme},
            scopes=[root],
        )
        reader.read(tree)
        if is_macros and not is_ours(path):
            below = self.macros(name, environment, only_ours=True, below=path)
            self.lint_macros(path, tree, {one: sign for one, (_, sign) in below.items()})

    def macros(
        self,
        name: str,
        environment: DeskEnvironment,
        *,
        only_ours: bool = False,
        below: str = "",
    ) -> dict[str, tuple[str, Signature]]:
        """List the macros that `piece` finds, with their files; the nearest file wins.

        Args:
            name: Of the files of macros.
            environment: Parses them.
            only_ours: Whether those that came with the program count alone.
            below: Count those only that are farther than this file.
        """
        found: dict[str, tuple[str, Signature]] = {}
        every = self.layers.every(name)
        for path in reversed(every[every.index(below) :] if below else every):
            tree = self.quietly(path, environment) if is_ours(path) or not only_ours else None
            if tree:
                found |= {
                    one.name: (path, read_signature(one))
                    for one in tree.body
                    if isinstance(one, nodes.Macro)
                }
        return found

    def outermost(
        self,
        path: str,
        tree: nodes.Template,
        environment: DeskEnvironment,
        seen: Mapping[str, Any],
    ) -> dict[str, Any]:
        """Find what a file, and those that it extends, set outside of everything."""
        nothing = Known(frozenset(), frozenset(), {}, {})
        reader = NameReader(
            known=nothing,
            tell=lambda _line, _flaw: None,
            typed=frozenset(),
            arguments={},
            scopes=[dict(seen)],
        )
        above = [tree for _, tree in self.parents(path, environment)]
        for node in [node for one in (*reversed(above), tree) for node in one.body]:
            if isinstance(node, nodes.Assign):
                reader.read(node)
            elif isinstance(node, nodes.AssignBlock | nodes.Macro):
                name = node.target if isinstance(node, nodes.AssignBlock) else node
                reader.bind(nodes.Name(getattr(name, "name", ""), "store"), None)
        return reader.scopes[0]

    def parents(
        self, path: str, environment: DeskEnvironment
    ) -> Iterator[tuple[str, nodes.Template]]:
        """Go up from a file to what it extends, as far as that is written out."""
        for _ in range(DEEPEST_EXTENDS):
            tree = self.quietly(path, environment)
            extends = next(tree.find_all(nodes.Extends), None) if tree else None
            if extends is None or not isinstance(extends.template, nodes.Const):
                return
            above = self.layers.resolve(str(extends.template.value))
            if above is None or above == path:
                return
            path = above
            if tree := self.quietly(path, environment):
                yield path, tree

    def lint_blocks(self, path: str, tree: nodes.Template) -> None:
        """Tell what a file names that is not there, and what of it would be lost."""
        for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
            self.lint_reference(path, node)
        extends = next(tree.find_all(nodes.Extends), None)
        if extends is None or not isinstance(extends.template, nodes.Const):
            return
        environment = (
            open_text(self.layers) if path.endswith(".txt.j2") else open_markup(self.layers)
        )
        above = list(self.parents(path, environment))
        if not above:
            return
        blocks = sorted({one.name for _, tree in above for one in tree.find_all(nodes.Block)})
        self.lint_outermost(path, tree, blocks)

    def lint_reference(self, path: str, node: Any) -> None:  # noqa: ANN401 - one of four kinds
        """Tell that a template names a file that is not there, or itself."""
        if not isinstance(node.template, nodes.Const):
            return
        name = str(node.template.value)
        found = self.layers.resolve(name)
        if found == path and isinstance(node, nodes.Extends):
            fix = f'Write {{% extends "{SHIPPED}/{name}" %}}.'
            self.add(
                path, node.lineno, Flaw("extends-itself", "the file extends itself", name, fix)
            )
        elif found is None and not getattr(node, "ignore_missing", False):
            themes = [*list_themes(self.layers.sources), SHARED]
            names = [f"{theme}/{file}" for theme in themes for file in THEME_FILES]
            names = [one for one in names if self.layers.resolve(one)]
            close = nearest(name, names)
            fix = f"Did you mean {close}?" if close else ""
            flaw = Flaw(LOST, f"there is no template {name}", name, fix)
            self.add(path, node.lineno, flaw)

    def lint_outermost(self, path: str, tree: nodes.Template, blocks: Sequence[str]) -> None:
        """Tell which blocks a file fills that are not there, and what stands outside of any."""
        for node in tree.body:
            if isinstance(node, nodes.Block) and node.name not in blocks:
                close = nearest(node.name, list(blocks))
                fix = f"Did you mean {close}?" if close else f"There are: {', '.join(blocks)}."
                message = f"there is no block {node.name!r} to fill: what stands in it is lost"
                self.add(path, node.lineno, Flaw("unknown-block", message, node.name, fix))
            if isinstance(node, nodes.Output) and (line := first_text(node)):
                message = "what stands outside of the blocks is lost"
                fix = f"Put it into a block: {', '.join(blocks)}."
                self.add(path, line, Flaw("lost-text", message, "", fix))

    def lint_macros(
        self, path: str, tree: nodes.Template, shipped: Mapping[str, Signature]
    ) -> None:
        """Tell which macros of a desk nothing calls, or take less than they are given."""
        others = [text for one, text in self.layers.sources.items() if one.endswith(".j2")]
        for macro in tree.body:
            if not isinstance(macro, nodes.Macro):
                continue
            ours = shipped.get(macro.name)
            own = read_signature(macro)
            if ours and not own.open and own.arguments[: len(ours.arguments)] != ours.arguments:
                head = f"{macro.name}({', '.join(ours.arguments)})"
                message = f"the macro {macro.name} is called as {head}"
                fix = f"Write {{% macro {head} %}}."
                self.add(path, macro.lineno, Flaw("macro-arguments", message, macro.name, fix))
            elif not ours and not any(calls(text, macro.name) for text in others):
                close = nearest(macro.name, list(shipped))
                fix = f"Did you mean {close}?" if close else f"Call it: piece.{macro.name}(…)."
                message = f"nothing calls the macro {macro.name}"
                self.add(path, macro.lineno, Flaw("unused-macro", message, macro.name, fix))


def is_ours(path: str) -> bool:
    """Tell whether a file came with the program."""
    return path.startswith(f"{SHIPPED}/")


def calls(text: str, name: str) -> bool:
    """Tell whether a template calls a macro."""
    return f".{name}(" in text or text.count(f"{name}(") > 1


def first_text(node: nodes.Output) -> int | None:
    """Find the line of the first thing that is written; None for space."""
    for one in node.nodes:
        if not isinstance(one, nodes.TemplateData):
            return one.lineno
        if one.data.strip():
            before = one.data[: len(one.data) - len(one.data.lstrip())]
            return one.lineno + before.count("\n")
    return None


def find_column(line: str, seek: str) -> int:
    """Find what is wrong in a line, else where the line begins."""
    if seek.startswith(".") and f"{seek}" in line:
        return line.index(seek) + 2
    begin = len(line) - len(line.lstrip()) + 1
    return (find_word(line, seek) if seek else None) or begin
