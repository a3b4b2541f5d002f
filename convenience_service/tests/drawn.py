"""What only a soak does, with SOAK set: draw all cases, and repeat those that hardly differ."""

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


def in_soak(test):
    """A test that only a soak runs, since another one shows what it shows, with less."""
    return test if SOAK else None


def outside_soak_only(*kept):
    """A class whose inherited tests a soak runs whole, and the suite only as far as they are named.

    For cases that are repeated under another chart of accounts: what is named is what differs.
    """

    def narrow(cls):
        for name in () if SOAK else dir(cls):
            if name.startswith("test_") and callable(getattr(cls, name)) and name not in kept:
                setattr(cls, name, None)
        return cls

    return narrow
