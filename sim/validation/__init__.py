"""The model held against the record: what a pack asks of it, and what must hold of every pack."""
