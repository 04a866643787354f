"""Who works in the sample organization."""

# The role of each, and the name for people.
PEOPLE = {"author": "Nora Author", "reviewer": "Ravi Reviewer", "org_admin": "Mona Manager"}
