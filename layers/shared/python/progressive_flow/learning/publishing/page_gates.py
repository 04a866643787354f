"""What must hold of a page's Markdown: no raw HTML, links that lead somewhere."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from progressive_flow.curriculum.authoring.files.pages import Page
from progressive_flow.learning.publishing.reports import Finding

# Tags that say how text is set; any other HTML could run or fetch something in a reader's browser.
_ALLOWED_HTML = re.compile(r"</?(kbd|sub|sup)>")
_CONTENT = re.compile(r"(challenge|page|track):([a-z0-9-]{1,100})")
_OUTSIDE = re.compile(r"(https://|mailto:|#)[^\s]+")
MAX_REFERENCES = 200


class Text(NamedTuple):
    """What was found in Markdown: problems, and the published content that it links to."""

    problems: list[Finding]
    references: list[dict[str, str]]


def read(page: Page) -> Text:
    """Read the Markdown of a page."""
    problems, references = list[Finding](), dict[tuple[str, str], None]()
    for line, token in _tokens(page.body):
        match token.type:
            case "html_block" | "html_inline" if not _ALLOWED_HTML.fullmatch(token.content.strip()):
                problems.append(
                    _finding(line, f"write Markdown: the HTML '{token.content.strip()[:40]}' is not allowed")
                )
            case "image":
                problems.append(_finding(line, "images cannot be shown yet: describe what it shows"))
            case "link_open":
                target = str(token.attrs.get("href", ""))
                if found := _CONTENT.fullmatch(target):
                    references[found[1], found[2]] = None
                elif not _OUTSIDE.fullmatch(target):
                    text = f"the link '{target[:60]}' is neither https: nor challenge:, page: or track: with a slug"
                    problems.append(_finding(line, text))
    if len(references) > MAX_REFERENCES:
        problems.append(Finding(place="body", message=f"It links to more than {MAX_REFERENCES} items."))
    return Text(problems, [{"kind": kind, "slug": slug} for kind, slug in references])


def _tokens(body: str) -> Iterator[tuple[int, Token]]:
    """Yield each token with the number of the line on which its block begins."""
    parser = MarkdownIt("commonmark").enable("table")
    for block in parser.parse(body):
        line = block.map[0] + 1 if block.map else 1
        yield line, block
        for token in block.children or []:
            yield line, token


def _finding(line: int, message: str) -> Finding:
    return Finding(place=f"body, line {line}", message=message[:1].upper() + message[1:] + ".")


def content_of(page: dict[str, Any], references: list[dict[str, str]]) -> dict[str, Any]:
    """Return what is published of a page: its document, and what it links to."""
    return {**page, "references": references}
