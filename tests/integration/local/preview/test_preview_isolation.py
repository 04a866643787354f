"""What a learner writes runs in the preview by itself: it reads nothing, reaches nothing, and stops with its frame."""

import json
import time

import httpx
from playwright.sync_api import Browser, Page

from progressive_flow_local.processes import wait_until
from tests.support.previews import Trap, logged, messages, run, served


def test_it_reads_neither_cookies_nor_storage_nor_the_console(page: Page) -> None:
    page.evaluate("localStorage.setItem('draft', 'secret')")
    reads = [
        "document.cookie",
        "localStorage",
        "sessionStorage",
        "indexedDB.open('x')",
        "caches.keys()",
        "parent.document",
        "top.messages",
    ]
    tried = "".join(
        f"try {{ console.log({read!r}, 'read', String({read})) }} catch (error) {{ console.log({read!r}, error.name) }}\n"
        for read in reads
    )
    run(page, js=f"{tried}\nconsole.log('origin', self.origin)")
    found = dict(line.split(" ", 1) for line in logged(page, len(reads) + 1))
    assert found.pop("origin") == "null"
    assert found.keys() == set(reads)
    assert {name for name, result in found.items() if result.startswith("read")} <= {"caches.keys()"}, found
    assert "secret" not in json.dumps(found)


def test_it_reaches_no_server(page: Page, preview: str) -> None:
    reached: list[str] = []
    with served(type("Ours", (Trap,), {"reached": reached})) as trap:
        socket = trap.replace("http:", "ws:")
        html = (
            f'<img src="{trap}/image"><link rel="stylesheet" href="{trap}/sheet"><script src="{trap}/script"></script>'
            f'<iframe src="{trap}/frame"></iframe><video src="{trap}/video"></video><object data="{trap}/object"></object>'
            f'<link rel="preload" as="script" href="{trap}/preload"><base href="{trap}/"><img src="based">'
            f'<form action="{trap}/form" method="post"><button>Send</button></form><a href="{trap}/link">Go</a>'
        )
        js = f"""
        const trap = {json.dumps(trap)};
        const tries = {{
          fetch: () => fetch(trap + '/fetch'),
          beacon: () => navigator.sendBeacon(trap + '/beacon', 'x'),
          request: () => {{ const r = new XMLHttpRequest(); r.open('GET', trap + '/xhr', false); r.send(); }},
          socket: () => new WebSocket({json.dumps(socket)} + '/socket'),
          events: () => new EventSource(trap + '/events'),
          worker: () => new Worker(trap + '/worker'),
          module: () => import(trap + '/module'),
          opened: () => window.open(trap + '/opened'),
          top: () => {{ top.location = trap + '/top'; }},
          form: () => document.querySelector('form').submit(),
          click: () => document.querySelector('a').click(),
          self: () => {{ location.href = trap + '/self'; }},
        }};
        for (const [name, attempt] of Object.entries(tries)) {{
          try {{ Promise.resolve(attempt()).catch(() => 0); }} catch {{}}
          console.log(name);
        }}
        """
        console_address = page.url
        run(page, html=html, js=js)
        assert len(logged(page, 12)) == 12
        page.wait_for_timeout(1500)
        assert reached == []
        assert httpx.get(f"{trap}/control", trust_env=False).status_code == 200
        assert reached == ["/control"], "the trap is set"
        assert page.url == console_address
    assert preview


def test_a_stranger_gives_it_no_code(page: Page, chrome: Browser, preview: str) -> None:
    """It takes files from the page that frames it, and from nobody in its own frame or window."""
    alone = chrome.new_page()
    alone.goto(f"{preview}/preview.html")
    alone.evaluate("window.postMessage({html: '<p id=ran>ran</p>', css: '', js: ''}, '*')")
    alone.wait_for_timeout(500)
    assert alone.locator("#ran").count() == 0
    alone.close()
    run(page, js=7)  # type: ignore[arg-type]
    messages(page, "ready")
    page.wait_for_timeout(300)
    assert page.frames[-1].locator("script").count() == 1, "it waits for files that are texts"


def processor_seconds(chrome: Browser) -> float:
    """Return the CPU time of all processes that render pages."""
    session = chrome.new_browser_cdp_session()
    listed = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    return sum(float(each["cpuTime"]) for each in listed if each["type"] == "renderer")


def share_at_work(chrome: Browser) -> float:
    """Return how much of a second the processes that render pages compute."""
    before = processor_seconds(chrome)
    time.sleep(1)
    return processor_seconds(chrome) - before


def test_an_endless_loop_holds_up_no_page_and_ends_with_its_frame(page: Page, chrome: Browser) -> None:
    run(page, js="console.log('begins'); setTimeout(() => { for (;;) {} }, 200)")
    assert logged(page) == ["begins"]
    assert wait_until(lambda: share_at_work(chrome) > 0.3, 10), "the loop runs"
    page.wait_for_function("() => new Promise(done => setTimeout(() => done('the console goes on meanwhile'), 10))")
    page.evaluate("document.querySelector('iframe').remove()")
    assert wait_until(lambda: share_at_work(chrome) < 0.1, 20), "the loop has ended"
    run(page, js="console.log('again')")
    assert logged(page) == ["again"]
