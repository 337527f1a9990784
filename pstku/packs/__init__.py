"""Content packs: folders of Markdown, YAML and CSV that carry content from office to office."""
