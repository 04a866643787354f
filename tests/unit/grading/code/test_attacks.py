"""Whatever a submission does, its page ends within the limits, and the next page knows nothing of it."""

import json

import pytest

from progressive_flow.grading.code.limits import FUEL_LOADING, FUEL_STEP, MAX_FILES_BYTES, MEMORY_BYTES
from progressive_flow.grading.code.page.page import Page, UnreachableError
from progressive_flow.grading.code.sealed.exhausted import SENTENCES, ExhaustedError
from progressive_flow.grading.code.sealed.images import Images
from tests.unit.grading.code.attacks.every import SOLUTION, Files, attacks, beside

ATTACKS = attacks()
STEPS = 10
MAX_ANSWER = 2_000_000


def count_after_a_click(page: Page) -> str | None:
    """Return what the solution's page shows after a click on its button."""
    button = page.find({"css": "#add"}, visible=True)
    if not button["items"]:
        return None
    page.act("click", button["items"][0]["ref"])
    found = page.find({"css": "#count"}, text=True, style=["color"], role=True, name=True)
    return str(found["items"][0]["text"]) if found["items"] else None


def look_everywhere(page: Page) -> list[object]:
    """Ask a page whatever a check may ask."""
    page.wait(1000)
    return [page.find({"role": "button"}, text=True, html=True), page.audit(), page.paints(), page.state(), page.html()]


def use(page: Page) -> None:
    """Use a page as a check does."""
    count_after_a_click(page)
    answers = look_everywhere(page)
    assert len(json.dumps(answers)) < MAX_ANSWER


def attempt(images: Images, files: Files) -> str:
    """Open a page and use it; return the limit that ended that, or how it was completed."""
    assert sum(len(text.encode("utf-8", "replace")) for text in files.values()) <= MAX_FILES_BYTES
    try:
        with Page(images, files) as page:
            try:
                use(page)
            except UnreachableError:
                return "unreachable"
            finally:
                assert page.guest.memory_bytes <= MEMORY_BYTES
                assert page.fuel <= FUEL_LOADING + STEPS * FUEL_STEP
    except ExhaustedError as end:
        return ended(end)
    return "done"


def ended(end: ExhaustedError) -> str:
    """Return the limit that a page used up, which has a sentence for the learner."""
    assert end.limit in SENTENCES
    assert len(str(end)) < 500
    return end.limit


def assert_the_next_page_is_unaffected(images: Images) -> None:
    with Page(images, SOLUTION) as page:
        assert count_after_a_click(page) == "1"
        state = page.state()
        assert (state["errors"], state["log"], state["storage"], state["title"]) == ([], [], {}, "")


def test_there_are_attacks_of_every_class() -> None:
    assert len(ATTACKS) >= 200


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_ends_within_the_limits(name: str, images: Images) -> None:
    attempt(images, ATTACKS[name])
    attempt(images, beside(ATTACKS[name]))
    assert_the_next_page_is_unaffected(images)


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        ("endless for", "cpu"),
        ("nested quantifier", "cpu"),
        ("promise storm", "jobs"),
        ("rejections in handlers", "jobs"),
        ("a hundred thousand timers", "jobs"),
        ("arrays of arrays", "memory"),
        ("typed arrays", "memory"),
    ],
)
def test_an_attack_names_the_limit_that_it_used_up(name: str, limit: str, images: Images) -> None:
    assert attempt(images, ATTACKS[f"script: {name}"]) == limit
