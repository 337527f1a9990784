"""An office's content as the files of a pack."""
