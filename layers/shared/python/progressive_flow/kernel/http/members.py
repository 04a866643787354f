"""Members that many answers have, declared once: their descriptions are documented."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

Title = Annotated[str, Field(description="Title, for people.")]
ChallengeReference = Annotated[str, Field(description="Reference of the challenge.")]
TrackReference = Annotated[str, Field(description="Reference of the track.")]
Level = Annotated[int, Field(description="Number of the level within its challenge, from 1.")]
Score = Annotated[
    float,
    Field(
        description="Share of the tests' weights that was earned, 0 to 100. Of an attempt that failed it is in tenths of the"
        " whole: 0, 10 and so on, rounded down."
    ),
]
BestScore = Annotated[
    float | None,
    Field(
        description="Best score of all attempts, 0 to 100; null before the first. In tenths of the whole, rounded down,"
        " until the level is passed."
    ),
]
BestOfChallenge = Annotated[
    float | None,
    Field(
        description="Best score of all attempts at its levels, 0 to 100; null before the first. In tenths of the whole,"
        " rounded down, until the challenge is completed."
    ),
]
TriesLeft = Annotated[
    int | None,
    Field(
        description="Tries left at the level: a trial takes one, and so does an attempt that fails. Null on level 1, where"
        " they cost nothing."
    ),
]
TotalXp = Annotated[int, Field(description="All XP of the learner.")]
UserLevel = Annotated[int, Field(description="The learner's level, from 1; it follows from all XP.")]
ProfileKey = Annotated[
    UUID,
    Field(
        description="Identifies what a learner lets others see, on every leaderboard. It changes when they choose another"
        " `visibility`; for the caller's own entry while they hide it is the `id` of GET /v1/me."
    ),
]
NextCursor = Annotated[
    str | None, Field(description="Send as `cursor` for the rows that follow; null on the last page.")
]
