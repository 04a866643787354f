"""Progress from an older system."""
