"""The work of editors: a draft, a second person's look, and only then the page changes. Nothing is lost."""

from pstku.editing.operations.drafts import discard, rebase, save_draft, start_draft, start_page, submit
from pstku.editing.operations.publishing import publish, restore, send_back, set_owner, take_from_pack

__all__ = [
    "discard", "publish", "rebase", "restore", "save_draft", "send_back", "set_owner", "start_draft", "start_page", "submit",
    "take_from_pack",
]  # fmt: skip
