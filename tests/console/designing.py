"""Draws a system on the console's canvas by what people use: the palette, the list and the settings of a part."""

from tests.console.screens import Screen

# The smallest design that passes level 1 of "Static website delivery".
PARTS = ("Client", "DNS", "CDN", "Object store")
LINES = (("client", "dns"), ("client", "cdn"), ("cdn", "object store"))


def add(screen: Screen, *kinds: str) -> None:
    """Add parts from the palette."""
    for kind in kinds:
        screen.page.locator(".palette button").filter(has_text=kind).first.click()


def outline(screen: Screen) -> None:
    """Open the design as a list."""
    details = screen.page.locator("details.outline")
    if details.get_attribute("open") is None:
        details.locator("summary").click()


def choose(screen: Screen, name: str) -> None:
    """Choose a part in the list, which shows its settings."""
    outline(screen)
    screen.page.locator("details.outline").get_by_role("button", name=name, exact=True).click()


def connect(screen: Screen, source: str, target: str) -> None:
    """Let one part call another."""
    choose(screen, source)
    screen.page.get_by_label("Connect to…").select_option(label=target)
    screen.button("Connect", exact=True).click()


def draw_static_website(screen: Screen) -> None:
    """Draw a system that passes."""
    add(screen, *PARTS)
    for source, target in LINES:
        connect(screen, source, target)
