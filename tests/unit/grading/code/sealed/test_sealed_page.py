"""The module of a page reaches nothing outside, computes the same everywhere, and stops at each limit."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from progressive_flow.grading.code.limits import MEMORY_BYTES
from progressive_flow.grading.code.page.page import Page
from progressive_flow.grading.code.sealed.exhausted import ExhaustedError
from progressive_flow.grading.code.sealed.guest import START_MS, Guest
from progressive_flow.grading.code.sealed.images import Images, ImagesMissingError

FILES = {
    "index.html": "<button id=b>Add</button><ul id=l></ul><p id=n>0</p>",
    "style.css": "li:nth-child(odd) { color: hsl(120 100% 25%); width: calc(2em + 1vw) }",
    "script.js": """
      const sum = new Map(); let count = 0;
      b.onclick = async () => {
        await new Promise(r => setTimeout(r, 5 * Math.random()));
        for (const word of 'to be or not to be'.split(' ')) sum.set(word, (sum.get(word) ?? 0) + Math.sqrt(2));
        l.append(Object.assign(document.createElement('li'), { textContent: [...sum].sort().join() }));
        n.textContent = ++count + ' ' + new Date().toISOString();
      };
    """,
}


def measured(images: Images) -> dict[str, object]:
    """Return what a page did and how much it executed."""
    with Page(images, FILES, seed=7) as page:
        reference = page.find({"css": "#b"})["items"][0]["ref"]
        for _ in range(5):
            page.act("click", reference)
            page.wait(10)
        return {"fuel": page.fuel, "html": page.html(), "state": page.state(), "paints": page.paints()}


def test_the_module_imports_nothing(images: Images) -> None:
    assert list(images.page.module.imports) == []


def test_the_module_exports_only_what_the_host_uses(images: Images) -> None:
    exports = sorted(str(item.name) for item in images.page.module.exports)
    own = {"ask", "drain"}
    assert set(exports) == own | {
        *("JS_Eval", "JS_FreeCString", "JS_GetException", "JS_ToCStringLen2"),
        *("memory", "wasm_free", "wasm_malloc"),
    }


def test_a_page_computes_the_same_twice(images: Images) -> None:
    assert measured(images) == measured(images)


def test_a_page_computes_the_same_in_another_process(images: Images) -> None:
    code = f"""
import json
from pathlib import Path
from progressive_flow.grading.code.sealed.images import Images
from tests.unit.grading.code.sealed.test_sealed_page import measured
print(json.dumps(measured(Images.load(Path({str(images.folder)!r})))))
"""
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path.cwd())
    assert json.loads(other.stdout) == json.loads(json.dumps(measured(images)))


@pytest.mark.parametrize(
    ("script", "limit"),
    [
        ("for (;;);", "cpu"),
        ("const a = []; for (;;) a.push(new Array(1e5).fill(7));", "memory"),
        ("(function f() { Promise.resolve().then(f); })()", "jobs"),
        ("for (let i = 0; i < 6000; i++) setTimeout(() => {}, 0);", "jobs"),
        ("for (let i = 0; i < 20000; i++) console.log(i);", "output"),
    ],
)
def test_a_limit_ends_a_page(script: str, limit: str, images: Images) -> None:
    with pytest.raises(ExhaustedError) as end:
        Page(images, {"script.js": script})
    assert end.value.limit == limit


def test_recursion_without_end_is_an_error_of_the_script(images: Images) -> None:
    with Page(images, {"script.js": "(function f() { f(); })()"}) as page:
        (error,) = page.state()["errors"]
    assert error["name"] == "RangeError"
    assert "stack" in error["message"].lower()


def test_busy_waiting_ends(images: Images) -> None:
    script = "const end = Date.now() + 50; let looks = 0; while (Date.now() < end) looks++; console.log(looks);"
    with Page(images, {"script.js": script}) as page:
        assert 4900 < int(page.state()["log"][0]["text"]) <= 5000


def test_time_begins_at_the_same_instant(images: Images) -> None:
    with Page(
        images, {"script.js": "console.log(Math.floor(Date.now() / 1000), new Date().getTimezoneOffset())"}
    ) as page:
        assert page.state()["log"][0]["text"] == f"{START_MS // 1000} 0"


def test_memory_is_bounded_and_given_back(images: Images) -> None:
    with Guest(images.page) as guest:
        assert guest.memory_bytes < 24 << 20
        assert guest.memory_bytes <= MEMORY_BYTES


def test_an_address_from_the_module_is_not_trusted(images: Images) -> None:
    with Guest(images.page) as guest:
        for at, size in ((-1, 4), (guest.memory_bytes - 1, 2), (1 << 40, 1), (0, -1)):
            with pytest.raises(ExhaustedError):
                guest.read(at, size)


def test_missing_images_say_how_to_build_them(tmp_path: Path) -> None:
    with pytest.raises(ImagesMissingError, match="make judge"):
        Images.load(tmp_path)
