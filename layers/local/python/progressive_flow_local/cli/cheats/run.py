"""Plays all cheats against some challenges, each challenge by itself, and counts."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import NamedTuple

from progressive_flow_local.cli.cheats import borrowing, exchanging, following, halving, nonsense, one_design, sizes
from progressive_flow_local.cli.cheats.played import Graph, Played, Try

Cheat = Callable[[Played], list[Try]]


class Job(NamedTuple):
    """One challenge, what goes before it in its track, and the one design that was found for all."""

    played: Played
    before: tuple[Graph, ...]
    found: Graph


CHEATS: dict[str, Cheat] = {
    "one size for all parts": sizes.one_size,
    "vertical only": sizes.vertical_only,
    "neighbours exchanged": exchanging.neighbours_exchanged,
    "neighbours exchanged, level 1 too": exchanging.neighbours_exchanged_from_level_1,
    "halving, by tenths": halving.halving_by_tenths,
    "halving, one at a time": halving.halving_one_at_a_time,
    "halving, all at once first": halving.halving_all_first,
    "halving, by bands": halving.halving_by_bands,
    "following suggestions only": following.suggestions_only,
    "all types, all edges": nonsense.all_types_all_edges,
    "replicas at their maximum": sizes.most_replicas,
    "database before balancer": nonsense.database_first,
    "every flag on the reference": nonsense.every_flag,
    "ornaments on the reference": nonsense.ornaments,
    "optional edges cut": nonsense.optional_edges_cut,
    "caches everywhere, ttl 1": nonsense.caches_everywhere,
}
ONE_DESIGN = "one design for all challenges"
NEIGHBOUR = "the neighbour's reference, scaled"


def run(challenges: Sequence[Played], everywhere: Sequence[Played], jobs: int, steps: int) -> dict[str, list[Try]]:
    """Play every cheat against ``challenges``; ``everywhere`` is what the one design is searched on, in ``steps`` steps."""
    found = one_design.search(everywhere, steps)
    work = [Job(played, _before(played, everywhere), found) for played in challenges]
    if jobs == 1:
        return _together([play(job) for job in work])
    with ProcessPoolExecutor(max_workers=jobs) as pool:
        return _together(list(pool.map(play, work)))


def play(job: Job) -> dict[str, list[Try]]:
    """Play every cheat against one challenge."""
    cheats: Mapping[str, Cheat] = {
        **CHEATS,
        ONE_DESIGN: partial(one_design.play, job.found),
        NEIGHBOUR: borrowing.neighbours_reference(job.before),
    }
    return {name: cheat(job.played) for name, cheat in cheats.items()}


def _before(played: Played, everywhere: Sequence[Played]) -> tuple[Graph, ...]:
    """The reference of the challenge before it, or after it if it is the first of its track."""
    track = [other for other in everywhere if other.track == played.track and other.slug != played.slug]
    place = next((at for at, other in enumerate(everywhere) if other.slug == played.slug), 0)
    earlier = [other for other in track if everywhere.index(other) < place]
    near = earlier[-1:] or track[:1]
    return tuple(other.reference for other in near)


def _together(found: Sequence[Mapping[str, list[Try]]]) -> dict[str, list[Try]]:
    together: dict[str, list[Try]] = {}
    for one in found:
        for name, tries in one.items():
            together.setdefault(name, []).extend(tries)
    return together
