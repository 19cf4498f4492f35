"""What an answer hangs on: which numbers and traits, which sources, within which ranges."""
