"""Users: what a person may read and change about themselves."""
