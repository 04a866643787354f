"""Where icons are: beside this module in a deployed layer, in the content files of a checkout."""

from pathlib import Path

from progressive_flow.gamification.icons.models import PREFIX
from progressive_flow.kernel import paths
from progressive_flow.kernel.http.problems import not_found

PACKAGED = Path(__file__).with_name("files")  # the bundler puts them there


def show_icon(file: str) -> str:
    """Return an icon's SVG."""
    path = _folder() / file
    if not path.is_file():
        raise not_found(f"icon {file}")
    return path.read_text()


def is_icon(url: str) -> bool:
    """Return whether an address is that of an icon."""
    return url.startswith(PREFIX) and (_folder() / url.removeprefix(PREFIX)).is_file()


def _folder() -> Path:
    return PACKAGED if PACKAGED.is_dir() else paths.root() / "sql" / "seeds" / "content" / "icons" / "achievements"
