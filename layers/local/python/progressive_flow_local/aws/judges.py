"""What judges learners' code here: two processes of its own, since a judge uses a whole core and may be killed."""

from progressive_flow_judge.paths import IMAGE

PROCESSES = 2


def environment() -> dict[str, str]:
    """Return where the images that run learners' code are, and whether they are built."""
    return {"JUDGE_IMAGES": str(IMAGE), "JUDGE_BUILT": str(int(is_built()))}


def is_built() -> bool:
    """Return whether this machine's platform judges code; without npm it does not, and refuses it."""
    return (IMAGE / "built.json").is_file()
