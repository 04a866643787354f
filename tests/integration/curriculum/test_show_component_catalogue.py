"""GET /v1/component-catalogue: the components of designs, with the figures that grading uses."""

import pytest

from progressive_flow.grading.system_design.engine import CATALOGUE, CATALOGUE_VERSION, CONSTANTS, KINDS
from progressive_flow.grading.system_design.fitting import takes
from tests.support.api import Api, Caller, problem
from tests.support.learning import pointers

PATH = "/v1/component-catalogue"


def test_every_type_with_its_figures(api: Api, learner: Caller) -> None:
    shown = api.get(PATH, learner, params={"version": CATALOGUE_VERSION}).json()
    assert (shown["version"], shown["newest_version"]) == (CATALOGUE_VERSION, CATALOGUE_VERSION)
    assert shown["components"] == [
        {"type": name, "takes": takes(name), **part._asdict()} for name, part in CATALOGUE.items()
    ]


def test_every_figure_that_belongs_to_no_component(api: Api, learner: Caller) -> None:
    shown = api.get(PATH, learner).json()["constants"]
    assert shown == [figure._asdict() for figure in CONSTANTS]
    assert next(row for row in shown if row["name"] == "far_region")["value"] == 150


def test_the_newest_by_itself(api: Api, learner: Caller) -> None:
    newest = api.get(PATH, learner).json()
    assert newest == api.get(PATH, learner, params={"version": CATALOGUE_VERSION}).json()
    assert all(row["about"] and row["source"] for row in newest["components"])


def test_every_kind_of_test(api: Api, learner: Caller) -> None:
    kinds = {row["name"]: row for row in api.get(PATH, learner).json()["test_kinds"]}
    assert set(kinds) == set(KINDS)
    assert (kinds["served"]["better"], kinds["p99"]["better"]) == ("more", "less")
    assert kinds["p99"]["unit"] == KINDS["p99"].unit
    assert {(row["default_target"], row["default_floor"]) for row in kinds.values()} == {
        (kind.target, kind.floor) for kind in KINDS.values()
    }


def test_an_unknown_version_is_refused_with_the_known_one(api: Api, learner: Caller) -> None:
    document = problem(api.get(PATH, learner, params={"version": 999}), 404, "not-found")
    assert document["detail"] == f"There is no version 999 of the component catalogue, only {CATALOGUE_VERSION}."


@pytest.mark.parametrize("version", ["0", "-1", "x", "1.5", "99999999999"])
def test_what_is_no_version_is_pointed_at(api: Api, learner: Caller, version: str) -> None:
    response = api.get(PATH, learner, params={"version": version})
    problem(response, 422, "invalid")
    assert pointers(response) == ["/query/version"]


def test_it_is_sent_only_once(api: Api, learner: Caller) -> None:
    tag = api.get(PATH, learner).headers["etag"]
    assert api.get(PATH, learner, headers={"if-none-match": tag}).status_code == 304


def test_nobody_reads_it_without_a_token(api: Api) -> None:
    assert api.get(PATH).status_code == 401
