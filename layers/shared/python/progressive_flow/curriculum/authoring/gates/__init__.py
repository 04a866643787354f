"""What must hold before a challenge is published: how it is written, and what designs earn on its levels."""
