"""Values that the record does not refute: searched from several starts, tried on fresh worlds, written for a pack."""
