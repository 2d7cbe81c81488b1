"""The newsletter and digest generator for news desks."""

__version__ = "0.1.0"
