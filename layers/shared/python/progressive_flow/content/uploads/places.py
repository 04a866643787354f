"""Where objects of uploads lie in the bucket: each upload has its own, so that deleting one never touches another's."""

from uuid import UUID

QUARANTINE = "quarantine/"  # as they arrived: nobody but the inspection reads them
INSPECTED = "inspected/"  # as the inspection leaves them, until their upload is clean
MEDIA = "media/"  # what is delivered, in a folder of each organization or learner

EXPORTED = "exported/"  # zips of content, which the bucket deletes after a week


def quarantined(upload_id: UUID) -> str:
    """Return the key at which a file arrives."""
    return f"{QUARANTINE}{upload_id}"


def inspected(upload_id: UUID) -> str:
    """Return the key at which the inspection leaves a file."""
    return f"{INSPECTED}{upload_id}"


def delivered(scope: UUID, upload_id: UUID) -> str:
    """Return the key from which a clean file is delivered; the scope is its organization, or the learner whose it is."""
    return f"{folder(scope)}{upload_id}"


def exported(organization_id: UUID, export_id: UUID) -> str:
    """Return the key at which an export of an organization's content lies."""
    return f"{EXPORTED}{organization_id}/{export_id}.zip"


def folder(scope: UUID) -> str:
    """Return the prefix of everything that an organization or a learner has."""
    return f"{MEDIA}{scope}/"
