"""Run by Alembic: every step happens in the one transaction that was opened for it."""

from alembic import context

from digest.adapters.store.partitions import is_partition
from digest.adapters.store.schema import metadata
from digest.adapters.store.short_columns import is_another

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=is_another,
    include_name=lambda name, kind, _: kind != "table" or not is_partition(name),
)
context.run_migrations()
