"""How icons are named in requests and in answers."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from progressive_flow.gamification.icons.files import HASH, NAME, PREFIX, address

IconKind = Annotated[Literal["achievements", "skills"], Field(description="What it is the icon of.")]
IconFile = Annotated[
    str,
    StringConstraints(pattern=rf"^{NAME}\.{HASH}\.svg$"),
    Field(description="The last part of an `icon_url`: a name and what its content is known by."),
]
ShownIcon = Annotated[
    Annotated[str, StringConstraints(pattern=rf"^{PREFIX}(achievements|skills)/{NAME}\.{HASH}\.svg$")] | None,
    BeforeValidator(address),
    Field(description="Address of the icon, an SVG that never changes, below the API's own; null if there is none."),
]
ChosenIcon = Annotated[
    Annotated[str, StringConstraints(pattern=rf"^{PREFIX}achievements/{NAME}(\.{HASH})?\.svg$")] | None,
    Field(description="Address of an achievement's icon, as answers have it or without its hash; null for none."),
]
