"""How a browser gets a file that somebody uploaded: by a link that ends, with headers under which nothing in it runs."""

from datetime import timedelta
from uuid import UUID

from progressive_flow.content.uploads import places
from progressive_flow.kernel import aws, objects, settings

LINKED = timedelta(minutes=15)
# A browser believes the type and runs nothing; pages of other origins may show the file, since none of ours is on its host.
HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "sandbox"),
    ("Cross-Origin-Resource-Policy", "cross-origin"),
)


def link(scope: UUID, upload_id: UUID) -> str:
    """Return the address of a clean file, for fifteen minutes; the scope is its organization, or the learner whose it is."""
    key, seconds = places.delivered(scope, upload_id), int(LINKED.total_seconds())
    return objects.link(aws.media_bucket(), key, seconds, host=settings.media_host())
