"""Show the icon of an achievement.

Answers with an SVG, needs no token, and may be kept for a week. `icon_url` of an achievement is its path.
"""

from progressive_flow.gamification.icons import service
from progressive_flow.gamification.icons.models import IconFile
from progressive_flow.kernel.declarations.models import INERT
from progressive_flow.kernel.http.endpoint import Access, get


@get(
    "/v1/icons/achievements/{file}",
    access=Access.PUBLIC,
    capabilities=(),
    cache="public, max-age=604800",
    produces="image/svg+xml",
    headers=INERT,
)
def handler(file: IconFile) -> str:
    return service.show_icon(file)
