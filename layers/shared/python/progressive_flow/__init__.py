"""Progressive Flow: the code that every function shares."""
