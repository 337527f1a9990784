CODE_LISTS: dict[str, list[tuple[str, str]]] = {}
