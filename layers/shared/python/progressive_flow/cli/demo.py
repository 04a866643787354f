"""`progressive-flow demo`: a learner's first hour, over HTTP."""


def demo() -> None:
    """Walk the learner's path on a platform of its own, and check each step."""
