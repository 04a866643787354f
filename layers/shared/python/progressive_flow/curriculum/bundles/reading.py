"""Reads a bundle: the documents of its items, and what is wrong with its files."""

import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from progressive_flow.curriculum.authoring.files.challenges import ChallengeDocument
from progressive_flow.curriculum.bundles import layout
from progressive_flow.curriculum.bundles.keys import Document, Key
from progressive_flow.curriculum.bundles.texts import TextError, read_mapping
from progressive_flow.curriculum.items import documents
from progressive_flow.kernel.http.problems import Problem

MAX_FILES, MAX_FILE, MAX_TEXTS = 2_000, 1024 * 1024, 64 * 1024 * 1024  # bytes of a file, and of all, unpacked
MAX_DOCUMENT = 262_144  # characters as JSON: what a request that saves a draft may have
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")  # as JSON writes it
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, OSError)
_IGNORED = ("__MACOSX/", "README", "LICENSE", ".")


class Fault(NamedTuple):
    """What is wrong with a file: the place in it, which is empty for all of it, and why, for people."""

    file: str
    place: str
    message: str


class Bundle(NamedTuple):
    """What a bundle says: documents, the hashes of the drafts that it was exported from, and files of no meaning."""

    documents: dict[Key, Document]
    bases: dict[Key, str]
    ignored: list[str]
    faults: list[Fault]


def read(body: bytes, report: Callable[[float], None]) -> Bundle:
    """Read a bundle; report the share that is read now and then. What it cannot read is a fault."""
    bundle = Bundle({}, {}, [], [])
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            _read_files(_texts(archive, bundle.faults, report), bundle)
    except _BROKEN:
        bundle.faults.append(Fault("", "", "The zip cannot be read: make it again."))
    if not bundle.documents and not bundle.faults:
        text = "The zip has no content file: neither tracks.yaml, nor <track>/<challenge>/challenge.yaml, nor pages/<page>.md."
        bundle.faults.append(Fault("", "", text))
    return bundle


def _texts(archive: zipfile.ZipFile, faults: list[Fault], report: Callable[[float], None]) -> Iterator[tuple[str, str]]:
    """Yield the name, below the folder of the content, and the text of each file."""
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > MAX_FILES:
        faults.append(Fault("", "", f"The zip has {len(members):,} files; {MAX_FILES:,} are allowed."))
        return
    root = _root([member.filename for member in members])
    left = MAX_TEXTS
    # a statement comes before its challenge, which is read and refused at once then, and not kept until the end
    inside = sorted(members, key=lambda member: (not member.filename.endswith("/statement.md"), member.filename))
    for number, member in enumerate(inside, 1):
        name = member.filename.removeprefix(root)
        if not name.startswith(_IGNORED):
            with archive.open(member) as file:
                body = file.read(MAX_FILE + 1)
            left -= len(body)
            if left < 0:
                faults.append(Fault("", "", f"The files have more than {MAX_TEXTS:,} bytes together."))
                return
            if len(body) > MAX_FILE:
                faults.append(Fault(name, "", f"A file may have {MAX_FILE:,} bytes at most."))
            else:
                yield from _text(name, body, faults)
        if number % 50 == 0:
            report(number / len(members))


def _root(names: list[str]) -> str:
    """Return the folder in which the content lies: programs that pack a folder put its name before each file's."""
    tops = {name.partition("/")[0] for name in names if "/" in name and not name.startswith("__MACOSX/")}
    found = [f"{top}/" for top in tops if f"{top}/{layout.TRACKS}" in names]
    return found[0] if layout.TRACKS not in names and len(found) == 1 else ""


def _text(name: str, body: bytes, faults: list[Fault]) -> Iterator[tuple[str, str]]:
    try:
        yield name, body.decode("utf-8-sig")
    except UnicodeDecodeError:
        if name.endswith((".yaml", ".md")):
            faults.append(Fault(name, "", "The file is not in UTF-8: save it as UTF-8."))


def _read_files(texts: Iterator[tuple[str, str]], bundle: Bundle) -> None:
    statements: dict[tuple[str, str], str] = {}
    for name, text in texts:
        try:
            if name == layout.MANIFEST:
                bundle.bases.update(_bases(read_mapping(text)))
            elif name == layout.TRACKS:
                _add_tracks(bundle, read_mapping(text))
            elif found := layout.PAGE.fullmatch(name):
                _add(bundle, name, Key("page", found[1]), layout.read_page(text))
            elif found := layout.STATEMENT.fullmatch(name):
                statements[found[1], found[2]] = layout.read_statement(text)
            elif found := layout.CHALLENGE.fullmatch(name):
                place = found[1], found[2]
                _add_challenge(bundle, name, place, read_mapping(text), statements.get(place))
            else:
                bundle.ignored.append(name[:200])
        except TextError as error:
            bundle.faults.append(Fault(name, "", str(error)[:500]))


def _bases(manifest: Mapping[str, Any]) -> dict[Key, str]:
    items = manifest.get("items")
    rows = [row for row in items if isinstance(row, dict)] if isinstance(items, list) else []
    return {Key(str(row.get("kind")), str(row.get("slug"))): str(row.get("sha256")) for row in rows}


def _add_tracks(bundle: Bundle, found: Document) -> None:
    tracks = found.get("tracks")
    if not isinstance(tracks, list) or found.keys() != {"tracks"}:
        raise TextError("The file has the member `tracks` alone, which is a list.")
    for number, track in enumerate(tracks):
        slug = track.get("slug") if isinstance(track, dict) else None
        if not isinstance(slug, str):
            bundle.faults.append(Fault(layout.TRACKS, f"tracks.{number}", "A track has names and values, and a slug."))
        else:
            _add(bundle, layout.TRACKS, Key("track", slug), track, f"tracks.{number}")


def _add_challenge(
    bundle: Bundle, name: str, place: tuple[str, str], document: Document, statement: str | None
) -> None:
    if document.get("track") != place[0]:
        bundle.faults.append(
            Fault(name, "track", f"The file lies in the folder of the track {place[0]}: name that one.")
        )
        return
    if statement is not None and "statement" in document:
        bundle.faults.append(Fault(name, "statement", "The statement is in statement.md as well: leave it out here."))
        return
    said = {} if statement is None else {"statement": statement}
    _add(bundle, name, Key("challenge", place[1]), {**document, **said})


def _add(bundle: Bundle, name: str, key: Key, document: Document, at: str = "") -> None:
    """Add a document, unless its model refuses it."""
    if key in bundle.documents:
        bundle.faults.append(Fault(name, at, f"The {key.kind} {key.slug} is there twice."))
        return
    stored = json.dumps(document, ensure_ascii=False)
    if len(stored) > MAX_DOCUMENT:
        bundle.faults.append(Fault(name, at, f"It has more than {MAX_DOCUMENT:,} characters: divide it."))
        return
    if _NUL.search(stored):
        bundle.faults.append(Fault(name, at, "The character NUL cannot be stored: take it out."))
        return
    try:
        model = documents.parsed(key.kind, key.slug, document)
        if isinstance(model, ChallengeDocument):
            documents.expanded(model)  # refuses levels that cannot be written out
    except Problem as refusal:
        for row in refusal.errors or [{"pointer": "", "message": refusal.detail}]:
            place = documents.place_of(row["pointer"])
            bundle.faults.append(Fault(name, ".".join(filter(None, (at, place))), row["message"]))
        return
    bundle.documents[key] = document
