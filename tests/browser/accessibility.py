"""axe-core (MPL 2.0, tests only) on a page of the running application."""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parent / "vendor" / "axe-core-4.14.1" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@cache
def _source() -> str:
    return AXE.read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """Every violation of WCAG 2.2 A and AA on what is shown now: rule and the first elements."""
    page.evaluate(_source())
    found = page.evaluate("(tags) => axe.run(document, { runOnly: tags }).then((result) => result.violations)", RULES)
    return [f"{item['id']}: {[node['html'][:140] for node in item['nodes'][:3]]}" for item in found]
