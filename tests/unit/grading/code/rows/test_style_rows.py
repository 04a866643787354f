"""Rows of the list of concrete cases: elements and styles as they are computed. One test a row, named by it."""

import pytest

from progressive_flow.grading.code.judging.judge import judge
from progressive_flow.grading.code.sealed.images import Images
from tests.unit.grading.code.tasks import small

PAGE = '<link rel="stylesheet" href="style.css"><p id="p">x</p>'


def styled(images: Images, css: str, wanted: dict[str, str], html: str = PAGE) -> bool:
    """Return whether a page has the style that a check expects."""
    task = small("web", {"index.html": PAGE, "style.css": "p { color: red }"}, {"see": {"#p": {"style": wanted}}})
    return judge({"index.html": html, "style.css": css}, task, images).passed


def test_the_element_as_it_is_parsed_counts(images: Images) -> None:
    """SB-4: a link with `ffhref` has no `href`."""
    see = {"see": {"link[rel=stylesheet]": {"attributes": {"href": "style.css"}}}}
    task = small("web", {"index.html": PAGE}, see)
    assert judge({"index.html": PAGE}, task, images).passed
    verdict = judge({"index.html": PAGE.replace("href", "ffhref")}, task, images)
    assert verdict.results[0].message == (
        'Expected the attribute href of link[rel=stylesheet] to be "style.css", but it is null.'
    )


@pytest.mark.parametrize(
    ("css", "wanted"),
    [
        ("p { font-family : Helvetica , sans-serif }", {"font-family": "Helvetica, sans-serif"}),
        ("p { font-family: 'Open Sans',sans-serif }", {"font-family": '"Open Sans", sans-serif'}),
        ('p { font-family: "Open Sans" , sans-serif }', {"font-family": "'Open Sans', sans-serif"}),
        *((f"p {{ color: {red} }}", {"color": "red"}) for red in ("#F00", "red", "RED", "rgb(255 0 0)", "#ff0000ff")),
        ("p { COLOR: hsl(0 100% 50%) }", {"color": "#f00"}),
    ],
)
def test_computed_values_are_compared_and_not_how_they_are_written(
    css: str, wanted: dict[str, str], images: Images
) -> None:
    """SB-5: blanks, quotes and ways to write a colour make no difference."""
    assert styled(images, css, wanted)


@pytest.mark.parametrize("css", ["p { --color: red }", "p { --background: red; --color: red }", ""])
@pytest.mark.parametrize("style", ["color: nonsense", "colour: red", "--color: red"])
def test_what_changes_no_computed_value_is_no_answer(css: str, style: str, images: Images) -> None:
    """SB-7: a value that is none, and a property of one's own."""
    assert not styled(images, css, {"color": "red"}, PAGE.replace('id="p"', f'id="p" style="{style}"'))
    assert styled(images, "p { color: red } p { color: nonsense }", {"color": "red"})


def test_a_transition_is_finished_before_it_is_looked_at(images: Images) -> None:
    """SB-8: `transition: all 2s`, and the end state is checked."""
    page = {
        "index.html": '<p id="p">x</p><button>Go</button>',
        "style.css": "p { transition: all 2s; color: blue } .on { color: red }",
        "script.js": "document.querySelector('button').onclick = () => p.classList.add('on');",
    }
    task = small("web", page, {"click": 'button "Go"'}, {"see": {"#p": {"style": {"color": "red"}}}})
    assert judge(page, task, images).score == 100
