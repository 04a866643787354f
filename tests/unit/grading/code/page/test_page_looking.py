"""What a check sees of a page: targets, names and roles, what an audit finds, colours, calls and spies."""

import pytest

from progressive_flow.grading.code.page.page import Page
from progressive_flow.grading.code.sealed.images import Images


@pytest.mark.parametrize(
    ("html", "role", "name"),
    [
        ("<button>  Add\n it </button>", "button", "Add it"),
        ("<button aria-label=Close>x</button>", "button", "Close"),
        ("<a href=/x><img alt=Home></a>", "link", "Home"),
        ("<a>x</a>", "", ""),
        ("<input type=submit>", "button", "Submit"),
        ("<label>Name <input></label>", "textbox", "Name"),
        ("<label for=i>E-mail</label><input id=i type=email>", "textbox", "E-mail"),
        ("<input placeholder=Search type=search>", "searchbox", "Search"),
        ("<p id=l>By this</p><input aria-labelledby='l'>", "textbox", "By this"),
        ("<h2>Title</h2>", "heading", "Title"),
        ("<img alt=''>", "presentation", ""),
        ("<div role=tab>One</div>", "tab", "One"),
        ("<select><option>x</select>", "combobox", ""),
        ("<select multiple></select>", "listbox", ""),
        ("<fieldset><legend>Size</legend></fieldset>", "group", "Size"),
        ("<button><span aria-hidden=true>x</span> Close</button>", "button", "Close"),
    ],
)
def test_roles_and_names(html: str, role: str, name: str, images: Images) -> None:
    css = "body > :last-child:not(label), label:last-child > input"
    with Page(images, {"index.html": html}) as page:
        found = page.find({"css": css}, role=True, name=True)["items"][-1]
    assert (found["role"], found["name"]) == (role, name)


def test_targets(images: Images) -> None:
    html = """<button id=a>Add</button><button id=b hidden>Add</button><label>Name <input id=n></label>
      <p id=p>Saved <b id=s>twice</b></p><div role=button id=d>Add</div>"""
    with Page(images, {"index.html": html}) as page:
        tags = {
            "role": [item["tag"] for item in page.find({"role": "button", "name": "Add"})["items"]],
            "hidden": page.find({"role": "button", "name": "Add", "hidden": True})["count"],
            "visible": page.find({"css": "button", "visible": True})["count"],
            "label": [item["tag"] for item in page.find({"label": "Name"})["items"]],
            "text": [item["tag"] for item in page.find({"text": "twice"})["items"]],
            "focus": page.find({"focus": True})["count"],
        }
    assert tags == {"role": ["button", "div"], "hidden": 3, "visible": 1, "label": ["input"], "text": ["b"], "focus": 0}


def test_an_audit_names_what_keeps_people_out(images: Images) -> None:
    html = """<h1>x</h1><h3>y</h3><img src=x><input><input placeholder=a><button></button><p id=p>1</p><p id=p>2</p>
      <div onclick=1>z</div><b tabindex=3>t</b><i aria-labelledby=nobody>u</i>"""
    with Page(images, {"index.html": html}) as page:
        rules = [finding["rule"] for finding in page.audit()]
    assert sorted(rules) == sorted(
        [
            *("html-lang", "title", "heading-order", "image-alt", "label", "label", "name", "duplicate-id"),
            *("keyboard", "tabindex", "aria-ref"),
        ]
    )


def test_a_page_without_faults_has_no_findings(images: Images) -> None:
    html = "<!doctype html><html lang=en><title>t</title><h1>x</h1><label>Name <input></label><button>Add</button>"
    with Page(images, {"index.html": html}) as page:
        assert page.audit() == []


def test_colours_come_with_all_that_is_behind_them(images: Images) -> None:
    css = "body { background: white } div { background: rgb(0 0 0 / 50%); color: #eee } b { background: url(x.png) }"
    with Page(images, {"index.html": "<div>x <b>y</b></div>", "style.css": css}) as page:
        first, second = page.paints()
    assert first["color"] == second["color"] == "rgb(238, 238, 238)"
    assert first["back"] == ["rgba(0, 0, 0, 0.5)", "rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"]
    assert second["back"] == ["image"]


def test_functions_are_called_with_values_of_their_own(images: Images) -> None:
    script = """
      function total(list) { const sum = list.reduce((a, b) => a + b, 0); list.push(0); return sum; }
      const later = async n => { await new Promise(r => setTimeout(r, 100)); return result(n); };
      const result = n => ({ n, at: new Date(0), set: new Set([1]), miss: undefined });
      const never = () => new Promise(() => {});
      const fails = () => { throw new RangeError('no'); };
      class Stack { #items = []; push(x) { this.#items.push(x); return this; } size() { return this.#items.length; } }
      const twice = f => { f(1); f('a', [2]); };
    """
    with Page(images, {"script.js": script}) as page:
        assert page.call("total", args=[[1, 2, 3]]) == {"value": 6, "after": [[1, 2, 3, 0]]}
        assert page.call("later", args=[{"$": "nan"}])["value"] == {
            "n": {"$": "number", "is": "NaN"},
            "at": {"$": "date", "is": "0"},
            "set": {"$": "set", "is": [1]},
            "miss": {"$": "undefined"},
        }
        assert page.call("never", args=[]) == {"promise": True}
        assert page.call("fails", args=[])["threw"] == {"$": "error", "name": "RangeError", "message": "no"}
        assert page.call("nothing", args=[]) == {"missing": True}
        page.call("Stack", args=[], new=True, **{"as": "stack"})
        assert page.call("Stack", args=[], new=True, method={"name": "size", "args": []})["value"] == 0
        page.call("twice", args=[{"$spy": "f"}])
        assert [call["args"] for call in page.state()["spies"]["f"]] == [[1], ["a", [2]]]


def test_a_spy_sees_the_calls_of_a_global_function(images: Images) -> None:
    script = "function save(x) { return x * 2 } function run() { return save(4) }"
    with Page(images, {"script.js": script}) as page:
        assert page.spy("save") is True
        assert page.spy("missing") is False
        assert page.call("run", args=[])["value"] == 8
        assert page.state()["spies"]["save"] == [{"args": [4], "at": page.elapsed_ms}]


def test_a_mutant_is_made_of_each_part_of_a_solution(images: Images) -> None:
    script, html = "function f(a) { return a.trim() + 1 }", "<button id=b>x</button>"
    with Page(images, {}) as page:
        page.guest.refuel(10**10)
        threw, value = page.guest.run(f"({images.mutants})({script!r}, {html!r})", "mutants")
        assert not threw
        text = page.guest.text_of(value)
    for what in (
        "+ → -",
        "number + 1",
        "returns nothing",
        ".trim() removed",
        "button → div",
        "attribute id removed",
        "element removed",
    ):
        assert what in text
