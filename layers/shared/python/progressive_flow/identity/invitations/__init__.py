"""Invitations to an organization: to an address, or with a code; and how somebody joins."""
