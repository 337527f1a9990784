"""What `make bench ONLY=guest,vote` measures: works by their names, or groups of them."""

from tests.bench.bars import PAGES, POLLS, POSTS

WORKS = POSTS | PAGES | POLLS
GROUPS = {"posts": POSTS, "pages": PAGES, "polls": POLLS}
OTHERS = ("library", "served", "open loop", "tablet", "postgresql", "product", "drain")  # each measured as a whole


class Choice:
    """What somebody wants measured: everything, when they name nothing."""

    def __init__(self, only: str) -> None:
        """`only`: names with commas between them; SystemExit tells which there are when one is unknown."""
        named = {name.strip() for name in only.split(",") if name.strip()}
        if unknown := named - {*WORKS, *GROUPS, *OTHERS}:
            known = ", ".join([*GROUPS, *OTHERS, *WORKS])
            raise SystemExit(f"ONLY: no {', '.join(sorted(unknown))}. There are: {known}")
        wanted = named or {*GROUPS, *OTHERS}
        self.others = wanted.intersection(OTHERS)
        in_groups = {work for group in wanted.intersection(GROUPS) for work in GROUPS[group]}
        self.works = {work: calls for work, calls in WORKS.items() if work in wanted | in_groups}

    def __contains__(self, other: str) -> bool:
        return other in self.others

    @property
    def needs_sides(self) -> bool:
        """Is anything measured beside older checkouts and floors on SQLite?"""
        return bool(self.works) or not self.others.isdisjoint({"library", "served", "open loop", "tablet"})
