"""Laporan berkala: what is counted of the visits of a period, shown, closed and handed in."""
