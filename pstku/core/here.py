"""This request, this application, and what is kept while it runs. Flask's `request`, `current_app` and `g` stand for them
and look them up anew at each use, which the checks before a guest's entry did forty times.
"""

from flask import Flask, Request
from flask.ctx import _AppCtxGlobals
from flask.globals import _cv_app, _cv_request


def this_request() -> Request:
    """What `request` stands for."""
    return _cv_request.get().request


def this_app() -> Flask:
    """What `current_app` stands for."""
    return _cv_app.get().app


def kept() -> _AppCtxGlobals:
    """What `g` stands for: it is kept until the request has ended."""
    return _cv_app.get().g
