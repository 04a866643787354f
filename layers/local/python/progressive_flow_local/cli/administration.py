"""What an administrator asks the API from the command line: by the routes' own permissions, and without the database."""

import os
from collections.abc import Mapping
from typing import Any

Query = Mapping[str, Any]


def ask(method: str, path: str, query: Query | None = None, body: Query | None = None) -> Any:
    """Return what a route answers to an administrator; raise `LocalError` with the detail of a refusal.

    The API is the running platform's, unless `API_URL` and `TOKEN` name another one and an access token for it.
    """
    import httpx

    from progressive_flow_local.errors import LocalError

    url, token = _signed_in()
    headers = {"authorization": f"Bearer {token}"}
    params = {name: value for name, value in (query or {}).items() if value is not None}
    try:
        response = httpx.request(
            method, url + path, params=params, json=body, headers=headers, timeout=60, trust_env=False
        )
    except httpx.HTTPError as error:
        raise LocalError(f"The API at {url} does not answer: {error}") from error
    if response.is_error:
        raise LocalError(_detail(response.json()))
    return response.json()


def _signed_in() -> tuple[str, str]:
    if os.environ.get("API_URL") and os.environ.get("TOKEN"):
        return os.environ["API_URL"].rstrip("/"), os.environ["TOKEN"]
    from progressive_flow_local import state
    from progressive_flow_local.aws import clients

    held = state.description(state.folder())
    account = held["admin_username"], held["admin_password"]
    return held["api_url"], clients.access_token(held["aws_endpoint_url"], held["client_id"], *account)


def _detail(problem: Mapping[str, Any]) -> str:
    rows = "".join(f"\n{row['pointer']}: {row['message']}" for row in problem.get("errors", []))
    return f"{problem.get('detail') or problem.get('message')}{rows}"
