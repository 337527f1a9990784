"""Harus dihubungi: the guests who were promised a message or a call, and the colleague who takes each."""
