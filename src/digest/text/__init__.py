"""Rules of language that several stages use: plain strings in and out."""
