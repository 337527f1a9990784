"""What a sheet of the paper book may say. Pure."""
