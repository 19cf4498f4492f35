"""The Mesa face of the model: agents that decide by calling the compiled rules."""
