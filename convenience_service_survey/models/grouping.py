"""Whose answers are told apart: no group so small that one could guess at a household."""

from statistics import quantiles

FEWEST = 5


def told_apart(counts, fewest=FEWEST):
    """Return the groups that may stand apart, of {group: number of sheets}.

    What is left over must be as many as well, or it would come out by taking the others off the
    total: then the smallest of the others joins it.

    >>> sorted(told_apart({"home": 40, "shop": 6, "office": 5}))
    ['home', 'office', 'shop']
    >>> sorted(told_apart({"home": 40, "shop": 6, "office": 4}))
    ['home']
    >>> told_apart({"home": 40, "office": 4}), told_apart({"home": 30})
    (set(), set())
    """
    if len(counts) < 2:
        return set()  # it is the whole
    apart = {group for group, count in counts.items() if count >= fewest}
    rest = sum(count for group, count in counts.items() if group not in apart)
    for group in sorted(apart, key=lambda one: counts[one]):
        if not rest or rest >= fewest:
            break
        apart.discard(group)
        rest += counts[group]
    return apart


def quartiles(values):
    """Return lower quartile, median and upper quartile; zeros where nothing was said.

    >>> quartiles([60, 72, 80, 88, 100])
    (72.0, 80.0, 88.0)
    >>> quartiles([80]), quartiles([])
    ((80.0, 80.0, 80.0), (0.0, 0.0, 0.0))
    """
    if len(values) < 2:
        return (float(values[0]),) * 3 if values else (0.0, 0.0, 0.0)
    return tuple(map(float, quantiles(values, n=4, method="inclusive")))
