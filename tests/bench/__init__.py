"""Benchmarks: the main jobs, each beside a plain yardstick in the same run."""
