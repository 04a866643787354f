"""Values drawn for one attempt, and the references that put them into a check."""
