"""Rules of the URL map that are cheap to make."""

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule


class LateRule(Rule):
    """A rule that compiles what builds its address when somebody first links to it.

    Werkzeug writes two functions for each rule, which was nine tenths of making the application, in every worker anew;
    most of them are never called. What it matches is known at once, as ever.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compiled = super()._compile_builder

        def build(rule: "LateRule", /, **values: Any) -> tuple[str, str]:
            made = compiled(append_unknown).__get__(rule, None)
            if append_unknown:
                rule._build_unknown = made
            else:
                rule._build = made
            return made(**values)  # type: ignore[no-any-return]

        return build
