"""What deployments, schedules and operators run: migrations, reference data, archive, drills, measurements."""
