"""Running a batch: its parts made, by threads or by a cluster, and kept."""
