"""Templates of the desk are guests: they may show what they are given, and nothing else."""

import pytest
from tests.unit.render.examples import TEMPLATES

from digest.errors import RenderError
from digest.render.environment import DeskEnvironment, render_template


def run(source: str, *, autoescape: bool = True, **values: object) -> str:
    return render_template(DeskEnvironment({"t": source}, autoescape=autoescape), "t", values)


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ self.__init__.__globals__.__builtins__.__import__('os').system('id') }}",
        "{{ ''|attr('__class__')|attr('__base__') }}",
        "{{ '{0.__class__.__init__.__globals__}'.format(value) }}",
        "{{ value.__class__.__init__ }}",
        "{{ value|map(attribute='__class__')|first }}",
        "{{ lipsum.__globals__ }}",
        "{% set x = value.append(1) %}{{ value }}",
        "{{ namespace().__class__ }}",
    ],
)
def test_no_template_reaches_beyond_its_values(source: str) -> None:
    with pytest.raises(RenderError, match=r"^t:1: "):
        run(source, value=["a"])


@pytest.mark.parametrize("name", ["safe", "xmlattr", "tojson", "urlize", "random"])
def test_filters_that_undo_escaping_or_repeatability_are_not_there(name: str) -> None:
    with pytest.raises(RenderError, match=f"no filter named '{name}'"):
        run(f"{{{{ value|{name} }}}}", value="<b>")


def test_no_shipped_template_marks_text_as_safe() -> None:
    for path in TEMPLATES.rglob("*.j2"):
        text = path.read_text(encoding="utf-8")
        assert "|safe" not in text.replace(" ", "")
        assert "autoescape" not in text


def test_text_is_escaped_in_markup_and_not_in_the_text_part() -> None:
    assert run("{{ value }}", value="<b>&") == "&lt;b&gt;&amp;"
    assert run("{{ value }}", autoescape=False, value="<b>&") == "<b>&"


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "..%2fsecret", "t/../../secret", ""])
def test_a_template_outside_the_given_ones_is_not_there(name: str) -> None:
    with pytest.raises(RenderError, match="there is no template"):
        run(f"{{% include '{name}' %}}")


def test_a_loop_without_end_is_cut() -> None:
    with pytest.raises(RenderError, match=r"^t:1: .*[Rr]ange too big"):
        run("{% for a in range(10**9) %}{% endfor %}")


def test_a_missing_value_is_an_error_not_an_empty_place() -> None:
    with pytest.raises(RenderError, match=r"^t:2: there is no value 'nothing'"):
        run("\n{{ nothing }}")


def test_a_tag_that_there_is_not_is_told_with_the_one_that_is_meant() -> None:
    with pytest.raises(RenderError) as told:
        run("{% if true %}\n{% blok hero %}")
    assert told.value.message == "t:2: there is no tag 'blok' here."
    assert told.value.hint == "Did you mean block?"
