"""The rules of a month, one a file."""
