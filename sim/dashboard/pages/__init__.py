"""The pages, one file each: a component `Page`."""
