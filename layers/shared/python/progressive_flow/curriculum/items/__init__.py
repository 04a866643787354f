"""Items: what an organization's authors write, each with one draft and its history."""
