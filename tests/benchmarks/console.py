"""The web console in a real browser: what it loads, how soon a page is there, and how smoothly a large design moves."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

from playwright.sync_api import Page

from progressive_flow_local.cli import demo
from progressive_flow_local.gateway import console
from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Figure, Report
from tests.console.people import new_person
from tests.console.screens import Screen
from tests.support import chromium

FIRST_VISIT_KB, PAINT_SECONDS, FRAME_MS = 180.0, 1.5, 16.0
THROTTLE = 4  # times slower than this machine's processor
PARTS, ROUNDS, MOVES = 60, 3, 60
PAINT = """
() => new Promise((resolve) => new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime))
  .observe({ type: "largest-contentful-paint", buffered: true }))
"""
FRAMES = """
(count) => new Promise((resolve) => {
  const times = [];
  const step = (now) => { times.push(now); times.length > count ? resolve(times) : requestAnimationFrame(step); };
  requestAnimationFrame(step);
})
"""


def measure(bench: Bench) -> Report:
    """Start a platform of its own, and look at it with a browser as a new learner does."""
    if not console.is_built():
        return Report([], [], ["The console is not built: run `make console`, which needs npm."])
    bench.show("starting a platform")
    with demo.own_platform(1) as held, chromium.browser() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        screen = Screen(page, held["api_url"])
        learner = new_person(held)
        screen.open("/", learner)
        page.wait_for_load_state("networkidle")
        bench.show("loading the home page")
        figures = [_first_visit(page), _painted(page)]
        bench.show("moving a design of sixty parts")
        return Report([*figures, *_moved(screen)])


def _first_visit(page: Page) -> Figure:
    """Return the compressed size of all scripts that the home page has loaded."""
    names = page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    scripts = {name.rpartition("/assets/")[2] for name in names if name.endswith(".js") and "/assets/" in name}
    files = [(console.BUILT / "assets" / name).read_bytes() for name in scripts]
    size = sum(len(gzip.compress(file, 9)) for file in files) / 1000
    return Figure("JavaScript of a first visit, compressed", size, "kB", aim=FIRST_VISIT_KB)


def _painted(page: Page) -> Figure:
    """Return when the largest part of the home page is painted: after a reload, on a processor made slower."""
    with _slower(page):
        times = []
        for _ in range(ROUNDS):
            page.reload()
            page.wait_for_selector("main h1")
            page.wait_for_load_state("networkidle")
            times.append(page.evaluate(PAINT) / 1000)
    return Figure(
        f"largest contentful paint of the home page, CPU {THROTTLE} times slower", median(times), "s", aim=PAINT_SECONDS
    )


@contextmanager
def _slower(page: Page) -> Iterator[None]:
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": THROTTLE})
    yield
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})


def _moved(screen: Screen) -> list[Figure]:
    """Return the median frame while a design is dragged and zoomed, without the wait for the screen."""
    page = screen.page
    page.goto(f"{screen.origin}/challenges/static-website/1")
    page.wait_for_selector(".palette")
    adding = page.locator(".palette button").first
    for _ in range(PARTS):
        adding.click()
    box = page.locator(".react-flow__node").nth(PARTS // 2).bounding_box()
    assert box, "the part is shown"
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    dragged = _busy(page, lambda step: page.mouse.move(x + step % 7 * 5, y + step % 5 * 5))
    page.mouse.up()
    zoomed = _busy(page, lambda step: page.mouse.wheel(0, 60 if step % 2 else -60))
    name = f"work of a frame while a design of {PARTS} parts is"
    return [
        Figure(f"{name} dragged", dragged, "ms", aim=FRAME_MS),
        Figure(f"{name} zoomed", zoomed, "ms", aim=FRAME_MS),
    ]


def _busy(page: Page, act: Any) -> float:
    """Return milliseconds of the main thread's work for each event, by the browser's own count."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    before = _work(session)
    for step in range(MOVES):
        act(step)
        page.evaluate(FRAMES, 1)
    return (_work(session) - before) * 1000 / MOVES


def _work(session: Any) -> float:
    """Return the seconds that the page's main thread has worked."""
    metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return float(metrics["TaskDuration"])
