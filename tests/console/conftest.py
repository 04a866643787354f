"""A platform of the worker's own, a browser, and pages that report what nobody expects of them."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from progressive_flow_local.gateway import console
from tests.console.people import Person, administrator, new_person
from tests.console.screens import Screen
from tests.support.platforms import Platform

Open = Callable[..., Screen]


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """Where everything is of a platform that runs; skip where the console is not built."""
    if not console.is_built():
        pytest.skip("The console is not built: `make console` builds it where there is npm.")
    served = Platform(tmp_path_factory.mktemp("console"))
    served.start()
    try:
        yield served.ready()
    finally:
        served.stop()


@pytest.fixture
def learner(platform: dict[str, Any]) -> Person:
    """A new learner."""
    return new_person(platform)


@pytest.fixture(scope="session")
def operator(platform: dict[str, Any]) -> Person:
    """The platform's administrator."""
    return administrator(platform)


@pytest.fixture
def open_as(platform: dict[str, Any], chrome: Browser) -> Iterator[Open]:
    """Opens a page of the console as somebody, in a browser's profile of its own; checks afterwards what the pages did."""
    with ExitStack() as stack:
        screens: list[Screen] = []

        def open_page(person: Person, path: str = "/", context: BrowserContext | None = None, **options: Any) -> Screen:
            options.setdefault("viewport", {"width": 1280, "height": 900})
            profile = context or chrome.new_context(**options)
            if context is None:
                stack.callback(profile.close)
            screen = Screen(
                profile.new_page(), platform["api_url"], platform["preview_url"], platform["aws_endpoint_url"]
            )
            screens.append(screen)
            screen.open(path, person)
            return screen

        yield open_page
        for screen in screens:
            screen.check()


@pytest.fixture
def page(chrome: Browser) -> Iterator[Page]:
    """A page of nobody in particular."""
    context = chrome.new_context()
    yield context.new_page()
    context.close()
