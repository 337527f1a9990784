"""`make papers`: every paper as people get it, opened by the programs they open it with."""
