"""Which icons there are."""

from progressive_flow.gamification.icons import files
from progressive_flow.kernel.http.problems import not_found


def show_icon(kind: str, file: str) -> str:
    """Return an icon's SVG; 404 if it is not there, or has other content than its address says."""
    name, content_hash, _ = file.rsplit(".", 2)
    svg = files.content(kind, name)
    if svg is None or files.hash_of(svg) != content_hash:
        raise not_found(f"icon {file}")
    return svg


def is_icon(url: str) -> bool:
    """Return whether an address, with its hash or without, is that of an icon."""
    return files.address(url) is not None
