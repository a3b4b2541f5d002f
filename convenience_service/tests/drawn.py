"""How many cases the drawn tests draw: a few dozen with the suite, all of them with SOAK set."""

import os

from hypothesis import HealthCheck, settings

SOAK = bool(os.environ.get("SOAK"))
FEW = 36


def drawn(cases=100):
    """Settings of a test that draws its cases; `cases` is how many it draws in a soak."""
    return settings(
        max_examples=cases if SOAK else min(cases, FEW),
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
