"""Penghargaan: periods, candidates, decision, certificate."""
