"""The names of `identity.permissions`, so that a misspelt one fails type checking. A test compares the two."""

from typing import Literal

Permission = Literal[
    "organization.manage",
    "organization.audit",
    "members.read",
    "members.manage",
    "features.manage",
    "integrations.manage",
    "content.read",
    "content.write",
    "content.review",
    "content.publish",
    "content.archive",
    "content.import",
    "media.manage",
    "experiments.manage",
    "classes.manage",
    "classes.teach",
    "coursework.write",
    "submissions.read",
    "grades.write",
    "grades.release",
    "grades.override",
    "announcements.write",
    "discussions.moderate",
    "analytics.aggregate",
    "analytics.individual",
    "reports.run",
    "similarity.read",
    "learners.message",
]
