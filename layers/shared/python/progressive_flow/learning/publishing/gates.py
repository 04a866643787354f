"""What must hold of a document before it is published, as far as the document alone says it."""

from typing import Any, NamedTuple

from progressive_flow.curriculum.authoring.files import Challenge, Track, content_hash, plain
from progressive_flow.curriculum.authoring.files.checks import repeated_parts
from progressive_flow.curriculum.authoring.files.code_challenges import CodeChallengeDocument, expand_code
from progressive_flow.curriculum.authoring.files.code_soundness import check_code, lone_ways
from progressive_flow.curriculum.authoring.files.facts import Facts
from progressive_flow.curriculum.authoring.files.pages import Page
from progressive_flow.curriculum.authoring.files.soundness import check_soundness
from progressive_flow.curriculum.authoring.gates.designs import check_designs
from progressive_flow.curriculum.authoring.gates.grading import grade_challenge
from progressive_flow.curriculum.authoring.gates.writing import check_writing
from progressive_flow.curriculum.authoring.service import published
from progressive_flow.curriculum.items import documents
from progressive_flow.kernel.http.problems import Problem
from progressive_flow.learning.publishing import page_gates
from progressive_flow.learning.publishing.reports import CheckFinding


class Examined(NamedTuple):
    """What stands against a document, and what would be published of it: None if it cannot even be written out."""

    problems: list[CheckFinding]
    warnings: list[CheckFinding]
    content: dict[str, Any] | None

    @property
    def content_hash(self) -> bytes:
        """The hash of what would be published: equal content is not published twice."""
        return content_hash(self.content or {})


def examine(kind: str, slug: str, document: dict[str, Any], *, is_public: bool = False) -> Examined:
    """Examine the document of an item; more is asked of the platform's own, which are public."""
    try:
        model = documents.parsed(kind, slug, document)
        if isinstance(model, Track):
            return _track(model)
        if isinstance(model, Page):
            return _page(model)
        if isinstance(model, CodeChallengeDocument):
            return _code(model, is_public=is_public)
        return _challenge(documents.expanded(model))
    except Problem as refusal:  # a model may have become stricter since the draft was saved
        rows = [
            CheckFinding(place=documents.place_of(row["pointer"]), message=row["message"]) for row in refusal.errors
        ]
        return Examined(rows or [CheckFinding(place="", message=refusal.detail)], [], None)


def _track(track: Track) -> Examined:
    return Examined([_finding(line) for line in repeated_parts({"": track})], [], plain(track))


def _page(page: Page) -> Examined:
    text = page_gates.read(page)
    return Examined(text.problems, [], page_gates.content_of(plain(page), text))


def _code(document: CodeChallengeDocument, *, is_public: bool) -> Examined:
    """Examine a code challenge but for its tasks, which the judge's gate examines."""
    challenge = expand_code(document, document.statement)
    problems = [_of_challenge(challenge, line) for line in check_code(document)]
    lone = [_of_challenge(challenge, line) for line in lone_ways(document)]
    return Examined(problems + lone if is_public else problems, [] if is_public else lone, published(challenge))


def _challenge(challenge: Challenge) -> Examined:
    problems, warnings = list[CheckFinding](), list[CheckFinding]()
    if unsound := check_soundness(challenge):
        return Examined([_of_challenge(challenge, line) for line in unsound], [], published(challenge))
    found = list(check_writing(challenge, allow_incomplete=False, lengths_warn=True))
    found += check_designs(grade_challenge(challenge), allow_incomplete=False)
    for finding in found:
        (warnings if finding.warning else problems).append(_of_challenge(challenge, finding.line))
    return Examined(problems, warnings, published(challenge))


def _of_challenge(challenge: Facts, line: str) -> CheckFinding:
    """Return what a line of `file: field: what is wrong` says, without the file; the statement has one of its own."""
    if line.startswith(challenge.statement_file):
        return CheckFinding(place="statement", message=line.removeprefix(f"{challenge.statement_file}: "))
    return _finding(line.removeprefix(f"{challenge.file}: "))


def _finding(line: str) -> CheckFinding:
    place, _, message = line.partition(": ")
    return CheckFinding(place=place, message=message)
