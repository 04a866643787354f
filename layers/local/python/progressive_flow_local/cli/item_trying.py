"""Trying code on a draft: its files, and the wait for the task that has it judged."""

from pathlib import Path
from typing import Any

from progressive_flow_local.cli import administration
from progressive_flow_local.errors import LocalError

SECONDS = 0.5  # between two questions whether it is judged


def code_in(folder: Path) -> dict[str, str]:
    """Return the texts of the files of a folder by their names, hidden ones left out. Raises LocalError."""
    files = [file for file in sorted(folder.iterdir()) if file.is_file() and not file.name.startswith(".")]
    if not files:
        raise LocalError(f"{folder} holds no files: it has to hold those of the task, such as main.py.")
    try:
        return {file.name: file.read_text() for file in files}
    except UnicodeDecodeError as error:
        raise LocalError(f"A file in {folder} is no text in UTF-8: {error}") from error


def verdict(answer: dict[str, Any]) -> dict[str, Any]:
    """Return a verdict, of an answer that is none yet once its task has ended. Raises LocalError where that failed."""
    import time

    from progressive_flow_local.cli import console

    if "state" not in answer:
        return answer
    task = answer
    with console.people.status("Judging"):
        while task["finished_at"] is None:
            time.sleep(SECONDS)
            task = administration.ask("GET", f"/v1/tasks/{task['id']}")
    if task["state"] != "done":
        raise LocalError(f"It was not judged: {task['problem']['detail'] if task['problem'] else task['state']}")
    judged: dict[str, Any] = task["result"]
    return judged
