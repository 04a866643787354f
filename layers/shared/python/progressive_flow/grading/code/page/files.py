"""Which files of a submission make a page, and in which order its scripts run."""

from collections.abc import Mapping
from dataclasses import dataclass

HTML, CSS, SCRIPT, TYPESCRIPT = "index.html", "style.css", "script.js", "script.ts"


@dataclass(frozen=True)
class Source:
    """The text of a page's parts; what is absent is empty."""

    html: str
    css: str
    script: str
    script_name: str

    @property
    def is_typed(self) -> bool:
        """Whether types must be stripped before the script runs."""
        return self.script_name == TYPESCRIPT


def source_of(files: Mapping[str, str]) -> Source:
    """Return what a submission's files make; files that no page has are ignored."""
    name = TYPESCRIPT if TYPESCRIPT in files else SCRIPT
    return Source(files.get(HTML, ""), files.get(CSS, ""), files.get(name, ""), name)
