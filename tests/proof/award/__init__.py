"""Does an honest officer win? Quarters are drawn, a cheat is put in, and the product's own rules judge them."""
