"""The preview in a real browser: the three files make a page, and what its code says comes back."""

import re

import httpx
from playwright.sync_api import Page

from progressive_flow.kernel import paths
from progressive_flow.kernel.declarations import console
from progressive_flow_local.processes import HOST
from tests.support.previews import logged, messages, run


def test_the_host_has_one_page_and_one_name(preview: str) -> None:
    port = preview.rpartition(":")[2]
    with httpx.Client(base_url=f"http://{HOST}:{port}", headers={"host": f"localhost:{port}"}, trust_env=False) as host:
        page = host.get("/preview.html")
        assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
        assert {
            name.lower(): value for name, value in console.preview_headers().items()
        }.items() <= page.headers.items()
        assert page.headers["content-security-policy"].startswith("sandbox allow-scripts; default-src 'none';")
        assert (host.head("/preview.html").status_code, host.head("/preview.html").content) == (200, b"")
        assert host.get("/").status_code == host.get("/v1/health").status_code == 404
        assert (refused := host.post("/preview.html")).status_code == 405
        assert refused.headers["allow"] == "GET, HEAD"
        assert host.get("/preview.html", headers={"host": f"{HOST}:{port}"}).status_code == 421, "the console's site"
        assert host.get("/preview.html", headers={"host": "example.com"}).status_code == 421


def test_the_three_files_make_a_page(page: Page) -> None:
    html = '<h1 id="title">Before</h1><link rel="stylesheet" href="style.css"><script src="script.js" defer></script><p>After</p>'
    css = "h1 { color: rgb(1, 2, 3) } /* </style> */"
    js = (
        "const title = document.getElementById('title'); title.textContent = '</script>';"
        "console.log(title.textContent, getComputedStyle(title).color, document.querySelectorAll('p').length,"
        " document.compatMode);"
    )
    run(page, html=html, css=css, js=js)
    assert logged(page) == ["</script> rgb(1, 2, 3) 1 CSS1Compat"]


def test_a_fragment_without_links_is_a_page_too(page: Page) -> None:
    run(
        page,
        html="<p>Hi</p>",
        css="p { color: rgb(9, 9, 9) }",
        js="console.log(getComputedStyle(document.querySelector('p')).color)",
    )
    assert logged(page) == ["rgb(9, 9, 9)"]


def test_what_the_code_says_comes_back(page: Page) -> None:
    js = "console.warn({a: [1, null]}, 'x', 2n);\nconsole.error(new TypeError('no'));\n\nmissing();"
    run(page, js=js)
    found = messages(page, "console", 2)
    assert [(each["level"], each["text"]) for each in found] == [
        ("warn", '{"a":[1,null]} x 2'),
        ("error", "TypeError: no"),
    ]
    (error,) = messages(page, "error")
    assert ("missing is not defined" in error["text"], error["line"]) == (True, 4)
    run(page, js="Promise.reject(new Error('later'))")
    assert messages(page, "error")[0]["text"] == "Error: later"


def test_a_flood_of_messages_ends(page: Page) -> None:
    run(page, js="for (let i = 0; i < 5000; i++) console.log('x'.repeat(100000))")
    messages(page, "muted")
    found = messages(page, "console")
    assert len(found) < 500
    assert len(found[0]["text"]) < 5000


def test_the_page_has_no_address_and_no_secret() -> None:
    text = (paths.root() / "console" / "public" / "preview.html").read_text()
    assert re.findall(r"https?:|token|cookie|localStorage", text) == []
