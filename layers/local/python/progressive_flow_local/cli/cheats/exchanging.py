"""Exchanges two neighbours of a reference, as somebody draws who knows the parts and not their order."""

from collections.abc import Iterator

from progressive_flow_local.cli.cheats.played import COUNTED, Graph, Played, Try, passes


def exchanged(reference: Graph) -> Iterator[tuple[str, Graph]]:
    """Yield each pair of neighbours of different types, clients aside, and the design with the two in each other's place."""
    kinds = {node["id"]: node["type"] for node in reference["nodes"]}
    for edge in reference["edges"]:
        one, other = edge["from"], edge["to"]
        if "client" not in (kinds[one], kinds[other]) and kinds[one] != kinds[other]:
            places = {one: other, other: one}
            edges = [
                {"from": places.get(end["from"], end["from"]), "to": places.get(end["to"], end["to"])}
                for end in reference["edges"]
            ]
            yield f"{one} and {other}", {**reference, "edges": edges}


def neighbours_exchanged(played: Played) -> list[Try]:
    """Count the exchanges after which the reference passes every level from 2 on."""
    return _count(played, COUNTED)


def neighbours_exchanged_from_level_1(played: Played) -> list[Try]:
    """Count the exchanges after which the reference passes every level."""
    return _count(played, (1, *COUNTED))


def _count(played: Played, numbers: tuple[int, ...]) -> list[Try]:
    levels = [played.levels[number] for number in numbers if number in played.levels]
    return [
        Try(played.slug, 0, all(passes(level, graph) for level in levels), what=what)
        for what, graph in exchanged(played.reference)
    ]
