"""The guest's own phone: the tokens that take it from page to page, its ballots, the survey."""
