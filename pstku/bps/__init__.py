"""The BPS WebAPI as it answers: requests, envelopes, tables. Knows nothing of the office, the library or the web.

Facts: the API's documentation, and replies recorded by others in October 2026 (`docs/decisions/0004-webapi.md`).
"""
