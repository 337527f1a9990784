"""Laporan: the figures of any period by group, on screen, as xlsx and on paper."""
