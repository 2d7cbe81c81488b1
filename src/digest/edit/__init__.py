"""Stage 2: articles become clean ones with summaries, grouped into stories."""
