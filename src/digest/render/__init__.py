"""Stage 4: an edition becomes a message."""
