"""Exports: an organization's drafts as a zip of content files."""
