"""Finds cycles where there may be none: among prerequisites and among the connections of a design."""

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter


def find_cycle(predecessors: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the names along one cycle, each a predecessor of the next and the first repeated at the end.

    The list is empty if there is no cycle. Names without an entry have no predecessors.
    """
    try:
        TopologicalSorter(predecessors).prepare()
    except CycleError as error:
        _message, cycle = error.args
        return list(cycle)
    return []
