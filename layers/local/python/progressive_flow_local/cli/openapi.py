"""`progressive-flow openapi`: the API's description."""


def openapi() -> None:
    """Print the OpenAPI document as JSON."""
    from progressive_flow.kernel.openapi.document import document
    from progressive_flow_local.cli import console

    console.put_json(document())
