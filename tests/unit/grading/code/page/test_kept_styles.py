"""What is kept between two looks at a page is forgotten when it no longer holds: styles, the focus, and who listens."""

import pytest

from progressive_flow.grading.code.page.page import Page
from progressive_flow.grading.code.sealed.images import Images

HTML = """
<style>
  .red { color: rgb(255, 0, 0) } #box:focus-within { color: rgb(0, 0, 255) } p:empty { display: none }
  .wide { width: 50vw } .rem { width: 2rem } #sheet { color: rgb(1, 1, 1) }
</style>
<div id="box"><p id="inner">x</p><button id="button">Press</button></div>
<fieldset id="set"><input id="field"></fieldset>
<p id="sheet">y</p>
"""
READ = "const read = (id, name) => getComputedStyle(document.getElementById(id))[name];\n"


def printed(images: Images, script: str, html: str = HTML) -> list[str]:
    """Return what a script prints on the page."""
    with Page(images, {"index.html": html, "script.js": READ + script}) as page:
        page.wait(0)
        return [line["text"] for line in page.state()["log"]]


@pytest.mark.parametrize(
    ("change", "element", "name", "after"),
    [
        ("box.className = 'red'", "inner", "color", "rgb(255, 0, 0)"),
        ("inner.style.color = 'rgb(0, 255, 0)'", "inner", "color", "rgb(0, 255, 0)"),
        ("button.focus()", "inner", "color", "rgb(0, 0, 255)"),
        ("inner.textContent = ''", "inner", "display", "none"),
        ("inner.hidden = true", "inner", "display", "none"),
        ("document.querySelector('style').textContent = 'p { color: rgb(9, 9, 9) }'", "inner", "color", "rgb(9, 9, 9)"),
        ("document.querySelector('style').remove()", "sheet", "color", "rgb(0, 0, 0)"),
    ],
)
def test_a_style_is_computed_again_when_it_has_changed(
    change: str, element: str, name: str, after: str, images: Images
) -> None:
    look = f"console.log(read('{element}', '{name}'));"
    before, seen, back = printed(images, f"{look}\n{change};\n{look}\nconsole.log(read('sheet', 'display'))")
    assert before != after
    assert seen == after
    assert back == "block"


def test_lengths_follow_the_root_and_the_window(images: Images) -> None:
    script = """
    inner.className = 'rem'; inner.style.display = 'block';
    console.log(read('inner', 'width'));
    document.documentElement.style.fontSize = '20px';
    console.log(read('inner', 'width'));
    sheet.style.width = '50vw';
    console.log(read('sheet', 'width'));
    addEventListener('resize', () => console.log(read('sheet', 'width')));
    """
    with Page(images, {"index.html": HTML, "script.js": READ + script}) as page:
        page.resize(600)
        *before, after = (line["text"] for line in page.state()["log"])
        assert (before[:3], after) == (["32px", "40px", "512px"], "300px")


@pytest.mark.parametrize(
    "obstacle", ["set.disabled = true", "field.disabled = true", "document.body.inert = true", "set.hidden = true"]
)
def test_what_cannot_have_the_focus_any_more_does_not_get_it(obstacle: str, images: Images) -> None:
    obstacle = obstacle.replace("document.body.inert = true", "document.body.setAttribute('inert', '')")
    script = f"field.focus(); field.blur(); {obstacle}; field.focus(); console.log(document.activeElement === field)"
    assert printed(images, script) == ["false"]
    assert printed(images, script.replace(obstacle, "")) == ["true"]


@pytest.mark.parametrize(
    "listening",
    [
        "button.addEventListener('TYPE', heard)",
        "box.addEventListener('TYPE', heard)",
        "box.addEventListener('TYPE', heard, true)",
        "document.addEventListener('TYPE', heard)",
        "document.addEventListener('TYPE', heard, true)",
        "addEventListener('TYPE', heard)",
        "addEventListener('TYPE', heard, true)",
        "button.onTYPE = heard",
        "box.onTYPE = heard",
        "box.setAttribute('onTYPE', 'heard()')",
        "document.onTYPE = heard",
    ],
)
@pytest.mark.parametrize("kind", ["mousedown", "keydown", "click"])
def test_an_event_reaches_whoever_listens(kind: str, listening: str, images: Images) -> None:
    script = f"var heard = () => console.log('heard'); {listening.replace('TYPE', kind)};"
    with Page(images, {"index.html": HTML, "script.js": script}) as page:
        button = page.find({"css": "#button"})["items"][0]["ref"]
        page.act("click", button)
        page.act("key", key="a")
        assert [line["text"] for line in page.state()["log"]] == ["heard"]
