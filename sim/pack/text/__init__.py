"""The files of a pack as text, tables and rows: read with suspicion, checked for shape."""
