"""What it means to a caller that a constraint of this topic refused."""

from progressive_flow.kernel.http.problems import conflict, invalid

SKILL_CONSTRAINTS = {
    "skills_slug_key": conflict("slug-taken", "There is a skill of this slug already: choose another slug."),
    "prerequisite-cycle": invalid("/body/prerequisites", "These prerequisites would lead back to the skill itself."),
}
