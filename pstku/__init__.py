"""PSTku: the office intranet, counter kiosk and reward of a BPS office."""
