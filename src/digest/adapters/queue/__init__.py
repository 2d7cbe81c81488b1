"""Jobs for workers on several machines. Nothing outside of this folder knows the engine."""
