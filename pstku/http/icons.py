"""Icons: a page shows up to a hundred, each one symbol of the sprite."""

from functools import lru_cache

from markupsafe import Markup

from pstku.http.paths import static_url

MOST_KEPT = 256  # some fifty symbols, a few with a label
SPRITE = "img/sprite.svg"


def icon(name: str, label: str | None = None) -> Markup:
    """The symbol `i-<name>` of the sprite. With a label the icon speaks, without one the word beside it does."""
    return _drawn(static_url(SPRITE), name, label)


@lru_cache(maxsize=MOST_KEPT, typed=True)
def _drawn(sprite: str, name: str, label: str | None) -> Markup:
    attributes = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    return Markup('<svg class="icon" {}><use href="{}#i-{}"/></svg>').format(attributes, sprite, name)
