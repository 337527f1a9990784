"""What the cells of a table mean. Pure: values in, values out."""
