"""`progressive-flow attempts submit`: a folder of files as an attempt at a level of code, as a learner."""

from pathlib import Path
from typing import Annotated, Any

import typer

from progressive_flow_local.cli import administration, answers, verdicts
from progressive_flow_local.cli.attempts import app
from progressive_flow_local.cli.organization import JsonOption
from progressive_flow_local.errors import LocalError

__all__ = ["app"]  # of `attempts`, with the command of this module

LEARNER = "demo"
SECONDS = 0.5  # between two questions how far it is
OPEN = {"queued": "Waiting for the judge", "running": "Being judged"}
LARGEST = 1_000_000  # bytes of a file that is read at all; the API says what a submission may have


@app.command()
def submit(
    challenge: Annotated[str, typer.Argument(help="Reference of a code challenge.")],
    level: Annotated[int, typer.Argument(min=1, help="Number of the level.")],
    folder: Annotated[
        Path, typer.Argument(exists=True, file_okay=False, help="The folder with the files that the level asks for.")
    ],
    *,
    wait: Annotated[bool, typer.Option(help="Wait for the verdict, and print it.")] = True,
    as_json: JsonOption = False,
) -> None:
    """Submit the files of a folder to a level of code, and wait for the verdict; exit with 1 if it does not pass.

    It is the demo learner's attempt, or that of the learner whose token TOKEN holds.
    """
    path = f"/v1/challenges/{challenge}/levels/{level}"
    shown = administration.ask("GET", path, who=LEARNER)
    body = {"kind": "code", "files": _files(folder, shown["requirements"])}
    task = administration.ask("POST", f"{path}/attempts", body=body, who=LEARNER)
    if not wait:
        answers.put(task)
        return
    done = _judged(task)
    if done["state"] != "done":
        raise LocalError(f"There is no verdict: {(done['problem'] or {}).get('detail') or done['state']}")
    attempt = done["result"]
    if as_json:
        answers.put(attempt)
    else:
        print("\n".join(verdicts.lines(attempt)))
    if not attempt["passed"]:
        raise typer.Exit(1)


def _files(folder: Path, requirements: dict[str, Any]) -> dict[str, str]:
    """Return the files of the folder that the level asks for, by their names."""
    from progressive_flow.grading.code.limits import FILES

    names = FILES.get(requirements.get("runtime", ""))
    if names is None:
        raise LocalError("This level does not take code.")
    files = {name: _text(folder / name) for name in names if (folder / name).is_file()}
    if not files:
        raise LocalError(f"{folder} has none of the files that this level asks for: {', '.join(names)}.")
    return files


def _text(file: Path) -> str:
    if file.stat().st_size > LARGEST:
        raise LocalError(f"{file} is too long: it has {file.stat().st_size:,} bytes.")
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise LocalError(f"{file} is not a text in UTF-8.") from error


def _judged(task: dict[str, Any]) -> dict[str, Any]:
    """Ask until the task has ended, and say where it is."""
    import time

    from progressive_flow_local.cli import console

    with console.people.status(OPEN["queued"]) as status:
        while task["state"] in OPEN:
            time.sleep(SECONDS)
            task = administration.ask("GET", f"/v1/tasks/{task['id']}", who=LEARNER)
            status.update(f"{OPEN.get(task['state'], task['state'])}: {task['progress']:.0%}")
    return task
