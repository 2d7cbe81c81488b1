"""Linting themes in the child process that renders, within its limits."""

from dataclasses import replace
from typing import Any

from digest.adapters.render_wire import Answer
from digest.adapters.templates import NO_EDITION, ChildRenderer
from digest.errors import RenderError
from digest.model.edition import Edition
from digest.model.message import Finding, Trial
from digest.model.publication import Publication
from digest.model.signup import LetterWish


class ChildLinter:
    """Finds everything that is wrong with a desk's themes.

    Args:
        renderer: Renders with the desk's files.
    """

    def __init__(self, renderer: ChildRenderer) -> None:
        self.renderer = renderer

    def lint(self, theme: str) -> list[Finding]:
        """Look through a theme's files without rendering them. Never raises for what they hold."""
        from digest.render.lint_theme import as_finding
        from digest.render.samples import FULL, PUBLICATION

        try:
            answer = self.renderer.answer(
                publication=replace(PUBLICATION, theme=theme),
                edition=FULL,
                only_lint=True,
                content_hash="",
                public_url="",
            )
        except RenderError as error:
            return [as_finding(error, theme)]
        return [*answer.findings, *refusal(answer, theme)]

    def try_out(self, edition: Edition, publication: Publication, *, public_url: str) -> Trial:
        """Render an invented edition. Never raises for what the theme's files hold."""
        return self._try(edition=edition, publication=publication, public_url=public_url)

    def try_letter(self, wish: LetterWish, publication: Publication, *, public_url: str) -> Trial:
        """Render a letter. Never raises for what the theme's files hold."""
        return self._try(
            edition=NO_EDITION, letter=wish, publication=publication, public_url=public_url
        )

    def _try(self, *, publication: Publication, **wish: Any) -> Trial:  # noqa: ANN401
        from digest.render.lint_theme import as_finding
        from digest.render.samples import SAMPLE_HASH

        try:
            answer = self.renderer.answer(
                publication=publication, on_trial=True, content_hash=SAMPLE_HASH, **wish
            )
        except RenderError as error:
            return Trial(findings=(as_finding(error, publication.theme),))
        findings = (*answer.findings, *refusal(answer, publication.theme))
        return Trial(rendered=answer.rendered, findings=findings)


def refusal(answer: Answer, theme: str) -> list[Finding]:
    """Show what the child says instead of doing what it was asked for; nothing when it did it."""
    from digest.render.lint_theme import as_finding

    return [as_finding(RenderError(answer.message, answer.hint), theme)] if answer.message else []
