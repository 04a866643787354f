"""Uploads: files that go from a browser into a bucket, and are kept once an inspection found them clean."""
