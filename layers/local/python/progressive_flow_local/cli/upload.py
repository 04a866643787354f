"""`progressive-flow upload`: files of an organization, as an administrator."""

import hashlib
import mimetypes
import time
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from progressive_flow_local.cli import administration, answers
from progressive_flow_local.cli.organization import PATH, Cursor, JsonOption, Limit, Slug
from progressive_flow_local.errors import LocalError

app = typer.Typer(
    help="Upload, list, show and delete files of an organization, as an administrator.", no_args_is_help=True
)
Purpose = Literal["content", "import"]
UploadId = Annotated[str, typer.Argument(help="Id of an upload.")]
SENDING_SECONDS, INSPECTION_SECONDS, PAUSE = 600, 120, 0.5
COLUMNS = ("id", "file_name", "bytes", "state", "reason")


@app.command()
def add(
    organization: Slug,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The file.")],
    media_type: Annotated[
        str | None, typer.Option("--type", help="What it is, such as image/png; by its name if left out.")
    ] = None,
    purpose: Annotated[Purpose, typer.Option(help="What it is for.")] = "content",
    *,
    wait: Annotated[bool, typer.Option(help="Wait until the file was inspected.")] = True,
    as_json: JsonOption = False,
) -> None:
    """Upload a file, and wait until it was inspected."""
    kind = media_type or mimetypes.guess_type(file.name)[0]
    if kind is None:
        raise LocalError(f"The name of {file} does not say what it is: add --type, such as --type text/plain.")
    upload_id = send(organization, file, kind, purpose)
    _show(inspected(organization, upload_id) if wait else _asked(organization, upload_id), as_json=as_json)


@app.command("list")
def list_uploads(
    organization: Slug,
    state: Annotated[str | None, typer.Option(help="Only uploads in this state: requested, clean, rejected.")] = None,
    purpose: Annotated[Purpose | None, typer.Option(help="Only uploads for this purpose.")] = None,
    cursor: Cursor = None,
    limit: Limit = 25,
    *,
    as_json: JsonOption = False,
) -> None:
    """List an organization's uploads, the newest first."""
    query = {"state": state, "purpose": purpose, "cursor": cursor, "limit": limit}
    answers.show(administration.ask("GET", _path(organization), query), COLUMNS, as_json=as_json)


@app.command()
def show(organization: Slug, upload_id: UploadId) -> None:
    """Show an upload, with the address of its file once it is clean."""
    answers.put(_asked(organization, upload_id))


@app.command()
def delete(organization: Slug, upload_id: UploadId) -> None:
    """Delete an upload that nothing refers to."""
    from progressive_flow_local.cli import console

    administration.ask("DELETE", _path(organization, upload_id))
    console.report(f"The upload {upload_id} of {organization} is deleted.")


def send(organization: str, file: Path, kind: str, purpose: Purpose) -> str:
    """Request the upload of a file and send it; return the upload's id."""
    new = {"file_name": file.name, "media_type": kind, "bytes": file.stat().st_size, "sha256": _sha256(file)}
    upload = administration.ask("POST", _path(organization), body={**new, "purpose": purpose})
    _send(file, upload["form"])
    return str(upload["id"])


def _path(organization: str, upload_id: str = "") -> str:
    return f"{PATH}/{organization}/uploads" + (f"/{upload_id}" if upload_id else "")


def _asked(organization: str, upload_id: str) -> dict[str, Any]:
    upload: dict[str, Any] = administration.ask("GET", _path(organization, upload_id))
    return upload


def _sha256(file: Path) -> str:
    with file.open("rb") as body:
        return hashlib.file_digest(body, "sha256").hexdigest()


def _send(file: Path, form: dict[str, Any]) -> None:
    """Post a file to the bucket, with a bar that shows how much has gone."""
    import httpx
    from rich import progress

    from progressive_flow_local.cli import console

    try:
        with progress.open(file, "rb", description=file.name, console=console.people, transient=True) as body:
            response = httpx.post(
                form["url"], data=form["fields"], files={"file": body}, timeout=SENDING_SECONDS, trust_env=False
            )
    except httpx.HTTPError as error:
        raise LocalError(f"{form['url']} does not answer: {error}") from error
    if response.is_error:
        raise LocalError(f"The bucket does not take the file: it answered {response.status_code}.")


def inspected(organization: str, upload_id: str) -> dict[str, Any]:
    """Return an upload once it was inspected, or as it is when that has taken too long."""
    deadline = time.monotonic() + INSPECTION_SECONDS
    while True:
        upload = _asked(organization, upload_id)
        if upload["state"] != "requested" or time.monotonic() > deadline:
            return upload
        time.sleep(PAUSE)


def _show(upload: dict[str, Any], *, as_json: bool) -> None:
    """Print an upload; raise LocalError for one that was rejected, so that a script stops."""
    answers.show({"items": [upload]} if not as_json else upload, COLUMNS, as_json=as_json)
    if upload["state"] == "rejected":
        raise LocalError(f"{upload['file_name']} was rejected: {upload['reason']}")
