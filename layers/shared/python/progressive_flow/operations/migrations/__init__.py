"""Brings a database to the schema in `sql/`: one service behind the CLI, the deploy's function and the scheduled one."""

from progressive_flow.operations.migrations.files import Migration, MigrationError
from progressive_flow.operations.migrations.runner import baseline, drift, info, quiet, repair, run, undo, validate

__all__ = ["Migration", "MigrationError", "baseline", "drift", "info", "quiet", "repair", "run", "undo", "validate"]
