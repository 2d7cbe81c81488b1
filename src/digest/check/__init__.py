"""Stage 5: edition and message are looked over."""
