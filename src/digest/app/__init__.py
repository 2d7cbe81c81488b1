"""The use cases, one function for each wish; the only place that chains the stages."""
