"""What functions declare about themselves, and how declarations are found."""
