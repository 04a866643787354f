"""`progressive-flow openapi`: the API's description."""


def openapi() -> None:
    """Print the OpenAPI document as JSON."""
    from progressive_flow.kernel.openapi.document import document  # noqa: PLC0415
    from progressive_flow_local.cli import console  # noqa: PLC0415 - heavy imports stay out of `--help`

    console.put_json(document())
