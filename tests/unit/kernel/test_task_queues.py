"""The function of the queue `work` is large enough for each kind that it does, and may what each of them needs."""

from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.tasks.runner import GRACE

KINDS = [function.declaration for function in registry.tasks().values() if function.declaration.queue == "work"]
(WORKER,) = (each.declaration for each in registry.consumers() if each.declaration.name == "run_task")


def test_the_worker_is_as_large_as_its_largest_kind() -> None:
    assert max(kind.memory for kind in KINDS) == WORKER.memory
    assert max(kind.timeout for kind in KINDS) + GRACE < WORKER.timeout


def test_the_worker_may_what_its_kinds_need() -> None:
    assert {need for kind in KINDS for need in kind.capabilities} <= set(WORKER.capabilities)


def test_a_task_is_an_invocation_of_its_own() -> None:
    """Each may take as long as the function may run, and others must not wait behind it."""
    assert WORKER.batch == 1
