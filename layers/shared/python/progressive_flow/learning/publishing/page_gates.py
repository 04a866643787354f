"""What must hold of a page's Markdown: no raw HTML, links that lead somewhere, images with a text."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from progressive_flow.curriculum.authoring.files.pages import Page
from progressive_flow.learning.publishing.reports import CheckFinding

# Tags that say how text is set; any other HTML could run or fetch something in a reader's browser.
_ALLOWED_HTML = re.compile(r"</?(kbd|sub|sup)>")
_CONTENT = re.compile(r"(challenge|page|track):([a-z0-9-]{1,100})")
_OUTSIDE = re.compile(r"(https://|mailto:|#)[^\s]+")
_UPLOAD = re.compile(r"upload:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
MAX_REFERENCES = 200


class Text(NamedTuple):
    """What was found in Markdown: problems, the published content that it links to, and the ids of the images that it shows."""

    problems: list[CheckFinding]
    references: list[dict[str, str]]
    uploads: list[str]


def read(page: Page) -> Text:
    """Read the Markdown of a page."""
    problems, references, uploads = list[CheckFinding](), dict[tuple[str, str], None](), dict[str, None]()
    for line, token in _tokens(page.body):
        match token.type:
            case "html_block" | "html_inline" if not _ALLOWED_HTML.fullmatch(token.content.strip()):
                problems.append(
                    _finding(line, f"write Markdown: the HTML '{token.content.strip()[:40]}' is not allowed")
                )
            case "image":
                found_upload = _UPLOAD.fullmatch(str(token.attrs.get("src", "")))
                if not token.content.strip():
                    problems.append(
                        _finding(line, "an image needs a text for who cannot see it: ![what it shows](upload:…)")
                    )
                if found_upload:
                    uploads[found_upload[1]] = None
                else:
                    problems.append(_finding(line, "an image is an upload of the organization: upload: and its id"))
            case "link_open":
                target = str(token.attrs.get("href", ""))
                if found := _CONTENT.fullmatch(target):
                    references[found[1], found[2]] = None
                elif not _OUTSIDE.fullmatch(target):
                    text = f"the link '{target[:60]}' is neither https: nor challenge:, page: or track: with a slug"
                    problems.append(_finding(line, text))
    if len(references) + len(uploads) > MAX_REFERENCES:
        problems.append(CheckFinding(place="body", message=f"It links to more than {MAX_REFERENCES} items and images."))
    return Text(problems, [{"kind": kind, "slug": slug} for kind, slug in references], list(uploads))


def _tokens(body: str) -> Iterator[tuple[int, Token]]:
    """Yield each token with the number of the line on which its block begins."""
    parser = MarkdownIt("commonmark").enable("table")
    for block in parser.parse(body):
        line = block.map[0] + 1 if block.map else 1
        yield line, block
        for token in block.children or []:
            yield line, token


def _finding(line: int, message: str) -> CheckFinding:
    return CheckFinding(place=f"body, line {line}", message=message[:1].upper() + message[1:] + ".")


def content_of(page: dict[str, Any], text: Text) -> dict[str, Any]:
    """Return what is published of a page: its document, what it links to, and which images it shows."""
    return {**page, "references": text.references, "uploads": text.uploads}
