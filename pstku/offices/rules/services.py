"""What follows from a service's standard."""

SELF_SERVICE_MINUTES = 5


def is_self_service(standard_minutes: int | None) -> bool:
    """Whoever comes for it is led to shelves or website within five minutes and left in peace: a short service is the rule.

    The library, printed and digital, in the services every office starts with.
    """
    return standard_minutes is not None and standard_minutes <= SELF_SERVICE_MINUTES
