"""Starts every function as it would be deployed and compares its answer with the one in process.

Each gets a folder of just its own asset and layers, the real Python runtime of Lambda, and its event.
"""
