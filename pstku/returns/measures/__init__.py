"""One vocabulary of what is counted: every page and paper draws its figures from here, so that no two can differ."""
