"""Evaluates system designs: a graph of components against a level's workload and tests.

Analytic, not simulated: each operation's requests are followed through the graph, each node is a queue with several
servers, and the answers follow from utilisation, waiting times and hit ratios. Standard library only, no input or
output.
"""

from progressive_flow.grading.system_design.engine.catalogue import CATALOGUE, CATALOGUE_VERSION
from progressive_flow.grading.system_design.engine.component import Component
from progressive_flow.grading.system_design.engine.constants import CONSTANTS, Constant
from progressive_flow.grading.system_design.engine.grading import (
    Evaluation,
    evaluate,
    monthly_bill,
    monthly_egress,
    suggest,
)
from progressive_flow.grading.system_design.engine.kinds import KINDS

__all__ = [
    "CATALOGUE",
    "CATALOGUE_VERSION",
    "CONSTANTS",
    "KINDS",
    "Component",
    "Constant",
    "Evaluation",
    "evaluate",
    "monthly_bill",
    "monthly_egress",
    "suggest",
]
