"""The WebAPI client of this installation, from its configuration."""

from flask import current_app

from pstku.bps.cache import ReplyCache
from pstku.bps.client import Client


def bps_client() -> Client:
    """A client with the installation's key, address, pace and kept replies; the key may be empty."""
    config = current_app.config
    return Client(
        config["BPS_KEY"],
        ReplyCache(config["DATA"] / "webapi"),
        base=config["BPS_URL"],
        agent=f"PSTku ({config['PUBLIC_URL']})",
        pause=config["BPS_PAUSE"],
    )
