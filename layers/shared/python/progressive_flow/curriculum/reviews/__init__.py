"""Reviews: what a second person says of a revision before it can be published."""
