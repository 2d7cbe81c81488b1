"""The public pages: what readers and their mail programs ask for. Needs the extra `[web]`."""
