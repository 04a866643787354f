"""`progressive-flow openapi` and `sdk`: the API's description, and the client that is generated from it."""


def openapi() -> None:
    """Print the OpenAPI document as JSON."""
    from progressive_flow.kernel.openapi.document import document
    from progressive_flow_local.cli import console

    console.put_json(document())


def sdk() -> None:
    """Generate the client for Python from the API's document, if that changed, and print where it is."""
    from progressive_flow_local import client

    print(client.generated(client.folder()) / client.PACKAGE)
