"""What runs the platform on one machine with no AWS account. Never part of the deployed layer."""
