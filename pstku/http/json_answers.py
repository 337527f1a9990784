"""JSON as Flask writes it, by an encoder that is made once and not for each answer."""

import json
from typing import Any

from flask import Flask
from flask.json.provider import DefaultJSONProvider


class KeptEncoder(DefaultJSONProvider):
    """Flask's own provider; only what answers hold is written by the encoder that is kept."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)
        self._encode = json.JSONEncoder(
            default=self.default, ensure_ascii=self.ensure_ascii, sort_keys=self.sort_keys, separators=(",", ":")
        ).encode

    def response(self, *args: Any, **kwargs: Any) -> Any:
        """A JSON answer of one value, of several, or of named ones; compact also while debugging."""
        text = self._encode(self._prepare_response_obj(args, kwargs))
        return self._app.response_class(f"{text}\n", mimetype=self.mimetype)
