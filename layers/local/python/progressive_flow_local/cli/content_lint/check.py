"""The whole check: reads the files, grades every design, applies every rule."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from progressive_flow.curriculum.authoring.files import Challenge, Content
from progressive_flow.curriculum.authoring.files.checks import check_structure
from progressive_flow.curriculum.authoring.files.reading import read_files
from progressive_flow.curriculum.authoring.files.soundness import check_soundness
from progressive_flow.curriculum.authoring.gates.designs import check_designs
from progressive_flow.curriculum.authoring.gates.findings import Finding, problem
from progressive_flow.curriculum.authoring.gates.grading import GradedChallenge, grade_challenge
from progressive_flow.curriculum.authoring.gates.writing import check_order, check_writing
from progressive_flow_local.cli.content_lint import language, matrix, shapes
from progressive_flow_local.cli.content_lint.code import check_code_challenges
from progressive_flow_local.cli.content_lint.matrix import Matrix
from progressive_flow_local.cli.content_lint.working import spread

LEVELS = 5  # of each challenge of the catalogue


class Checked(NamedTuple):
    """What was found; matrix and shapes only when all challenges were looked at."""

    content: Content
    findings: list[Finding]
    graded: list[GradedChallenge]
    matrix: Matrix | None
    shapes: list[list[str]]

    @property
    def problems(self) -> list[Finding]:
        """What must be put right."""
        return [finding for finding in self.findings if not finding.warning]


def check(
    root: Path, slugs: Sequence[str] = (), *, allow_incomplete: bool = False, judge_everything: bool = False
) -> Checked:
    """Check some challenges, or all of them together with what they are to each other.

    Tasks of code are judged where the lock does not say what the judge finds, or all of them.
    """
    content, unreadable = read_files(root)
    wanted = [challenge for challenge in content.challenges if not slugs or challenge.slug in slugs]
    found = [Finding(line) for line in [*unreadable, *check_structure(content)]]
    found += check_order(content)
    sound: list[Challenge] = []
    for challenge in wanted:
        unsound = check_soundness(challenge)
        found += [Finding(line) for line in unsound]
        sound += [] if unsound else [challenge]
        found += [*_levels(challenge), *check_writing(challenge, allow_incomplete=allow_incomplete)]
    graded = spread("Grading designs", grade_challenge, sound)
    for one in graded:
        found += check_designs(one, allow_incomplete=allow_incomplete)
    found += check_code_challenges(root, content, slugs, everything=judge_everything)
    found += _language(root, content)
    if slugs:
        return Checked(content, _about(found, slugs), graded, None, [])
    tried = _matrix(sound)
    groups = shapes.shapes(sound)
    found += [*matrix.check_matrix(tried), *shapes.check_shapes(groups)]
    return Checked(content, _distinct(found), graded, tried, groups)


def _levels(challenge: Challenge) -> Iterator[Finding]:
    if challenge.level_count != LEVELS:
        yield problem(challenge, f"level_count: must be {LEVELS}")


def _language(root: Path, content: Content) -> list[Finding]:
    known, found = language.check_words(root)
    found += language.check_language(language.passages(content), known)
    files = [root / "tracks.yaml", *sorted(root.glob("*/*/challenge.yaml")), *sorted(root.glob("*/*/statement.md"))]
    return [*found, *language.check_spaces(root, [file for file in files if file.exists()])]


def _matrix(challenges: Sequence[Challenge]) -> Matrix:
    columns = matrix.columns(challenges)
    pairs = spread("Trying references on other challenges", matrix.passing, columns)
    return Matrix([column.slug for column in columns], [pair for chunk in pairs for pair in chunk])


def _about(found: Sequence[Finding], slugs: Sequence[str]) -> list[Finding]:
    """What concerns these challenges, by the folder that a line begins with."""
    return [
        finding for finding in _distinct(found) if any(f"/{slug}/" in finding.line.partition(": ")[0] for slug in slugs)
    ]


def _distinct(found: Sequence[Finding]) -> list[Finding]:
    """Each line once, problems before warnings."""
    return sorted(dict.fromkeys(found), key=lambda finding: finding.warning)
