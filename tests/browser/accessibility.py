"""axe-core (MPL 2.0, tests only) on a page of the running application."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parent / "vendor" / "axe-core-4.14.1" / "axe.min.js"
# What nobody meets now takes nine tenths of the time: it is off the page meanwhile.
RUN = """async (options) => {
  const { isApart } = window;
  window.isApart = true; // a tablet left alone would wipe what is not there
  const away = [...document.querySelectorAll(".k-state[hidden], dialog:not([open])")].map((e) => [e, document.createComment("")]);
  for (const [element, mark] of away) element.replaceWith(mark);
  try {
    return (await axe.run(document, options)).violations;
  } finally {
    for (const [element, mark] of away) mark.replaceWith(element);
    window.isApart = isApart;
  }
}"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@cache
def _source() -> str:
    return AXE.read_text(encoding="utf-8")


def violations(page: Page, more: Sequence[str] = ()) -> list[str]:
    """Every violation of WCAG 2.2 A and AA, and of the rules `more`, on what is shown now: rule and the first elements."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_source())
    rules = {rule: {"enabled": True} for rule in more}
    options = {"runOnly": RULES, "rules": rules, "resultTypes": ["violations"], "preload": False}
    found = page.evaluate(RUN, options)
    return [f"{item['id']}: {[node['html'][:140] for node in item['nodes'][:3]]}" for item in found]
