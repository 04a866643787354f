"""Acting on a page has the effects, the events and the obstacles that it has for a person."""

import pytest

from progressive_flow.grading.code.page.page import Page, UnreachableError
from progressive_flow.grading.code.sealed.images import Images

LOG_EVENTS = """for (const type of ['pointerdown', 'mousedown', 'focusin', 'pointerup', 'mouseup', 'click', 'dblclick', 'keydown',
  'keypress', 'beforeinput', 'input', 'keyup', 'change', 'focusout', 'submit'])
  document.addEventListener(type, e => console.log(type + (e.key ? ' ' + e.key : '') + (e.isTrusted ? '' : ' (script)')));"""


def log(page: Page) -> list[str]:
    return [line["text"] for line in page.state()["log"]]


def reference(page: Page, css: str) -> int:
    return int(page.find({"css": css})["items"][0]["ref"])


def type_text(page: Page, css: str, text: str) -> None:
    page.act("focus", reference(page, css))
    for character in text:
        page.act("key", key=character)


def test_a_click_fires_what_a_browser_fires(images: Images) -> None:
    with Page(images, {"index.html": "<button id=b>x</button>", "script.js": LOG_EVENTS}) as page:
        page.act("click", reference(page, "#b"))
        assert log(page) == ["pointerdown", "mousedown", "focusin (script)", "pointerup", "mouseup", "click"]
        page.act("click", reference(page, "#b"), double=True)
        assert log(page)[-1] == "dblclick"


def test_typing_fires_what_a_browser_fires(images: Images) -> None:
    with Page(images, {"index.html": "<input id=i><button>y</button>", "script.js": LOG_EVENTS}) as page:
        type_text(page, "#i", "a")
        assert log(page)[1:] == ["keydown a", "keypress a", "beforeinput", "input", "keyup a"]
        page.act("key", key="Tab")
        assert "change" in {line.split()[0] for line in log(page)[6:]}
        assert page.find({"css": "#i"}, value=True)["items"][0]["value"] == "a"


def test_keys_do_what_they_do_in_a_field(images: Images) -> None:
    html = "<textarea id=t></textarea><input id=e type=email><input id=m maxlength=2>"
    with Page(images, {"index.html": html}) as page:
        type_text(page, "#t", "ab")
        for key in ("Backspace", "Enter", "c"):
            page.act("key", key=key)
        type_text(page, "#e", "a b")
        type_text(page, "#m", "xyz")
        values = {css: page.find({"css": css}, value=True)["items"][0]["value"] for css in ("#t", "#e", "#m")}
    assert values == {"#t": "a\nc", "#e": "a b", "#m": "xy"}


@pytest.mark.parametrize(
    ("html", "why"),
    [
        ("<button id=b hidden>x</button>", "it is not visible"),
        ("<div style='display: none'><button id=b>x</button></div>", "it is not visible"),
        ("<details><summary>s</summary><button id=b>x</button></details>", "it is not visible"),
        ("<button id=b style='visibility: hidden'>x</button>", "it is not visible"),
        ("<button id=b disabled>x</button>", "it is disabled"),
        ("<fieldset disabled><button id=b>x</button></fieldset>", "it is disabled"),
        ("<div inert><button id=b>x</button></div>", "it is inert"),
        ("<button id=b style='pointer-events: none'>x</button>", "it has pointer-events: none"),
        (
            "<button id=b>x</button><dialog id=d><button>y</button></dialog><script>d.showModal()</script>",
            "a modal dialog is open in front of it",
        ),
    ],
)
def test_an_obstacle_is_named(html: str, why: str, images: Images) -> None:
    with Page(images, {"index.html": html}) as page, pytest.raises(UnreachableError, match=why):
        page.act("click", reference(page, "#b"))


def test_a_form_that_is_sent_leaves_the_page(images: Images) -> None:
    with Page(images, {"index.html": "<form action=/x><input id=i required><button id=b>x</button></form>"}) as page:
        page.act("click", reference(page, "#b"))
        assert page.gone is None
        assert page.find({"css": "#i"}, focused=True)["items"][0]["focused"] is True
        type_text(page, "#i", "a")
        page.act("key", key="Enter")
        assert page.gone == {"kind": "submit", "url": "http://exercise.test/x"}


def test_a_form_whose_submission_is_prevented_stays(images: Images) -> None:
    submitted = "event.preventDefault(); console.log(new FormData(this).get(`n`))"
    html = f"<form onsubmit='{submitted}'><input name=n value=5><button>x</button></form>"
    with Page(images, {"index.html": html}) as page:
        page.act("click", reference(page, "button"))
        assert (page.gone, log(page)) == (None, ["5"])


def test_a_link_leaves_the_page_and_a_fragment_does_not(images: Images) -> None:
    with Page(images, {"index.html": "<a id=a href='#x'>x</a><a id=b href=/y>y</a>"}) as page:
        page.act("click", reference(page, "#a"))
        assert (page.gone, page.state()["url"]) == (None, "/#x")
        page.act("click", reference(page, "#b"))
        assert page.gone is not None
        assert page.gone["kind"] == "link"


def test_tab_goes_around_in_a_modal_dialog_and_its_opener_has_the_focus_again(images: Images) -> None:
    html = "<button id=o>open</button><dialog id=d><button id=a>a</button><button id=z>z</button></dialog>"
    script = "o.onclick = () => d.showModal();"
    with Page(images, {"index.html": html, "script.js": script}) as page:
        page.act("click", reference(page, "#o"))
        focused = [page.find({"focus": True}, name=True)["items"][0]["name"]]
        for key in ("Tab", "Tab", "Shift+Tab", "Escape"):
            page.act("key", key=key)
            focused.append(page.find({"focus": True}, name=True)["items"][0]["name"])
    assert focused == ["a", "z", "a", "z", "open"]


def test_space_and_enter_press_buttons_only_where_they_do(images: Images) -> None:
    html = "<button id=b onclick='console.log(1)'>x</button><div id=d tabindex=0 onclick='console.log(2)'>y</div>"
    with Page(images, {"index.html": html}) as page:
        for css in ("#b", "#d"):
            page.act("focus", reference(page, css))
            page.act("key", key="Space")
            page.act("key", key="Enter")
        assert log(page) == ["1", "1"]


def test_hovering_changes_the_style(images: Images) -> None:
    files = {"index.html": "<p id=a>x</p><p id=b>y</p>", "style.css": "p:hover { color: red }"}
    with Page(images, files) as page:
        colors = []
        for css in ("#a", "#b"):
            page.act("hover", reference(page, css))
            colors.append(page.find({"css": "#a"}, style=["color"])["items"][0]["style"]["color"])
    assert colors == ["rgb(255, 0, 0)", "rgb(0, 0, 0)"]


def test_an_option_is_chosen_by_its_text(images: Images) -> None:
    html = "<select id=s onchange='console.log(this.value)'><option value=1>One</option><option value=2>Two</option></select>"
    with Page(images, {"index.html": html}) as page:
        page.act("select", reference(page, "#s"), option="Two")
        assert log(page) == ["2"]
        with pytest.raises(UnreachableError, match='it has no option "Three"'):
            page.act("select", reference(page, "#s"), option="Three")


def test_a_window_of_another_size_asks_media_queries_again(images: Images) -> None:
    script = "matchMedia('(min-width: 600px)').addEventListener('change', e => console.log(e.matches));"
    css = "p { color: red } @media (width < 600px) { p { color: blue } }"
    with Page(images, {"index.html": "<p>x</p>", "style.css": css, "script.js": script}) as page:
        page.resize(500)
        assert log(page) == ["false"]
        assert page.find({"css": "p"}, style=["color"])["items"][0]["style"]["color"] == "rgb(0, 0, 255)"


def test_a_popover_opens_by_its_button_and_closes_by_escape(images: Images) -> None:
    html = "<button popovertarget=p>open</button><div id=p popover>text</div>"
    with Page(images, {"index.html": html}) as page:
        seen = [page.find({"css": "#p"}, visible=True)["items"][0]["visible"]]
        page.act("click", reference(page, "button"))
        seen.append(page.find({"css": "#p"}, visible=True)["items"][0]["visible"])
        page.act("key", key="Escape")
        seen.append(page.find({"css": "#p"}, visible=True)["items"][0]["visible"])
    assert seen == [False, True, False]
