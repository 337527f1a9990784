"""What a question means and which page answers it. Pure: values in, values out."""
