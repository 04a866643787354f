"""Rules on diagrams of attempts."""

from uuid import UUID

from progressive_flow.grading.system_design import diagram
from progressive_flow.grading.system_design.design_graph import DesignGraph
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.principal import Principal
from progressive_flow.progress.attempts import service as attempts


def draw_attempt(db: Transaction, principal: Principal, attempt_id: UUID) -> str:
    """Return an attempt's design as SVG, coloured by how busy each component was; uncoloured if nobody kept that.

    404 if it is another learner's, or not there.
    """
    attempt = attempts.show_attempt(db, principal, attempt_id)
    busy = {row.node: row.utilization for row in attempt.feedback.utilization if row.utilization is not None}
    title = f"{attempt.challenge}, level {attempt.level}, attempt {attempt.attempt_number}: {attempt.score:g} of 100"
    design = attempt.design.whole() if isinstance(attempt.design, DesignGraph) else attempt.design
    return diagram.draw(design, busy, title)
