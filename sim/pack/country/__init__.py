"""What a country is once its pack has been read, and what can be asked of it."""
