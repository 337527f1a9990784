"""What a line of the log says of its request: enough to follow it, nothing that names anybody."""

import secrets
from typing import Any

from flask import Flask, g, has_request_context, request

from pstku.core import logs
from pstku.core.keys import keyed_hash, keys


def init_app(app: Flask) -> None:
    """Every line that is written while a request runs carries its facts."""
    logs.add_facts(request_facts)


def request_facts() -> dict[str, Any]:
    """Request id, method, endpoint and a stand-in for the address, the same for the same address."""
    if not has_request_context():
        return {}
    if "request_id" not in g:
        g.request_id = secrets.token_hex(8)
    facts = {"request": g.request_id, "method": request.method, "endpoint": request.endpoint}
    facts |= {"from": address_mark(request.remote_addr or "")}
    signed_in = g.get("_login_user")  # only when somebody asked already: a line of the log reads no database
    return facts | ({"actor": signed_in.person.id} if getattr(signed_in, "person", None) else {})


def address_mark(address: str) -> str:
    """Twelve letters instead of an address: with the key, whoever knows the address can find its lines."""
    return keyed_hash(keys().index, f"log:{address}".encode()).hex()[:12]
