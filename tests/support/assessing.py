"""What tests do with assessments: begin one, and answer it with so many right."""

from typing import Any

import psycopg

from tests.support.api import Api, Caller

PATH = "/v1/assessments"


def begin(api: Api, learner: Caller, type_: str = "initial", **fields: Any) -> dict[str, Any]:
    """Begin an assessment; return it."""
    response = api.post(PATH, learner, json={"type": type_, **fields})
    assert response.status_code == 201, response.text
    started: dict[str, Any] = response.json()
    return started


def answers(connection: psycopg.Connection, assessment: dict[str, Any], wrong: int = 0) -> list[dict[str, Any]]:
    """Return responses to an assessment's questions, all right but the first `wrong` ones."""
    right = {
        str(id_): option
        for id_, option in connection.execute(
            "select id, correct_option from assessment.assessment_questions"
        ).fetchall()
    }
    return [
        {"question_id": question["id"], "option": (right[question["id"]] + (place < wrong)) % len(question["options"])}
        for place, question in enumerate(assessment["questions"])
    ]


def respond(api: Api, learner: Caller, assessment: dict[str, Any], responses: list[dict[str, Any]]) -> dict[str, Any]:
    """Answer an assessment; return what it says."""
    response = api.post(f"{PATH}/{assessment['id']}/responses", learner, json={"responses": responses})
    assert response.status_code == 201, response.text
    graded: dict[str, Any] = response.json()
    return graded
