"""Which answer is right, when a card comes back, what a result says. Pure: values in, values out."""
