"""AWS on one's own machine: moto in one process, with what it leaves out added in front of it."""
