"""The sign-up form for a page of another site: plain HTML, which that site styles as its own."""

from html import escape

from digest.render.characters import language_direction
from digest.web.front import Front

FORM = """\
<form method="post" action="{action}" accept-charset="utf-8" lang="{language}" dir="{direction}">
  <input type="hidden" name="language" value="{language}">
  <input type="hidden" name="text" value="{version}">
  <p>
    <label for="digest-email-{language}">{label}</label>
    <input type="email" id="digest-email-{language}" name="email" dir="ltr" required \
autocomplete="email">
  </p>
{lists}\
  <p hidden>
    <label for="digest-website-{language}">{trap}</label>
    <input type="text" id="digest-website-{language}" name="website" tabindex="-1" \
autocomplete="off">
  </p>
  <p>{consent}</p>
  <button type="submit">{button}</button>
</form>
"""
LISTS = """\
  <fieldset>
    <legend>{question}</legend>
{boxes}\
  </fieldset>
"""
BOX = """\
    <p><label><input type="checkbox" name="list" value="{name}" checked> {title}</label></p>
"""


def write_snippets(front: Front) -> dict[str, str]:
    """Write the form in every language of the publication, its own first."""
    return {language: write_snippet(front, language) for language in front.languages}


def write_snippet(front: Front, language: str) -> str:
    """Write the form in a language.

    What is not ASCII is written as a reference, so that it is read alike in a page of any charset.
    """
    words = front.house.words_of(language)
    publication = front.desk.publication
    offered = [one for one in publication.lists if one.open]
    boxes = "".join(
        BOX.format(name=escape(one.name), title=escape(one.title or one.name)) for one in offered
    )
    lists = LISTS.format(question=escape(words["which_lists"]), boxes=boxes)
    form = FORM.format(
        action=escape(f"{front.desk.public_url}/subscribe"),
        language=escape(language),
        direction=language_direction(language),
        label=escape(words["email_label"]),
        lists=lists if len(offered) > 1 else "",
        trap=escape(words["leave_empty"]),
        version=front.texts[language].version,
        consent=escape(front.texts[language].text),
        button=escape(words["subscribe"]),
    )
    return form.encode("ascii", "xmlcharrefreplace").decode("ascii")
