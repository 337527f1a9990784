"""The room Laporan: what each figure means, and the papers that are handed in."""

from pstku.core.actor import Role

READERS = (Role.HEAD, Role.ADMIN, Role.DECIDER)

from pstku.intranet.reports import (  # noqa: E402  (views bind themselves to the blueprint)
    closing,  # noqa: F401
    columns,  # noqa: F401
    measures,  # noqa: F401
    monthly,  # noqa: F401
    needs,  # noqa: F401
    officers,  # noqa: F401
    register,  # noqa: F401
    respondents,  # noqa: F401
    review,  # noqa: F401
    unsur,  # noqa: F401
)
