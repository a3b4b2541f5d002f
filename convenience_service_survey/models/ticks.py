"""What is ticked on a sheet: by its code, the same on paper, online, typed in and counted."""

from typing import NamedTuple

MOST_ITEMS = 15
# How often one would use an item; the last says never.
USE_OPTIONS = 4
# From very satisfied to dissatisfied.
GRADE_OPTIONS = 4
ASPECTS = ("attitude", "time", "price", "overall")
OVERALL = "grade:overall"
# What a fair price may be, as parts of the one that the sheet names.
PRICE_STEPS = (0.75, 0.9, 1.0, 1.1, 1.25)
MOST_TIMES_PRICE = 10
MOST_WORDS = 500
# What the box or a talk brings may be longer than what fits a sheet.
MOST_LETTERS = 2000


class Tick(NamedTuple):
    """One line of ticks: what is asked, what may be ticked, and what each tick stands for.

    `needed`: whether a sheet that has too few of these is half-filled. A price is never needed.
    """

    code: str
    label: str
    options: tuple
    values: tuple
    needed: bool = True

    @property
    def part(self):
        return self.code.partition(":")[0]

    @property
    def about(self):
        """The id of the item as text, or the aspect."""
        return self.code.partition(":")[2]


def price_steps(price):
    """Return round amounts around a price, rising; none where there is no price.

    >>> price_steps(80.0)
    (60.0, 72.0, 80.0, 88.0, 100.0)
    >>> price_steps(0.5), price_steps(300.0)
    ((0.38, 0.45, 0.5, 0.55, 0.62), (225.0, 270.0, 300.0, 330.0, 375.0))
    >>> price_steps(0.0)
    ()
    """
    if not price:
        return ()
    digits = 0 if price >= 20 else 1 if price >= 2 else 2
    steps = {round(price * step, digits) for step in PRICE_STEPS} | {price}
    return tuple(sorted(step for step in steps if step > 0))


def is_half_filled(ticks, answers):
    """Whether too little is ticked for a sheet to count: less than half, or no overall grade.

    >>> use = [Tick(f"use:{number}", "", (), ()) for number in range(4)]
    >>> is_half_filled(use, {"use:0": 1}), is_half_filled(use, {"use:0": 1, "use:3": 4})
    (True, False)
    >>> is_half_filled([Tick(OVERALL, "", (), ()), *use[:1]], {"use:0": 1})
    True
    """
    needed = [tick.code for tick in ticks if tick.needed]
    ticked = [code for code in needed if code in answers]
    return len(ticked) * 2 < len(needed) or (OVERALL in needed and OVERALL not in answers)


def read_keys(ticks, keys):
    """Return the answers that keys stand for, one key a line of ticks; any other is no answer.

    >>> lines = [Tick("use:1", "", ("a", "b"), (1, 2)), Tick("price:1", "", ("9", "10"), (9., 10.))]
    >>> read_keys(lines, "21"), read_keys(lines, "-2"), read_keys(lines, "3")
    ({'use:1': 2, 'price:1': 9.0}, {'price:1': 10.0}, {})
    """
    answers = {}
    for tick, key in zip(ticks, keys or "", strict=False):
        if key in "123456789" and int(key) <= len(tick.values):
            answers[tick.code] = tick.values[int(key) - 1]
    return answers
