"""`progressive-flow openapi`: the API's description."""


def openapi() -> None:
    """Print the OpenAPI document as JSON."""
    from progressive_flow import openapi as description  # noqa: PLC0415 - heavy imports stay out of `--help`
    from progressive_flow.cli import console  # noqa: PLC0415

    console.put_json(description.document())
