"""Reads the advice that designs get: does each line speak of the operation's own way, and does each suggestion help?"""
