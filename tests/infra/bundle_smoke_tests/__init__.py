"""Starts every function as it is deployed, and compares its response with that of the handler in this process.

Each function runs in a folder with only its own asset and layers, under Lambda's real Python runtime client.
"""
