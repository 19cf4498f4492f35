"""Words, chronicles, tables for readers."""
