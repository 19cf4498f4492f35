"""The `counterfaction` command."""
