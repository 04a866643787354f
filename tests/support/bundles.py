"""Zips of content files: made, uploaded, imported and exported over the API."""

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

import httpx

from progressive_flow.content.uploads import places
from progressive_flow.curriculum.bundles import writing
from progressive_flow.curriculum.bundles.keys import Document, Key
from progressive_flow.curriculum.bundles.layout import MANIFEST
from progressive_flow.kernel import objects
from progressive_flow.kernel.tasks import runner
from tests.support import authoring, uploading
from tests.support.api import Api, Caller
from tests.support.clouds import Clouds
from tests.support.task_kinds import dispatches


def stored(document: Document) -> Document:
    """Return a document as it is stored: names of members are text, even where its YAML has numbers."""
    found: Document = json.loads(json.dumps(document))
    return found


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """Return a zip of files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return target.getvalue()


def unzipped(body: bytes) -> dict[str, str]:
    """Return the files of a zip."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def written(*documents: Document, manifest: bool = False) -> bytes:
    """Return the zip of some documents, without what says where they come from unless asked."""
    found = {Key(authoring.kind_of(document), document["slug"]): document for document in documents}
    files = unzipped(writing.bundle("made", found, lambda _: None))
    return zipped({name: text for name, text in files.items() if manifest or name != MANIFEST})


def path(organization: str, *steps: str) -> str:
    """Return the path of an organization's imports, or of what is below."""
    return "/".join([f"/v1/organizations/{organization}/imports", *steps])


def planned(api: Api, by: Caller, organization: str, clouds: Clouds, body: bytes) -> dict[str, Any]:
    """Upload a zip and have its import planned; return the import."""
    upload = uploading.uploaded(api, by, organization, clouds, body, "application/zip", purpose="import")
    assert upload["state"] == "clean", upload["reason"]
    return done(api, by, clouds, api.post(path(organization), by, json={"upload_id": upload["id"]}))


def applied(api: Api, by: Caller, organization: str, clouds: Clouds, import_id: str, **body: Any) -> dict[str, Any]:
    """Apply a planned import; return it as it is then."""
    return done(api, by, clouds, api.post(path(organization, import_id, "application"), by, json=body))


def imported(api: Api, by: Caller, organization: str, clouds: Clouds, *documents: Document) -> None:
    """Import documents as drafts."""
    found = planned(api, by, organization, clouds, written(*documents))
    assert applied(api, by, organization, clouds, found["id"])["state"] == "applied"


def exported(api: Api, by: Caller, organization: str, clouds: Clouds, **body: Any) -> tuple[dict[str, Any], bytes]:
    """Export an organization's drafts; return the export and its zip."""
    found = done(api, by, clouds, api.post(f"/v1/organizations/{organization}/exports", by, json=body))
    (key,) = (key for key in clouds.keys(clouds.media) if key.startswith(places.EXPORTED) and found["id"] in key)
    return found, objects.get(clouds.media, key)


def done(api: Api, by: Caller, clouds: Clouds, asked: httpx.Response) -> dict[str, Any]:
    """Do the task that was asked for; return what it is about as it is then."""
    assert asked.status_code == 202, asked.text
    assert asked.headers["retry-after"] == "1"
    for dispatch in dispatches(clouds):
        assert runner.run_task(*dispatch) == "done"
    shown = api.get(asked.headers["location"], by)
    assert "retry-after" not in shown.headers
    found: dict[str, Any] = shown.json()
    return found
