"""The content files: what authors write under ``sql/seeds/content``, checked before any of it is loaded.

``tracks.yaml`` holds the tracks with their modules and lessons; ``<track>/<slug>/challenge.yaml`` holds one challenge and
``statement.md`` beside it what is to be designed. ``docs/how-to/write-a-challenge.md`` explains how to write one.
"""

from progressive_flow.curriculum.authoring.files.challenges import Challenge, Content
from progressive_flow.curriculum.authoring.files.levels import Level
from progressive_flow.curriculum.authoring.files.reading import plain, read_content, read_files
from progressive_flow.curriculum.authoring.files.tracks import Track
from progressive_flow.curriculum.authoring.yaml_files import ContentError

__all__ = ["Challenge", "Content", "ContentError", "Level", "Track", "plain", "read_content", "read_files"]
