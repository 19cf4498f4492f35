"""Programs that put the program under stress, in a small form for the tests and in a large one by command."""
