"""What a question means and how its answer is worded. Pure: values in, values out."""
