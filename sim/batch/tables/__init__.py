"""The folder of a batch and its tables: written part by part, read, asked, counted."""
