"""Turns what the database refuses into a domain's problem, by the name of the constraint."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import psycopg

from progressive_flow.kernel.http.problems import Problem


@contextmanager
def refusing(problems: Mapping[str, Problem]) -> Iterator[None]:
    """Raise a domain's problem where the database refuses by the name of a constraint, or of a rule of ours."""
    try:
        yield
    except psycopg.Error as error:
        problem = problems.get(error.diag.constraint_name or "")
        if problem is None:
            raise
        raise problem.with_traceback(None) from None
