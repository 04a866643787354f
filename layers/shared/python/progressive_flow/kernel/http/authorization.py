"""What the caller may do: the permission that a route declares, asked for before its handler runs."""

from collections.abc import Mapping
from typing import Any

from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.declarations.models import Route
from progressive_flow.kernel.http import repository
from progressive_flow.kernel.http.problems import forbidden
from progressive_flow.kernel.principal import PLATFORM_ADMIN, Principal


def check_platform_scope(principal: Principal | None, route: Route) -> None:
    """Refuse a caller whose token alone says that they lack the permission of a route that names no organization.

    So nothing is counted or written for them, and routes without a transaction of the kernel's are guarded too.
    """
    if route.permission is None or route.in_organization:
        return
    if principal is None or PLATFORM_ADMIN not in principal.roles:
        raise forbidden("forbidden", "Only a platform administrator may do this.", permission=route.permission)


def require(db: Transaction, route: Route, event: Mapping[str, Any]) -> None:
    """Queue the question whether the caller has the route's permission; a refusal is raised with the next result."""
    if route.permission is None:
        return
    organization = event["pathParameters"]["organization"] if route.in_organization else None
    repository.require_permission(db, organization, route.permission)
