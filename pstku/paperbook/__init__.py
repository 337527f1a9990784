"""The paper book: guests of a day without power or server, entered later from sheets of paper."""
