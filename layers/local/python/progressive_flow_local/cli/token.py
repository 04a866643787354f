"""`progressive-flow token`: a bearer token to paste."""

from typing import Annotated

import typer

from progressive_flow_local.cli.serve import JsonOption

Username = Annotated[str, typer.Option(help="The learner's address; without it, the demo learner.")]
Password = Annotated[
    str, typer.Option(help="Known for the accounts that `make run` prints.", envvar="LEARNER_PASSWORD")
]


def token(username: Username = "", password: Password = "", *, as_json: JsonOption = False) -> None:
    """Sign in to the running platform; print the access token and nothing else."""
    from progressive_flow_local import state
    from progressive_flow_local.aws import clients
    from progressive_flow_local.cli import console
    from progressive_flow_local.people import PEOPLE

    held = state.description(state.folder())
    username = username or held["demo_username"]
    known = {held[f"{who}_username"]: held[f"{who}_password"] for who in ("demo", "admin", *PEOPLE)}
    chosen = password or known.get(username) or typer.prompt("Password", hide_input=True, err=True)
    value = clients.access_token(held["aws_endpoint_url"], held["client_id"], username, chosen)
    if as_json:
        console.put_json({"access_token": value, "token_type": "Bearer", "username": username})
    else:
        print(value)
