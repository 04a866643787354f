"""`progressive-flow item`: an organization's drafts as content files, exported and imported."""

import tempfile
import zipfile
from pathlib import Path
from typing import Annotated, Any

import typer

from progressive_flow_local.cli import administration, answers, upload
from progressive_flow_local.cli.item_publishing import app
from progressive_flow_local.cli.organization import PATH, JsonOption, Slug
from progressive_flow_local.errors import LocalError

__all__ = ["app"]  # of `item`, with the commands of this module

SECONDS = 1.0  # between two questions how far it is
ZIP = "application/zip"


@app.command("export")
def export_items(
    organization: Slug,
    target: Annotated[Path, typer.Argument(help="A zip to write, or a folder to write the files into.")],
    track: Annotated[str | None, typer.Option(help="Slug of the one track that is exported.")] = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Export an organization's drafts as content files."""
    import httpx

    from progressive_flow_local.cli import console

    path = f"{PATH}/{organization}/exports"
    asked = administration.ask("POST", path, body={} if track is None else {"track": track})
    found = _finished("Exporting", path, asked)
    if found["state"] != "done":
        raise LocalError("The export was not completed: ask for it again.")
    with httpx.stream("GET", found["url"], timeout=60, trust_env=False) as response:
        response.raise_for_status()
        _write(response.read(), target)
    if as_json:
        answers.put(found)
    console.report(f"{found['items']} items are in {target}")


@app.command("import")
def import_items(
    organization: Slug,
    source: Annotated[
        Path, typer.Argument(exists=True, help="A zip of content files, or the folder with tracks.yaml.")
    ],
    *,
    apply: Annotated[
        bool, typer.Option("--apply", help="Change the drafts; without it, report what would change.")
    ] = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace drafts that were edited elsewhere since.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Report what content files would change of an organization's drafts, and change them, all or none."""
    from progressive_flow_local.cli import console

    path = f"{PATH}/{organization}/imports"
    asked = administration.ask("POST", path, body={"upload_id": _uploaded(organization, source)})
    found = _finished("Planning", path, asked)
    if found["state"] == "planned" and apply:
        asked = administration.ask("POST", f"{path}/{found['id']}/application", body={"overwrite": overwrite})
        found = _finished("Applying", path, asked)
    if as_json:
        answers.put(found)
    else:
        _report(found["plan"] or {})
    if found["state"] == "failed":
        raise LocalError(found["problem"]["detail"])
    console.report(_outcome(found))


def _outcome(found: dict[str, Any]) -> str:
    """Say what an import that did not fail has done."""
    if not found["plan"]["changes"]:
        return "The drafts say what the files say."
    return (
        "The drafts are changed: `item publish-together` checks them and publishes them as one."
        if found["state"] == "applied"
        else "Nothing is changed yet: --apply changes the drafts."
    )


def _uploaded(organization: str, source: Path) -> str:
    """Upload a zip, or a folder as one; return the upload's id once it was inspected."""
    with tempfile.TemporaryDirectory() as folder:
        file = source
        if source.is_dir():
            file = Path(folder) / f"{source.resolve().name or 'content'}.zip"
            _pack(source, file)
        found = upload.inspected(organization, upload.send(organization, file, ZIP, "import"))
    if found["state"] != "clean":
        raise LocalError(
            f"{source} was not taken: {found['reason'] or 'its inspection has not ended; try again later.'}"
        )
    return str(found["id"])


def _pack(folder: Path, file: Path) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder)
            if path.is_file() and not path.is_symlink() and not any(part.startswith(".") for part in name.parts):
                archive.write(path, str(name))


def _write(body: bytes, target: Path) -> None:
    if target.suffix == ".zip":
        target.write_bytes(body)
        return
    with tempfile.TemporaryFile() as file:
        file.write(body)
        with zipfile.ZipFile(file) as archive:
            archive.extractall(target)


def _finished(doing: str, path: str, found: dict[str, Any]) -> dict[str, Any]:
    """Ask until the work has ended, and say how far it is."""
    import time

    from progressive_flow_local.cli import console

    with console.people.status(doing) as status:
        while found["state"] in {"running", "planning", "applying"}:
            time.sleep(SECONDS)
            found = administration.ask("GET", f"{path}/{found['id']}")
            status.update(f"{doing}: {found['progress']:.0%}")
    return found


def _report(plan: dict[str, Any]) -> None:
    for row in plan.get("changes", []):
        fields = f": {', '.join(row['fields'])}" if row["fields"] else ""
        print(
            f"{row['what']} {row['kind']}/{row['slug']}{fields}{' (edited elsewhere since)' if row['conflict'] else ''}"
        )
    for name in plan.get("absent", []):
        print(f"not in the files: {name}")
    for name in plan.get("ignored", []):
        print(f"ignored: {name}")
    for row in plan.get("problems", []):
        print(": ".join(filter(None, ("problem", row["file"], row["place"], row["message"]))))
    print(
        f"{plan.get('added', 0)} added, {plan.get('changed', 0)} changed, {plan.get('unchanged', 0)} unchanged,"
        f" {plan.get('conflicts', 0)} edited elsewhere"
    )
