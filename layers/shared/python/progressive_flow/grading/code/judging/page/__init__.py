"""Runs checks on a page: of runtime web, and of JavaScript and TypeScript, whose functions live on an empty page."""
