"""The difference between two versions: word by word, in order, and never for minutes."""

import time

from pstku.editing.rules.difference import ADDED, REMOVED, SAME, Piece, words


def test_words_that_went_and_came_stand_where_they_did():
    assert words("satu dua\ntiga empat\nlima\n", "satu dua\ntiga enam\nlima\nenam\n") == (
        Piece(SAME, "satu dua\ntiga "),
        Piece(REMOVED, "empat"),
        Piece(ADDED, "enam"),
        Piece(SAME, "\nlima\n"),
        Piece(ADDED, "enam\n"),
    )
    assert words("", "baru") == (Piece(ADDED, "baru"),)
    assert words("sama", "sama") == (Piece(SAME, "sama"),)


def test_nothing_is_lost_also_when_a_long_page_was_written_anew():
    before, after = "a b " * 10_000, "b c " * 10_000
    begun = time.process_time()
    pieces = words(before, after)
    assert time.process_time() - begun < 5
    assert "".join(piece.text for piece in pieces if piece.kind != ADDED) == before
    assert "".join(piece.text for piece in pieces if piece.kind != REMOVED) == after
