"""What a browser is asked to sign with a person's key, and where keys are good at all."""

import json
from base64 import urlsafe_b64encode
from datetime import timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import current_app

from pstku.accounts.models import Passkey
from pstku.accounts.operations.passkeys import Site, user_handle
from pstku.accounts.queries import Colleague
from pstku.core import clock
from pstku.core.tokens import new_secret, sign, verify

LIFE = timedelta(minutes=10)
PURPOSE = "passkey"
PATIENCE = 60_000  # milliseconds a browser waits for a finger


def site() -> Site | None:
    """The public address when browsers let keys be used there: an https name or localhost, never a number."""
    parts = urlsplit(current_app.config["PUBLIC_URL"])
    name = parts.hostname or ""
    is_secure = name == "localhost" or (parts.scheme == "https" and not _is_number(name))
    return Site(name, f"{parts.scheme}://{parts.netloc}") if is_secure else None


def _is_number(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def new_challenge() -> tuple[bytes, str]:
    """32 random bytes to be signed, and the form's own token of them, good for ten minutes."""
    challenge = new_secret()
    return challenge, sign(PURPOSE, challenge, clock.now() + LIFE)


def read_challenge(token: str) -> bytes | None:
    """The challenge of a form that is still good."""
    return verify(PURPOSE, token)


def options_to_add(here: Site, person: Colleague, registered: list[Passkey], challenge: bytes) -> str:
    """JSON for the browser: make a key that its owner unlocks, and none twice on one device."""
    from webauthn import generate_registration_options, options_to_json  # here: see accounts/operations/passkeys.py
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        PublicKeyCredentialDescriptor,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    return options_to_json(
        generate_registration_options(
            rp_id=here.name,
            rp_name="PSTku",
            user_id=user_handle(person.id, person.office_id),
            user_name=person.username,
            user_display_name=person.name,
            challenge=challenge,
            exclude_credentials=[PublicKeyCredentialDescriptor(id=key.credential_id) for key in registered],
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
            ),
        )
    )


def key_sign_in() -> dict[str, str] | None:
    """What the sign-in page needs to offer a key, no name being asked; None where the address allows none.

    Written here and not by `webauthn`: every worker shows this page, and few ever check a key.
    """
    here = site()
    if here is None:
        return None
    challenge, token = new_challenge()
    options = {
        "challenge": urlsafe_b64encode(challenge).rstrip(b"=").decode(),
        "timeout": PATIENCE,
        "rpId": here.name,
        "allowCredentials": [],
        "userVerification": "required",
    }
    return {"challenge": token, "options": json.dumps(options)}
