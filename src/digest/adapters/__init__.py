"""The world: HTTP, files, the clock, SMTP, the databases."""
