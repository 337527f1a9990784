"""What the counts of a tablet tell: how many came to each step, where they gave up, how long it took."""

from pstku.devices.journeys import bound_of, funnel


def test_whoever_came_further_came_to_the_steps_before_too():
    told = funnel([("done", 45, 6), ("contact", 30, 3), ("name", 15, 1)])
    assert told.reached == {"service": 10, "name": 10, "about": 9, "contact": 9, "check": 6, "done": 6}
    assert told.left == {"service": 0, "name": 1, "about": 0, "contact": 3, "check": 0}
    assert told.abandoned_at == "contact"


def test_half_of_the_finished_ones_were_done_within_the_median():
    assert funnel([("done", 30, 2), ("done", 45, 1), ("done", 600, 1)]).half_within == (15, 30)
    assert funnel([("done", 30, 1), ("done", 45, 2), ("name", 600, 9)]).half_within == (30, 45)
    assert funnel([("done", 15, 2), ("done", 30, 1)]).half_within == (0, 15)
    assert funnel([("done", 600, 2), ("done", 30, 1)]).half_within == (300, None)  # nobody knows how long those took


def test_without_guests_nothing_is_said():
    told = funnel([])
    assert (told.half_within, told.abandoned_at, told.reached["service"]) == (None, None, 0)


def test_times_are_rough():
    assert [bound_of(seconds) for seconds in (0, 15, 16, 601, 90000)] == [15, 15, 30, 600, 600]
