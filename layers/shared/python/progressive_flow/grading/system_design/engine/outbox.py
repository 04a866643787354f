"""Who keeps work that is done later: queues, logs, and stores from whose change log it is read (an outbox).

A fact that is written to a store and to a log by two requests is in one of them alone when the writer dies between the two.
With an outbox it is written to the store once, and what comes behind the store reads it from the store's own log.
"""

from progressive_flow.grading.system_design.engine.catalogue import DEFERRING_TYPES, LOGGED_TYPES
from progressive_flow.grading.system_design.engine.graph import Node
from progressive_flow.grading.system_design.engine.workload import Operation


def from_log(node: Node, operation: Operation) -> bool:
    """Does an asynchronous operation pass this store on its way, so that what comes behind reads the store's change log?"""
    return not operation.waits and node.type in LOGGED_TYPES and node.type not in operation.stores


def holds_work(node: Node, operation: Operation) -> bool:
    """Does the node keep what comes to it until those behind it have done it?"""
    return node.type in DEFERRING_TYPES or from_log(node, operation)
