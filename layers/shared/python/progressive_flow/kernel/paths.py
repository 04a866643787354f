"""Where the checkout or the deployed layer keeps `functions/` and `sql/`."""

import os
from functools import cache
from pathlib import Path


@cache
def root() -> Path:
    """Return the folder that holds `functions/` and `sql/`: `PROGRESSIVE_FLOW_ROOT`, or this checkout."""
    return Path(os.environ.get("PROGRESSIVE_FLOW_ROOT") or Path(__file__).parents[5])
