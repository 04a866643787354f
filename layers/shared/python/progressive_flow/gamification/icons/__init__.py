"""Icons of achievements and skills, which every page may show."""
