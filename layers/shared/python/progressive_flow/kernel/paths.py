"""Where the checkout, or a function and its layers as they are deployed, keep `functions/` and `sql/`."""

import os
from functools import cache
from pathlib import Path


@cache
def root() -> Path:
    """Return the folder that holds `functions/` and `sql/`: `PROGRESSIVE_FLOW_ROOT`, or this checkout."""
    return Path(os.environ.get("PROGRESSIVE_FLOW_ROOT") or Path(__file__).parents[5])


@cache
def functions_root() -> Path:
    """Return the folder that holds `functions/`: that of Lambda's own code, or `root()`."""
    return Path(os.environ.get("LAMBDA_TASK_ROOT") or root())
