"""Laporan: reads across domains, and files made from them."""
