"""Stacks: what CloudFormation deploys as one, each made of constructs."""
