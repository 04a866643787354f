"""How icons are named."""

from typing import Annotated

from pydantic import Field, StringConstraints

PREFIX = "/v1/icons/achievements/"
FILE = r"[a-z0-9][a-z0-9-]{0,99}\.svg"
IconFile = Annotated[
    str, StringConstraints(pattern=f"^{FILE}$"), Field(description="The last part of an achievement's `icon_url`.")
]
IconUrl = Annotated[
    str,
    StringConstraints(pattern=f"^{PREFIX}{FILE}$"),
    Field(description="Address of the icon, an SVG, below the API's own; it needs no token."),
]
