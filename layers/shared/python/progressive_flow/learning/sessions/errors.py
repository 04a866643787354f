"""What it means to a caller that a constraint of this topic refused."""

from progressive_flow.kernel.http.problems import invalid

SESSION_CONSTRAINTS = {
    "learning_sessions_metadata_check": invalid("/body/metadata", "Metadata take more than 1 kB: keep less in them."),
}
