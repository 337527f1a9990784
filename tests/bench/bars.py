"""What each work may cost: times the equal-work floor, times 14c5ec1 ("base"), or in its own unit ("")."""

from typing import Any

POST, VIEW, POLL = {"floor": 1.5, "base": 0.42}, {"base": 0.6}, {"base": 1 / 3}
BARS: dict[str, dict[str, float]] = {
    "guest": POST,
    "full guest": POST,
    "vote": {"floor": 1.5, "base": 0.5},
    "idle office, a second": POLL,
    "poll: board unchanged": {"base": 0.25},
    "/kiosk/": VIEW,
    "/jawab while typing": VIEW,
    "/belajar": VIEW,
    "/n/…": VIEW,
    "first question after a setting": {"base": 0.05},
    "first question after a page": {"base": 0.05},
    "answer": {"": 15},
    "four at once": {"base": 0.35},
    "open loop": {"": 50},
    "start to first answer": {"": 0.94},
    "start, CPU of all its processes": {"": 0.94},
    "worker": {"": 72},
}
# How often each is done in a round: enough for a few tenths of a second. An idle office is three minutes of one.
POSTS = {"guest": 60, "full guest": 60, "vote": 60}
PAGES = {"/kiosk/": 15, "/jawab while typing": 20, "/belajar": 15, "/n/…": 20}
POLLS = {
    "poll: tablet's clock": 60,
    "poll: invitation": 60,
    "poll: heartbeat": 60,
    "poll: ring": 60,
    "poll: board unchanged": 40,
    "idle office, a second": 180,
}
# At the glass: milliseconds or times 14c5ec1; kilobytes as they travel.
TABLET: dict[str, Any] = {
    "scripts before the first tap": 32,
    "first load": 60,
    "online": {"base": 1},
    "tap": {"": 100},
    "offline": {"": 150},
}
