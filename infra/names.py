"""Names that templates, releases and tests share; free of the CDK, which takes seconds to import."""

import tomllib
from functools import cache

from infra.paths import ROOT

SERVICE = "progressive-flow"
LIVE = "live"  # the alias by which everybody calls a function, and which a release moves


@cache
def version() -> str:
    """Return the release that is deployed. Not the commit: each would redeploy every function."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return str(project["project"]["version"])
