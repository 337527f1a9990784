"""How pages change: drafts, reviews, versions, readers' reports and the questions nobody could answer."""
