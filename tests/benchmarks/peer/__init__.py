"""Attempts beside those of CTFd, another platform, on one machine in one run: `make bench-peer CTFD=<its source folder>`."""
