"""Stacks: the units that CloudFormation deploys."""
