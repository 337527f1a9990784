"""What a draft changes, and how two changes meet. Pure: values in, values out."""
