"""Reads the whole program once, for the master of a server to do before it forks (docs/decisions/0022)."""

import gc

from sqlalchemy.orm import configure_mappers


def read_program() -> None:
    """Import everything a worker needs and resolve the tables' relations; no application, no connection.

    The collector stands still meanwhile, or it would walk through a growing program a dozen times to find little. What
    was read is frozen: looking at it would copy what workers share.
    """
    gc.disable()
    try:
        from pstku import app as _app  # noqa: F401

        configure_mappers()
        gc.freeze()
    finally:
        gc.enable()


read_program()
