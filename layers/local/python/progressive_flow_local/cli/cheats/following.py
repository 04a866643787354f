"""Follows suggestions alone: starts with level 1's topology in the smallest sizes and does what they say."""

import re
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from progressive_flow.grading.system_design.design import Design
from progressive_flow.grading.system_design.engine import suggest
from progressive_flow_local.cli.cheats.played import COUNTED, Graph, Played, Try, attempt, fit, topology

MAX_SUGGESTIONS = 40
SENTENCES = re.compile(r"(?<=\.) (?=[A-Z])")


def suggestions_only(played: Played) -> list[Try]:
    """Take each suggestion until there is none or the level passes; the next level begins with what is there."""
    graph = topology(played.reference)
    found: list[Try] = []
    for number in COUNTED:
        graph, passed, asked = _follow(played.levels[number], graph)
        found.append(Try(played.slug, number, passed, asked))
    return found


def _follow(level: dict[str, Any], graph: Graph) -> tuple[Graph, bool, int]:
    graph = Design.model_validate(fit(graph, level["requirements"]["allowed_types"])).as_graph()
    for asked in range(1, MAX_SUGGESTIONS + 1):
        tried = attempt(level, graph)
        if tried is None or tried.passed:
            return graph, tried is not None, asked
        found = suggest(graph, level["requirements"], level["test_cases"], [hint["text"] for hint in level["hints"]])
        if found is None:
            return graph, False, asked
        graph = followed(graph, found["change"])
    return graph, False, MAX_SUGGESTIONS


def followed(design: Graph, sentence: str) -> Graph:
    """Return the design with what a suggestion says, as a learner reads it. Raises ``ValueError`` for other sentences."""
    changed = deepcopy(design)
    for one in SENTENCES.split(sentence):
        _follow_one(changed, one)
    return Design.model_validate(changed).as_graph()


def _follow_one(changed: Graph, sentence: str) -> None:
    parts = {part["id"]: part for part in changed["nodes"]}
    if words := re.fullmatch(r"Connect (\S+) to (\S+)\.", sentence):
        changed["edges"].append({"from": words[1], "to": words[2]})
    elif words := re.fullmatch(r"Remove the edge from (\S+) to (\S+)\.", sentence):
        changed["edges"] = [edge for edge in changed["edges"] if (edge["from"], edge["to"]) != (words[1], words[2])]
    elif words := re.fullmatch(r"Turn the edge from (\S+) to (\S+) round\.", sentence):
        changed["edges"] = [edge for edge in changed["edges"] if (edge["from"], edge["to"]) != (words[1], words[2])]
        changed["edges"].append({"from": words[2], "to": words[1]})
    elif words := re.fullmatch(r"Remove (\S+)\.", sentence):
        changed["nodes"] = [part for part in changed["nodes"] if part["id"] != words[1]]
        changed["edges"] = [edge for edge in changed["edges"] if words[1] not in edge.values()]
    else:
        part, values = _read(sentence)
        parts[part].update(values)


def _read(sentence: str) -> tuple[str, dict[str, Any]]:
    for pattern, values in VALUES.items():
        if words := re.fullmatch(pattern, sentence):
            return words[1], values(words)
    raise ValueError(f"No suggestion reads like this: {sentence}")


def _majority(words: re.Match[str]) -> dict[str, Any]:
    copies = int(words[2])
    quorum = copies // 2 + 1
    return {"consistency": "quorum", "replicas": copies, "read_quorum": quorum, "write_quorum": quorum}


def _failover(said: str | None) -> dict[str, Any]:
    return {"failover": True} if said else {}


# A sentence about one part, and the members of it that the sentence gives.
VALUES: dict[str, Callable[[re.Match[str]], dict[str, Any]]] = {
    r"Give (\S+) (\d+) (units|replicas|shards) instead of \d+\.": lambda words: {words[3]: int(words[2])},
    r"Give (\S+) failover\.": lambda _: {"failover": True},
    r"Give (\S+) (\d+) replicas and failover\.": lambda words: {"replicas": int(words[2]), "failover": True},
    r"Spread (\S+) over (\d) zones with (\d+) replicas( and failover)?\.": lambda words: {
        "zones": int(words[2]),
        "replicas": int(words[3]),
        **_failover(words[4]),
    },
    r"Run (\S+) in (\d) regions( with failover)?\.": lambda words: {"regions": int(words[2]), **_failover(words[3])},
    r"Let (\S+) read at the leader: consistency leader, (\d+) replicas\.": lambda words: {
        "consistency": "leader",
        "replicas": int(words[2]),
    },
    r"Let a majority of (?=\d+ copies of (\S+) )(\d+) copies of \S+ answer: consistency quorum\.": _majority,
    r"Give (\S+) a ttl_seconds of (\S+)\.": lambda words: {"ttl_seconds": float(words[2])},
    r"Set dedup on (\S+)\.": lambda _: {"dedup": True},
}
