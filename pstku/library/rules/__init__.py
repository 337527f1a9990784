"""What a page and a figure may be. Pure: values in, values out."""
