"""The code of a complaint as it is kept, shown and typed. Pure."""

LONGEST_TYPED = 40


def letters_of(typed: str) -> str:
    """A code as it is kept, from how it was typed: with or without its hyphen, in small letters."""
    return "".join(sign for sign in typed[:LONGEST_TYPED].upper() if sign.isalnum())


def spelled(code: str) -> str:
    """In two groups, easy to read aloud."""
    half = len(code) // 2
    return f"{code[:half]}-{code[half:]}"
