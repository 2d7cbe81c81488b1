"""The store: SQLAlchemy Core over SQLite."""
