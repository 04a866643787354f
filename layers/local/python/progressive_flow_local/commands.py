"""Commands of this program as a person can paste them where they are: in the folder, the environment and the state of now."""

import os
import shlex
import sys
from pathlib import Path


def command(arguments: str) -> str:
    """Return `progressive-flow <arguments>` with the program's path, which is on no PATH, and the chosen state folder."""
    program = Path(sys.executable).with_name("progressive-flow")
    here = Path.cwd()
    path = program.relative_to(here) if program.is_relative_to(here) else program
    chosen = os.environ.get("PROGRESSIVE_FLOW_STATE")
    state = f"PROGRESSIVE_FLOW_STATE={shlex.quote(chosen)} " if chosen else ""
    return f"{state}{shlex.quote(str(path))} {arguments}"
