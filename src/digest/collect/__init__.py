"""Stage 1: bytes become articles."""
