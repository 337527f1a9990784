"""The connection that a thread keeps between its requests: on SQLite, where a worker needs no more than one.

Taking one from the pool and giving it back cost as much as ten statements of an act. A connection rests only as the
next request must find it: no transaction, no options, and still the file and the pool it came from.
"""

import os
from threading import local

from sqlalchemy import Connection, Engine

IS_CURRENT = "is_current"  # in the info of a connection that may rest: is it still of the engine's file and pool?


class _Thread(local):
    link: Connection | None = None


_thread = _Thread()
_of_the_parent: list[Connection | None] = []  # of a process that was forked: never used and never closed here


def take(engine: Engine) -> Connection:
    """The connection that rests with this thread if it is still good for this engine, else one of the pool's."""
    link = _thread.link
    if link is not None:
        if link.engine is engine and link.info[IS_CURRENT]():
            _thread.link = None
            return link
        forget()
    return engine.connect()


def give_back(link: Connection) -> None:
    """Let it rest, or give it back to the pool."""
    if _thread.link is None and _may_rest(link):
        _thread.link = link
    else:
        link.close()


def forget() -> None:
    """Close what rests with this thread; nothing else of it is known to the pool that was emptied."""
    link, _thread.link = _thread.link, None
    if link is not None:
        link.invalidate()
        link.close()


def _may_rest(link: Connection) -> bool:
    has_transaction = link.get_transaction() is not None  # also one whose commit failed, which is no longer active
    if link.closed or link.invalidated or has_transaction or link.get_execution_options():
        return False
    return IS_CURRENT in link.info and not getattr(link.connection.driver_connection, "in_transaction", True)


def _leave_to_the_parent() -> None:
    _of_the_parent.append(_thread.link)
    _thread.link = None


os.register_at_fork(after_in_child=_leave_to_the_parent)
