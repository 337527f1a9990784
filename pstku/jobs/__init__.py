"""Pekerjaan: long work beside the pages, one at a time, that takes up again where it was broken off."""
