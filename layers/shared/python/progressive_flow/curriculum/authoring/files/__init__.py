"""The content files: what authors write under ``sql/seeds/content``, checked before any of it is loaded.

``tracks.yaml`` holds the tracks with their modules and lessons; ``<track>/<slug>/challenge.yaml`` holds one challenge and
``statement.md`` beside it what is to be designed. ``docs/how-to/write-a-challenge.md`` explains how to write one. ``reading``
reads the files; it is imported by itself, since drafts have the same models and no YAML.
"""

from progressive_flow.curriculum.authoring.files.challenges import Challenge, Content
from progressive_flow.curriculum.authoring.files.code_challenges import CodeChallenge
from progressive_flow.curriculum.authoring.files.levels import Level
from progressive_flow.curriculum.authoring.files.plain import content_hash, plain
from progressive_flow.curriculum.authoring.files.tracks import Track

__all__ = ["Challenge", "CodeChallenge", "Content", "Level", "Track", "content_hash", "plain"]
