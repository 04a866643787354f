"""A learner's page: it is opened, acted on and looked at."""
