"""The database of a publication: articles, editions, subscribers and the ledger."""

from digest.adapters.store.opening import Store, open_store

__all__ = ["Store", "open_store"]
