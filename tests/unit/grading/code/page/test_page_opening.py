"""A page opens as in a browser: scripts in their order, with what the check prepared, and with an end for each wait."""

import pytest

from progressive_flow.grading.code.limits import MAX_VIRTUAL_MS
from progressive_flow.grading.code.page.page import Page
from progressive_flow.grading.code.sealed.exhausted import ExhaustedError
from progressive_flow.grading.code.sealed.images import Images


def lines(page: Page) -> list[str]:
    return [line["text"] for line in page.state()["log"]]


def test_scripts_run_in_the_order_of_a_browser(images: Images) -> None:
    html = """<!doctype html><html><head>
      <script>console.log('head', document.body.children.length)</script>
      <script type="module">console.log('module', document.readyState)</script>
      <script src="script.js" defer></script></head>
      <body><p>x</p><script>console.log('body', document.querySelectorAll('p').length)</script></body></html>"""
    script = """console.log('file');
      document.addEventListener('DOMContentLoaded', () => console.log('parsed', document.readyState));
      window.addEventListener('load', () => console.log('load', document.readyState));"""
    with Page(images, {"index.html": html, "script.js": script}) as page:
        assert lines(page) == [
            *("head 0", "body 1", "module loading", "file"),
            *("parsed interactive", "load complete"),
        ]


def test_a_script_that_no_tag_names_runs_at_the_end(images: Images) -> None:
    with Page(images, {"index.html": "<p id=a>x</p>", "script.js": "console.log(a.textContent)"}) as page:
        assert lines(page) == ["x"]


def test_the_sheet_stands_where_the_document_links_it(images: Images) -> None:
    html = "<link rel=stylesheet href=style.css><style>p { color: blue }</style><p>x</p>"
    with Page(images, {"index.html": html, "style.css": "p { color: red; margin: 1px }"}) as page:
        style = page.find({"css": "p"}, style=["color", "margin-top"])["items"][0]["style"]
    assert style == {"color": "rgb(0, 0, 255)", "margin-top": "1px"}


@pytest.mark.parametrize("name", ["script.js", "script.ts"])
def test_a_script_alone_makes_a_page(name: str, images: Images) -> None:
    with Page(images, {name: "function double(n) { return 2 * n }"}) as page:
        assert page.call("double", args=[4])["value"] == 8


def test_types_are_stripped(images: Images) -> None:
    script = """
      enum Size { Small = 1, Large }
      interface Box<T> { value: T }
      class Shop {
        constructor(private readonly size: Size, public name?: string) {}
        get(): Box<number> { return { value: this.size }; }
      }
      function size(name: string): number { return (new Shop(Size.Large, name) as Shop).get()!.value satisfies number; }
    """
    with Page(images, {"script.ts": script}) as page:
        assert page.call("size", args=["x"])["value"] == 2
        assert page.state()["errors"] == []


def test_what_is_no_typescript_is_an_error_with_its_place(images: Images) -> None:
    with Page(images, {"script.ts": "const a: number = 1;\nfunction f(a: number { return 1 }"}) as page:
        (error,) = page.state()["errors"]
        assert page.call("f", args=[]) == {"missing": True}
    assert error == {
        "where": "script.ts",
        "name": "SyntaxError",
        "message": 'Unexpected token, expected "," (2:22)',
        "stack": "",
    }


def test_chance_comes_from_the_seed(images: Images) -> None:
    def drawn(seed: int) -> object:
        with Page(images, {"script.js": "console.log(Math.random(), crypto.randomUUID())"}, seed=seed) as page:
            return lines(page)

    assert drawn(5) == drawn(5) != drawn(6)


def test_storage_and_the_network_are_as_prepared(images: Images) -> None:
    script = """console.log(localStorage.getItem('a'));
      fetch('/api').then(r => r.json()).then(v => { console.log(v.n); localStorage.setItem('b', v.n); return fetch('/other'); })
        .then(r => console.log(r.status));"""
    reply = {
        "method": "GET",
        "url": "/api",
        "status": 200,
        "statusText": "",
        "body": '{"n": 3}',
        "headers": {},
        "after": 50,
        "left": 1,
    }
    with Page(images, {"script.js": script}, storage={"a": "1"}, answers=[reply]) as page:
        assert lines(page) == ["1"]
        page.wait(49)
        assert lines(page) == ["1"]
        page.wait(100)
        state = page.state()
        assert [line["text"] for line in state["log"]] == ["1", "3", "404"]
        assert state["storage"] == {"a": "1", "b": "3"}
        assert [request["url"] for request in state["requests"]] == ["/api", "/other"]


def test_timers_run_at_their_time(images: Images) -> None:
    script = """const say = text => console.log(text, Date.now() - start); const start = Date.now();
      setTimeout(() => say('b'), 20); setTimeout(() => say('a'), 10);
      const every = setInterval(() => say('every'), 15); setTimeout(() => clearInterval(every), 31);
      (function nested(n) { if (n < 7) setTimeout(() => { if (n > 4) say('nested'); nested(n + 1); }, 0); })(0);"""
    with Page(images, {"script.js": script}) as page:
        page.wait(100)
        found = [line.split() for line in lines(page)]
    assert [(name, round(float(at))) for name, at in found] == [
        *(("nested", 4), ("nested", 8), ("a", 10), ("every", 15), ("b", 20), ("every", 30)),
    ]


def test_a_wait_has_an_end(images: Images) -> None:
    with Page(images, {"script.js": "setInterval(() => {}, 1000)"}) as page:
        page.wait(MAX_VIRTUAL_MS)
        with pytest.raises(ExhaustedError) as end:
            page.wait(MAX_VIRTUAL_MS + 1)
    assert end.value.limit == "wall"


def test_an_error_is_recorded_and_reported_to_the_page(images: Images) -> None:
    script = "window.onerror = message => { console.log(message); }; null.x"
    with Page(images, {"script.js": script}) as page:
        state = page.state()
    assert state["errors"][0]["name"] == "TypeError"
    assert len(state["log"]) == 1


def test_a_rejection_is_recorded_unless_it_is_handled(images: Images) -> None:
    script = "Promise.reject(new Error('a')).catch(() => {}); Promise.reject(new RangeError('b'));"
    with Page(images, {"script.js": script}) as page:
        assert [(error["name"], error["where"]) for error in page.state()["errors"]] == [("RangeError", "a promise")]
