"""Stage 3: stories become an edition."""
