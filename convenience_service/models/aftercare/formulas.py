"""The rates that property managers are judged by, each once, from counts."""

from typing import NamedTuple

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)


class Rate(NamedTuple):
    """A rate in per cent: which count is divided by which, and whether more of it is better."""

    name: str
    label: str
    above: str
    below: str
    more_is_better: bool = True
    help: str = ""


class Counts(NamedTuple):
    """What is counted of a span of days; a request once, however many items it has."""

    due: int = 0
    in_time: int = 0
    arrival_due: int = 0
    arrived_in_time: int = 0
    due_finished: int = 0
    finished: int = 0
    reworked: int = 0
    followed_up: int = 0
    drawn: int = 0
    reached: int = 0
    answers: int = 0
    satisfied: int = 0
    strictly_satisfied: int = 0
    complaints: int = 0
    complaints_due: int = 0
    complaints_closed: int = 0
    complaints_closed_in_time: int = 0
    valid_complaints: int = 0
    households: int = 0
    times: int = 0
    revenue: float = 0.0
    cost: float = 0.0
    margin: float = 0.0
    unrecorded: int = 0


RATES = (
    Rate(
        "arrival", _lt("Arrived in Time"), "arrived_in_time", "arrival_due",
        help=_lt("Requests at which somebody arrived in time ÷ requests that were due."),
    ),
    Rate(
        "finish", _lt("Finished in Time"), "in_time", "due",
        help=_lt("Requests finished in time ÷ requests that were due."),
    ),
    Rate(
        "completion", _lt("Completed"), "due_finished", "due",
        help=_lt("Requests finished by the end of the period ÷ requests due in it."),
    ),
    Rate(
        "rework", _lt("Reworked"), "reworked", "finished", more_is_better=False,
        help=_lt("Requests reworked ÷ requests finished; charged to the original, for 30 days."),
    ),
    Rate(
        "follow_up", _lt("Followed Up"), "followed_up", "finished",
        help=_lt("Requests followed up ÷ requests finished."),
    ),
    Rate(
        "follow_up_plan", _lt("Follow-Up Plan Kept"), "reached", "drawn",
        help=_lt("Customers reached ÷ follow-ups drawn."),
    ),
    Rate(
        "satisfaction", _lt("Satisfied Customers"), "satisfied", "answers",
        help=_lt("Very satisfied, satisfied and fairly satisfied ÷ valid answers."),
    ),
    Rate(
        "strict_satisfaction", _lt("Satisfied, Strictly"), "strictly_satisfied", "answers",
        help=_lt("Very satisfied and satisfied ÷ valid answers."),
    ),
    Rate(
        "complaints_handled", _lt("Complaints Handled"), "complaints_closed", "complaints_due",
        help=_lt("Complaints closed ÷ complaints due."),
    ),
    Rate(
        "complaints_in_time", _lt("Complaints Closed in Time"),
        "complaints_closed_in_time", "complaints_due",
        help=_lt("Complaints closed in time ÷ complaints due."),
    ),
    Rate(
        "valid_by_household", _lt("Valid Complaints by Household"),
        "valid_complaints", "households", more_is_better=False,
        help=_lt("Complaints found valid ÷ households."),
    ),
    Rate(
        "valid_by_job", _lt("Valid Complaints by Job"),
        "valid_complaints", "finished", more_is_better=False,
        help=_lt("Complaints found valid ÷ requests finished."),
    ),
    Rate("margin", _lt("Margin Rate"), "margin", "revenue", help=_lt("(Price − cost) ÷ price.")),
    Rate("markup", _lt("Markup"), "margin", "cost", help=_lt("(Price − cost) ÷ cost.")),
)  # fmt: skip
RATE_OF = {rate.name: rate for rate in RATES}


def in_words(env, term):
    """Return a term of this module, or of another that says it lazily, in the reader's language."""
    return term._translate(env.lang or "en_US")


def value_of(rate, counts):
    """Return a rate in per cent, not rounded; None where there is nothing to divide by.

    >>> counts = Counts(due=412, in_time=393, finished=412, reworked=6, valid_complaints=3)
    >>> round(value_of(RATE_OF["finish"], counts), 1)
    95.4
    >>> round(value_of(RATE_OF["rework"], counts), 1), value_of(RATE_OF["satisfaction"], counts)
    (1.5, None)
    """
    below = getattr(counts, rate.below)
    return 100 * getattr(counts, rate.above) / below if below else None


def on_target(rate, value, target):
    """Whether a value keeps to its target; None where either is not known."""
    if value is None or not target:
        return None
    return value >= target if rate.more_is_better else value <= target
