"""Icons of achievements, which every page may show."""
