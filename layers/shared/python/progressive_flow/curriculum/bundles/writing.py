"""Writes items of an organization as a bundle: equal items make equal bytes."""

import io
import zipfile
from collections.abc import Callable, Mapping

from progressive_flow.curriculum.authoring.files import content_hash
from progressive_flow.curriculum.bundles.keys import Document, Key
from progressive_flow.curriculum.bundles.layout import MANIFEST, files
from progressive_flow.curriculum.bundles.texts import write_mapping

FORMAT = 1
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can name: no time of its making is in a bundle


def bundle(organization: str, documents: Mapping[Key, Document], report: Callable[[float], None]) -> bytes:
    """Return the bundle of an organization's items; report the share that is written now and then."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, text) in enumerate(files(documents), 1):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), text, zipfile.ZIP_DEFLATED)
            if number % 100 == 0:
                report(min(1.0, number / (2 * len(documents))))
        archive.writestr(zipfile.ZipInfo(MANIFEST, _EPOCH), _manifest(organization, documents), zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _manifest(organization: str, documents: Mapping[Key, Document]) -> str:
    """Say of which drafts a bundle was made: an import sees by it what was changed since."""
    items = [
        {"kind": key.kind, "slug": key.slug, "sha256": content_hash(document).hex()}
        for key, document in sorted(documents.items())
    ]
    return write_mapping({"format": FORMAT, "organization": organization, "items": items})
