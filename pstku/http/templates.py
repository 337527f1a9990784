"""Jinja's environment, leaner by one dictionary for each template."""

from collections.abc import MutableMapping
from typing import Any

from flask.templating import Environment


class Templates(Environment):
    """No template here has globals of its own, so all share the environment's.

    Jinja lays a ChainMap over them for each template, and every import, include and macro searched it in Python.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The environment's own globals, unless a template brings some."""
        return super().make_globals(d) if d else self.globals
