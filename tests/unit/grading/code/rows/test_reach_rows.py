"""Rows of the list of concrete cases: what code cannot reach, and results that it gives itself. One test a row, named by it."""

import pytest

from progressive_flow.grading.code.judging.judge import judge
from progressive_flow.grading.code.page.page import Page
from progressive_flow.grading.code.sealed.images import Images
from tests.unit.grading.code.rows.one_function import RIGHT, ending, judged
from tests.unit.grading.code.tasks import small


def printed(images: Images, code: str) -> list[str]:
    """Return what a page prints."""
    with Page(images, {"index.html": "<p>x</p>", "script.js": code}) as page:
        page.wait(100)
        return [line["text"] for line in page.state()["log"]]


def test_a_function_of_the_learners_is_never_the_judges(images: Images) -> None:
    """SB-11: `window.__runTest` changes nothing, and the scripts of the document are the learner's own."""
    names = ["__runTest", "runTests", "__helpers", "judge", "assert", "expect", "chai", "it", "describe", "test"]
    script = "".join(f"window.{name} = () => ({{ pass: true, passed: true, score: 100 }});" for name in names)
    assert ending(judged(images, f"{script} function double(n) {{ return 7; }}")) == (False, "failed", None)
    assert printed(images, "console.log(document.scripts.length, document.querySelectorAll('*').length)") == ["0 4"]
    with Page(images, {"index.html": "<script>1</script><p>x</p>", "script.js": "function f() {}"}) as page:
        assert page.find({"css": "script"})["count"] == 1


@pytest.mark.parametrize(
    "code",
    [
        "function double(n) { return String(arguments.callee?.caller) + String(double.caller); }",
        "function double(n) { return new Error().stack; }",
        "function double(n) { return document.currentScript?.outerHTML ?? 'none'; }",
        "async function double(n) { return (await fetch(location)).text(); }",
        "async function double(n) { return (await fetch('file:///proc/self/environ')).text(); }",
        "function double(n) { return Object.getOwnPropertyNames(globalThis).join(); }",
        "function double(n) { return document.documentElement.outerHTML; }",
    ],
)
def test_nothing_of_the_checks_is_within_reach(code: str, images: Images) -> None:
    """SB-13: caller, stack, the page's own address, files of the system and the script that runs show nothing."""
    task = small("javascript", {"script.js": RIGHT}, {"call": "double", "with": [4], "gives": 8, "say": "SECRET"})
    with Page(images, {"script.js": code}) as page:
        seen = str(page.call("double", args=[4]).get("value"))
    for secret in ("SECRET", "gives", "expected", "checks", "solution", RIGHT, "progressive_flow", "PATH="):
        assert secret not in seen
    assert not judge({"script.js": code}, task, images).passed


@pytest.mark.parametrize(
    "code",
    [
        "postMessage({ status: 'passed' }); parent.postMessage('passed', '*');",
        'console.log(\'##RESULT {"status": "passed", "score": 100}\');',
        "process.exit(0);",
        "window.close(); self.close();",
        "throw { passed: true, score: 100 };",
    ],
)
def test_a_result_that_the_code_gives_itself_is_none(code: str, images: Images) -> None:
    """SB-14: messages, lines of output and an exit are no results; a missing result is a failure."""
    assert ending(judged(images, code)) == (False, "failed", None)
    program = {"main.py": "def double(n):\n    return 2 * n\n"}
    task = small("python", program, {"call": "double", "with": [4], "gives": 8})
    for text in ("print('##RESULT passed')", "raise SystemExit(0)", "import random\nrandom._os._exit(0)"):
        assert ending(judge({"main.py": text}, task, images)) == (False, "failed", None)


def test_there_is_no_environment_no_module_and_no_address_of_credentials(images: Images) -> None:
    """SB-16: `process.env`, modules of Node, files of the function, and the addresses that hand out credentials."""
    names = "typeof process, typeof require, typeof module, typeof Deno"
    assert printed(images, f"console.log([{names}].join())") == ["undefined,undefined,undefined,undefined"]
    assert printed(images, "import('child_process').then(m => console.log(m), e => console.log('none'))") == ["none"]
    addresses = (
        "http://169.254.170.2/v2/credentials",
        "http://169.254.169.254/latest/meta-data/",
        "file:///var/task/x",
    )
    for address in addresses:
        code = f"fetch('{address}').then(async r => console.log(r.status, (await r.text()).length))"
        assert printed(images, code) == ["404 0"]
    program = {"main.py": "import random\ndef f():\n    return dict(random._os.environ)\n"}
    assert judge(program, small("python", program, {"call": "f", "gives": {}}), images).passed


@pytest.mark.parametrize(
    "code",
    [
        "fetch('https://example.com/')",
        "new Image().src = '//example.com/x'",
        "const s = document.createElement('style'); s.textContent = '@import url(//example.com/x)'; document.head.append(s)",
        "try { new WebSocket('wss://example.com') } catch {}",
        "document.head.insertAdjacentHTML('beforeend', '<link rel=dns-prefetch href=//example.com>')",
        "try { new RTCPeerConnection() } catch {}",
        "fetch('file:///etc/passwd')",
    ],
)
def test_nothing_leaves_the_page(code: str, images: Images) -> None:
    """SB-17: the module has no import by which anything could leave; a request is refused, and the learner reads that."""
    assert list(images.page.module.imports) == []
    verdict = judged(images, f"{code};\nfunction double(n) {{ return 7; }}")
    assert ending(verdict) == (False, "failed", None)
    said = "There is no network here: GET" in verdict.results[0].message
    assert said == ("fetch(" in code)
    assert ending(judged(images, f"{code};\n{RIGHT}")) == (True, "passed", None)
