"""What it means to a caller that a constraint of this topic refused."""

from progressive_flow.kernel.http.problems import conflict

ACHIEVEMENT_CONSTRAINTS = {
    "achievements_ref_key": conflict(
        "slug-taken", "There is an achievement of this slug already: choose another slug."
    ),
}
