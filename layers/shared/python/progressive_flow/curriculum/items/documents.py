"""Documents of items: which model each kind has, and where one is wrong."""

import json
from collections.abc import Sequence
from typing import Any, overload

from pydantic import ValidationError

from progressive_flow.curriculum.authoring.files.challenges import Challenge, ChallengeDocument
from progressive_flow.curriculum.authoring.files.code_challenges import (
    CodeChallenge,
    CodeChallengeDocument,
    expand_code,
)
from progressive_flow.curriculum.authoring.files.expanding import ExpansionError, expand
from progressive_flow.curriculum.authoring.files.forms import Place, refusals
from progressive_flow.curriculum.authoring.files.pages import Page
from progressive_flow.curriculum.authoring.files.tracks import Track
from progressive_flow.kernel.http.problems import Problem, pointer

MAX_ERRORS = 20


Document = ChallengeDocument | CodeChallengeDocument | Page | Track
MODELS: dict[str, type[Document]] = {"challenge": ChallengeDocument, "page": Page, "track": Track}


def parsed(kind: str, slug: str, document: dict[str, Any]) -> Document:
    """Return a document as its kind's model; raise 422 that points at each value without its form."""
    model_of = CodeChallengeDocument if kind == "challenge" and document.get("kind") == "code" else MODELS[kind]
    try:
        # as JSON, in which the names of members are text even where the model has numbers
        model = model_of.model_validate_json(json.dumps(document))
    except ValidationError as error:
        raise _invalid(refusals(model_of, error)) from None
    if model.slug != slug:
        raise _invalid([(("slug",), f"The slug is {model.slug}, the address says {slug}: they have to be the same.")])
    return model


@overload
def expanded(document: CodeChallengeDocument) -> CodeChallenge: ...
@overload
def expanded(document: ChallengeDocument) -> Challenge: ...
def expanded(document: ChallengeDocument | CodeChallengeDocument) -> Challenge | CodeChallenge:
    """Return a challenge with its levels in full; raise 422 that points at each that cannot be written out."""
    if isinstance(document, CodeChallengeDocument):
        return expand_code(document, document.statement)
    try:
        return expand(document, document.statement)
    except ValidationError:  # what is derived of sound figures has none
        raise _invalid([(("levels",), "Its figures are too large to derive a bill from.")]) from None
    except ExpansionError as error:
        parted = [problem.partition(": ") for problem in error.problems]
        raise _invalid([(tuple(place.split(".")), message) for place, _, message in parted]) from None


def place_of(pointer_: str) -> str:
    """Return where in the document a refusal points, as names and numbers with dots; empty for all of it."""
    return pointer_.removeprefix("/body/document").strip("/").replace("/", ".")


def _invalid(found: Sequence[tuple[Place, str]]) -> Problem:
    rows = [{"pointer": pointer(("body", "document", *place)), "message": message} for place, message in found]
    return Problem(422, "invalid", "The document is not acceptable: see errors.", errors=rows[:MAX_ERRORS])
