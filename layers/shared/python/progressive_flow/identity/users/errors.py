"""What it means to a caller that a constraint of this domain refused."""

from progressive_flow.kernel.http.problems import conflict, invalid

USER_CONSTRAINTS = {
    "users_username_key": conflict("username-taken", "This username is taken: choose another."),
    "users_preferences_check": invalid("/body/preferences", "Preferences take more than 16 kB: keep less in them."),
}
