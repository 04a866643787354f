"""Words the mail of an invitation. It holds no secret: whoever gets it forwarded can do nothing with it."""

from datetime import UTC
from html import escape

from progressive_flow.identity.invitations.repository import Invited
from progressive_flow.identity.mails.message import Mail
from progressive_flow.kernel.settings import MailLinks

ROLES = {
    "learner": "a learner",
    "author": "an author",
    "reviewer": "a reviewer",
    "instructor": "an instructor",
    "org_admin": "an administrator",
}


def compose(invited: Invited, links: MailLinks) -> Mail:
    """Return the mail."""
    # a subject is one line
    organization = " ".join(invited.organization.split())
    ends = f"{invited.expires_at.astimezone(UTC):%d %B %Y at %H:%M} UTC"
    paragraphs = [
        f"{organization} invites you to join it on Progressive Flow as {_listed(invited.roles)}.",
        f"To accept it, sign in as {invited.email}. If you have no account, sign up with this address.",
        f"It ends on {ends}. It is for this address alone, so nobody else can use this mail.",
        "If you did not expect it, you need not do anything. Your mail program can unsubscribe you from invitations.",
    ]
    return Mail(
        to=invited.email,
        subject=f"{organization} invites you to Progressive Flow",
        text="\n\n".join([*paragraphs[:2], links.page, *paragraphs[2:]]) + "\n",
        html=_page([*map(escape, paragraphs[:2]), _link(links.page), *map(escape, paragraphs[2:])]),
        unsubscribe=f"{links.api}/v1/unsubscriptions?token={invited.unsubscription_token}",
    )


def _listed(roles: list[str]) -> str:
    """Return roles as people write them: a, b and c."""
    *first, last = [ROLES.get(role, role) for role in roles]
    return f"{', '.join(first)} and {last}" if first else last


def _page(paragraphs: list[str]) -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f'<!doctype html><html lang="en"><meta charset="utf-8"><body>{body}</body></html>'


def _link(url: str) -> str:
    return f'<a href="{escape(url)}">{escape(url)}</a>'
