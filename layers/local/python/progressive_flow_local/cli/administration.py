"""What an administrator or a learner asks the API from the command line, by the routes' own permissions."""

import os
from collections.abc import Mapping
from typing import Any

Query = Mapping[str, Any]


def ask(
    method: str,
    path: str,
    query: Query | None = None,
    body: Query | None = None,
    headers: Mapping[str, str] | None = None,
    who: str = "admin",
) -> Any:
    """Return what a route answers to an administrator, or to `who`; raise `LocalError` with the detail of a refusal.

    The API is the running platform's, unless `API_URL` and `TOKEN` name another one and an access token for it.
    """
    import httpx

    from progressive_flow_local.errors import LocalError, RefusedError

    url, token = _signed_in(who)
    sent = {"authorization": f"Bearer {token}", **(headers or {})}
    params = {name: value for name, value in (query or {}).items() if value is not None}
    try:
        response = httpx.request(
            method, url + path, params=params, json=body, headers=sent, timeout=60, trust_env=False
        )
    except httpx.HTTPError as error:
        raise LocalError(f"The API at {url} does not answer: {error}") from error
    if response.is_success and not response.content:
        return None
    try:
        answer = response.json()
    except ValueError as error:  # from something in between, which is not the API
        raise LocalError(f"{url} answered {response.status_code} with something else than JSON.") from error
    if response.is_error:
        raise RefusedError(_detail(answer), response.status_code)
    return answer


def _signed_in(who: str) -> tuple[str, str]:
    from progressive_flow_local import state
    from progressive_flow_local.aws import clients
    from progressive_flow_local.errors import LocalError

    api_url, token = os.environ.get("API_URL"), os.environ.get("TOKEN")
    if api_url and token:
        return api_url.rstrip("/"), token
    if api_url or token:  # the platform on this machine is not what was meant
        raise LocalError("Set both API_URL and TOKEN, or neither for the platform on this machine.")

    held = state.description(state.folder())
    account = held[f"{who}_username"], held[f"{who}_password"]
    return held["api_url"], clients.access_token(held["aws_endpoint_url"], held["client_id"], *account)


def _detail(problem: Mapping[str, Any]) -> str:
    rows = "".join(f"\n{row['pointer']}: {row['message']}" for row in problem.get("errors", []))
    return f"{problem.get('detail') or problem.get('message')}{rows}"
