"""Imports: what a zip of content files would change of an organization's drafts, and its application."""
