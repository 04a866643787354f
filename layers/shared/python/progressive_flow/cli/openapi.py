"""`progressive-flow openapi`: the API's description."""


def openapi() -> None:
    """Print the OpenAPI document as JSON."""
    from progressive_flow.cli import console  # noqa: PLC0415 - heavy imports stay out of `--help`
    from progressive_flow.openapi import document  # noqa: PLC0415

    console.put_json(document())
