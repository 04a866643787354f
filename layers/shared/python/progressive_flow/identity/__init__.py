"""Who there is: organizations, members, users and what of them is public."""
