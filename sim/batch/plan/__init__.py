"""What a batch is: its file read, its cells, branches and parts."""
