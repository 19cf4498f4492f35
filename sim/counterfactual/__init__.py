"""Pairs of worlds, and what they say."""
