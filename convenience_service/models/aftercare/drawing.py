"""Whom to ask: a draw that anybody can repeat, from the seed that is kept with it."""

import hashlib
import math


def lot(seed, key):
    """Return the lot of a key: a number that follows from seed and key alone.

    >>> lot(7, "BM1") == lot(7, "BM1"), lot(7, "BM1") == lot(8, "BM1")
    (True, False)
    """
    return int.from_bytes(hashlib.sha256(f"{seed}:{key}".encode()).digest()[:8])


def draw_share(keys, share, seed, carried=0.0):
    """Return (keys drawn, what is carried on): a share of the keys, in the order of their lots.

    What a draw leaves below one whole is carried to the next, so that over many draws no more than
    one is missing or too many.

    >>> drawn, carried = draw_share(["a", "b", "c"], 0.3, 7)
    >>> len(drawn), round(carried, 6)
    (0, 0.9)
    >>> drawn, carried = draw_share(["d", "e"], 0.3, 7, carried)
    >>> len(drawn), round(carried, 6)
    (1, 0.5)
    """
    wanted = len(keys) * share + carried
    count = min(len(keys), math.floor(wanted + 1e-9))
    drawn = sorted(keys, key=lambda key: (lot(seed, key), key))[:count]
    return drawn, wanted - count


def deal(keys, seed, callers_of, load, most):
    """Return {key: caller, or None}: each call to whoever may make it and has fewest so far.

    :param callers_of: function of a key: who may call there
    :param load: {caller: calls already dealt on that day}, counted on
    :param most: calls a caller and day; None is said for a key that nobody has room for
    """
    dealt = {}
    for key in keys:
        free = [caller for caller in callers_of(key) if load.get(caller, 0) < most]
        caller = min(free, key=lambda one: (load.get(one, 0), lot(seed, one)), default=None)
        dealt[key] = caller
        if caller is not None:
            load[caller] = load.get(caller, 0) + 1
    return dealt
