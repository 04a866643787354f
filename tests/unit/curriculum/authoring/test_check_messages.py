"""What authors of organizations read of a mistake: where it is, what is wrong, what to do; one line for one cause."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from progressive_flow.curriculum.authoring.gates.mutants import described, mutants, place
from progressive_flow.curriculum.authoring.yaml_files import parsed
from progressive_flow.grading.system_design.design import Design
from progressive_flow.learning.publishing.gates import examine
from progressive_flow_local.sample import CONTENT

FOLDER = CONTENT / "serving-the-shop" / "product-pages"
WRITTEN: dict[str, Any] = {
    **parsed((FOLDER / "challenge.yaml").read_text()),
    "statement": (FOLDER / "statement.md").read_text(),
}
TRACK: dict[str, Any] = parsed((CONTENT / "tracks.yaml").read_text())["tracks"][0]
Change = Callable[[dict[str, Any]], Any]


def found(change: Change, slug: str = "product-pages") -> list[str]:
    """Return the problems of the sample's challenge after a change, as ``place: message``."""
    document = copy.deepcopy(WRITTEN)
    change(document)
    return [f"{problem.place}: {problem.message}" for problem in examine("challenge", slug, document).problems]


def put(*path: Any) -> Change:
    """Return the change that puts the last of these where the others lead."""
    *steps, name, value = path

    def change(document: Any) -> None:
        for step in steps:
            document = document[step]
        document[name] = value

    return change


def renamed(document: dict[str, Any]) -> None:
    document["titel"] = document.pop("title")


def without_hidden_tests(document: dict[str, Any]) -> None:
    for case in document["levels"][1]["test_cases"]:
        case.pop("visibility", None)


def with_two_types(document: dict[str, Any]) -> None:
    rule = {"id": "apart", "kind": "edge_forbidden", "from": "clint", "to": ["databas"]}
    document["levels"][0]["test_cases"].append(rule)


def passes_a_hidden_test(document: dict[str, Any]) -> None:
    document["levels"][1]["passing_criteria"]["must_pass"].append("empty-cache")


def asks_for_too_much(document: dict[str, Any]) -> None:
    """Nothing passes level 1, so that nothing that passed it is rejected later."""
    case = {"id": "wide", "kind": "instances", "type": "load_balancer", "target": 30, "floor": 1}
    document["levels"][0]["test_cases"].append(case)
    document["levels"][0]["passing_criteria"]["must_pass"].append("wide")


FORMS: list[tuple[Change, list[str]]] = [
    (renamed, ["titel: there is no such field here: did you mean 'title'?"]),
    (
        put("levels", 0, "hints", 0, "cost", 1),
        ["levels.0.hints.0.cost: there is no such field here; there are: text, xp_penalty"],
    ),
    (
        put("lesson", "Serving Pages"),
        [
            (
                "lesson: must be lower-case letters and digits, in words that single hyphens join, such as 'serving-pages', "
                "not the text 'Serving Pages'"
            )
        ],
    ),
    (
        put("levels", 0, "test_cases", 0, "id", "???"),
        [
            "levels.0.test_cases.0.id: must be 1 to 40 lower-case letters, digits, hyphens and underscores, not the text '???'"
        ],
    ),
    (put("tags", ["one"]), ["tags: has one item, must have at least 3"]),
    (put("tags", [f"tag-{number}" for number in range(7)]), ["tags: has 7 items, must have at most 6"]),
    (put("title", ""), ["title: must not be empty"]),
    (put("title", "x" * 201), ["title: has 201 characters, must have at most 200"]),
    (put("order", "1"), ["order: must be a whole number, not the text '1': write it without quotes"]),
    (put("order", "first"), ["order: must be a whole number, not the text 'first'"]),
    (put("order", 1.5), ["order: must be a whole number, not 1.5"]),
    (put("order", True), ["order: must be a whole number, not true"]),
    (put("order", 0), ["order: must be at least 1, not 0"]),
    (put("title", None), ["title: must be a text, not null"]),
    (put("tags", "one"), ["tags: must be a list, not the text 'one'"]),
    (put("workload", []), ["workload: must be a mapping of names to values, not a list"]),
    (put("difficulty", "begginer"), ["difficulty: 'begginer' is not known here: did you mean 'beginner'?"]),
    (
        put("difficulty", 3),
        ["difficulty: must be 'beginner', 'intermediate' or 'advanced', not 3"],
    ),
    (
        put("levels", 0, "test_cases", 0, "kind", "pth"),
        ["levels.0.test_cases.0: kind 'pth' is not known: did you mean 'path'?"],
    ),
    (
        with_two_types,
        [
            "levels.0.test_cases.5.from: 'clint' is not known here: did you mean 'client'?",
            "levels.0.test_cases.5.to.0: 'databas' is not known here: did you mean 'database'?",
        ],
    ),
    (
        put("weaker_designs", 0, "expected", {"9": [0, 1], "x": [0, 1]}),
        [
            "weaker_designs.0.expected.9: must be at most 5, not 9",
            "weaker_designs.0.expected.x: must be a whole number, not the text 'x'",
        ],
    ),
]


@pytest.mark.parametrize(("change", "problems"), FORMS, ids=[case[1][0][:60] for case in FORMS])
def test_a_value_without_its_form_is_explained(change: Change, problems: list[str]) -> None:
    assert found(change) == problems


def test_the_slug_and_the_address_are_both_named() -> None:
    assert found(lambda _: None, "pages") == [
        "slug: The slug is product-pages, the address says pages: they have to be the same."
    ]


CAUSES: list[tuple[Change, str]] = [
    (
        lambda document: document["levels"].pop(),
        "levels: level 2 is missing: write it, or lower level_count, which is 2",
    ),
    (put("levels", []), "levels: levels 1 and 2 are missing: write them, or lower level_count, which is 2"),
    (put("levels", 1, "level", 3), "levels: are numbered [1, 3]: number them from 1 without gaps, in this order"),
    (put("statement", ""), "statement: is missing: write what is to be designed"),
    (put("catalogue_version", 1), "catalogue_version: there is no version 1: write 2, the only one"),
    (
        lambda document: document["allowed_types"].remove("load_balancer"),
        (
            "reference_design.nodes.1: levels 1 and 2 do not allow load_balancer: add it to allowed_types there, or draw the "
            "reference without it"
        ),
    ),
    (
        put("workload", "operations", 0, "store", ["queue", "stream"]),
        (
            "workload.operations: 'page' ends nowhere: no part of the reference design is of a type in its store, queue or "
            "stream: correct store, or draw such a part"
        ),
    ),
    (
        put("levels", 1, "test_cases", 4, "target", 0.012),
        (
            "reference_design: scores 98.56 on level 2, and must earn 100 and pass: change the design or these targets: "
            "'pages-quick' measures 9.57096 ms, the target is 0.012 ms or less (99 % of page requests finish within 9.57 ms)"
        ),
    ),
    (
        asks_for_too_much,
        (
            "reference_design: scores 91.16 on level 1, and must earn 100 and pass: change the design or these targets: "
            "'wide' measures 2 instances, the target is 30 instances or more (2 load_balancer instances carry traffic)"
        ),
    ),
    (
        without_hidden_tests,
        "levels.1.test_cases: level 2: has no hidden test: add one, with visibility 'hidden', of something that the text implies",
    ),
    (
        put("levels", 1, "test_cases", 1, "id", "pages-served"),
        "levels.1.test_cases.1.id: level 2: 'pages-served' is used twice: rename one of the two tests",
    ),
    (
        put("levels", 1, "test_cases", 1, "op", "serch"),
        (
            "levels.1.test_cases.1.op: level 2: 'searches-served' names an operation that takes no part here, 'serch': did you "
            "mean 'search'?"
        ),
    ),
    (
        put("weaker_designs", 0, "expected", {}),
        (
            "weaker_designs.0.expected: 'A larger database and no cache' has no band for levels 1 and 2: add [low, high] of its "
            "score there"
        ),
    ),
    (
        put("weaker_designs", 0, "expected", "2", [0, 1]),
        (
            "weaker_designs.0.expected: 'A larger database and no cache' scores 63.32 on level 2, expected 0 to 1 (with what "
            "follows by a rule: ways, bill, the weights of hidden tests): change band or design"
        ),
    ),
    (
        put("reference_design", "nodes", 0, "failover", True),
        (
            "reference_design.nodes.0.failover: 'shoppers' is of the type client, which has no failover: nothing takes over "
            "from a leader there. Leave failover out."
        ),
    ),
]


@pytest.mark.parametrize(("change", "problem"), CAUSES, ids=[case[1][:60] for case in CAUSES])
def test_one_cause_is_one_problem(change: Change, problem: str) -> None:
    assert found(change) == [problem]


def test_hidden_tests_are_taken_out_of_must_pass() -> None:
    document = copy.deepcopy(WRITTEN)
    passes_a_hidden_test(document)
    (warning,) = examine("challenge", "product-pages", document).warnings
    assert warning.place == "levels.1.passing_criteria.must_pass.3"
    assert (
        warning.message
        == "level 2: take 'empty-cache' out of must_pass: learners see the names there, and the test is hidden"
    )


def test_parts_of_a_track_are_pointed_at() -> None:
    module = TRACK["modules"][0]
    twice = {**TRACK, "modules": [module, {**module, "slug": "other"}]}
    problems = examine("track", TRACK["slug"], twice).problems
    assert [problem.place for problem in problems] == [
        f"modules.1.lessons.{number}.slug" for number in range(len(module["lessons"]))
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("without app", "without 'app'"),
        ("without app to book", "without the edge from 'app' to 'book'"),
        ("memory: zones 2 to 1", "with one zone instead of 2 for 'memory'"),
        ("app: replicas 6 to 5", "with 5 replicas instead of 6 for 'app'"),
        ("book: consistency leader to eventual", "with consistency eventual instead of leader for 'book'"),
        ("book: no failover", "without failover for 'book'"),
        ("memory: ttl 60 to 6000", "with ttl 6000 instead of 60 for 'memory'"),
    ],
)
def test_mutants_are_described_in_words(change: str, words: str) -> None:
    assert described(change) == words


def test_every_mutant_has_a_place_in_the_design() -> None:
    design = Design.model_validate(WRITTEN["reference_design"])
    places = {change: place(change, design) for change in mutants(design.as_graph())}
    names = [node.id for node in design.nodes]
    assert len(places) > len(names)
    for change, at in places.items():
        kind, number = at.split(".")
        if kind == "edges":
            edge = design.edges[int(number)]
            assert change == f"without {edge.source} to {edge.target}"
        else:
            assert names[int(number)] in change.replace(":", "").split()
