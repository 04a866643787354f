"""The members of an organization, their roles and their suspension."""
