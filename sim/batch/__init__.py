"""Batches: many worlds by one text file, written part by part into a folder that survives whatever happens to the machine."""
