"""What learners change about themselves."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, field_validator
from pydantic_core import PydanticCustomError

from progressive_flow.identity.users.names import checked_name, not_official
from progressive_flow.kernel.http.changes import Changes

Username = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{2,99}$"), AfterValidator(not_official)]
DisplayName = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(checked_name)
]
# No user, port, fragment or character that could end an attribute or a CSS value of a page that shows it.
AvatarUrl = Annotated[
    str, StringConstraints(pattern=r"^https://[a-z0-9-]+(\.[a-z0-9-]+)+/[A-Za-z0-9._~%&+,=:@/?-]*$", max_length=2000)
]
TimeZone = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}$", max_length=64)]
Visibility = Literal["public", "pseudonym", "hidden"]

MAX_DEPTH = 20  # levels of preferences


class MeChanges(Changes):
    """What a learner may change about themselves; a field left out stays, null clears where that is allowed."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"display_name": "Ada", "time_zone": "Europe/Berlin", "visibility": "pseudonym"}]
        },
    )

    username: Username = Field(
        default="learner", description="Unique name: letters, digits, dots, hyphens and underscores."
    )
    display_name: DisplayName | None = Field(
        default=None, description="Name that others may see; null shows the username instead."
    )
    avatar_url: AvatarUrl | None = Field(
        default=None, description="An image on one of the hosts that the platform allows."
    )
    preferences: dict[str, Any] = Field(
        default_factory=dict,
        max_length=100,
        description="The client's own settings, in place of those before; at most 16 kB. `analytics` = false: no event is kept.",
    )
    time_zone: TimeZone = Field(
        default="UTC",
        description="IANA name of the zone in which the learner's days count, from the next local midnight.",
    )
    visibility: Visibility = Field(
        default="public", description="What others see: the name, a pseudonym that the server draws, or nothing."
    )

    @field_validator("preferences")
    @classmethod
    def _shallow(cls, preferences: dict[str, Any]) -> dict[str, Any]:
        """Refuse what could be stored but not be written out again."""
        level: list[Any] = [preferences]
        for _ in range(MAX_DEPTH):
            level = [inner for item in level for inner in (item.values() if isinstance(item, dict) else item)]
            level = [item for item in level if isinstance(item, dict | list)]
        if level:
            raise PydanticCustomError(
                "nested_too_deeply", "Preferences nest {most} levels at most.", {"most": MAX_DEPTH}
            )
        return preferences
