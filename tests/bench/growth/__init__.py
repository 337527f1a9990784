"""How the product carries years: offices of 10 thousand, 100 thousand and a million visits, and what each page costs."""
