"""How long one request holds one server of a node."""

from progressive_flow.grading.system_design.engine.constants import constant
from progressive_flow.grading.system_design.engine.graph import Node
from progressive_flow.grading.system_design.engine.outbox import from_log
from progressive_flow.grading.system_design.engine.workload import Operation

# Looking up a request key before a write, and keeping it.
DEDUP = constant("dedup_work")
LOG_READ = constant("log_read") / 1e3


def service_seconds(node: Node, operation: Operation) -> float:
    """Mean seconds that one request holds one of the node's servers: fixed work, then moving the payload.

    The work is the catalogue's for a read or a write, unless the level gives the operation its own at this type. What is
    read from a store's change log was written there by another operation, which has paid for the commit.
    """
    if from_log(node, operation):
        return LOG_READ
    part = node.part
    fixed = operation.work.get(node.type, part.write_ms if operation.writes else part.read_ms)
    seconds = float(fixed) / 1e3 + (operation.payload / (part.mb_per_s * 1e6) if fixed else 0.0)
    return seconds * DEDUP if _keeps_keys(node) and operation.writes else seconds


def _keeps_keys(node: Node) -> bool:
    """Somebody else's service looks up the key that we send in the time that its call takes anyway."""
    return node.dedup and bool(node.part.storage_gb)
