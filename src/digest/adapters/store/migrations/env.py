"""Run by Alembic: every step happens in the one transaction that was opened for it."""

from alembic import context

from digest.adapters.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
context.run_migrations()
