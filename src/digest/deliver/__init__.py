"""Stage 6: a message for each subscriber becomes deliveries."""
