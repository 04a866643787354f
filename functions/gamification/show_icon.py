"""Show the icon of an achievement or a skill.

Answers with an SVG, needs no token, and may be kept for ever: `icon_url` of an achievement or a skill is its path, and names
its content.
"""

from progressive_flow.gamification.icons import service
from progressive_flow.gamification.icons.models import IconFile, IconKind
from progressive_flow.kernel.declarations.models import INERT
from progressive_flow.kernel.http.endpoint import Access, get


@get(
    "/v1/icons/{kind}/{file}",
    access=Access.PUBLIC,
    capabilities=(),
    cache="public, max-age=31536000, immutable",
    produces="image/svg+xml",
    headers=INERT,
)
def handler(kind: IconKind, file: IconFile) -> str:
    return service.show_icon(kind, file)
