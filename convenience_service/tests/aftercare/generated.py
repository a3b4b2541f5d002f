"""Thousands of requests as rows of the database, and what they come to, counted apart.

The product counts with SQL over its views; here plain Python goes through the facts one by one.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from psycopg2.extras import execute_values

UTC = ZoneInfo("UTC")
FINISHED = ("done", "signed", "reviewed")
FIRST = datetime(2026, 8, 25)
DAYS = 75
ANSWERS = ("very", "satisfied", "basic", "unsatisfied")


@dataclass
class Line:
    item: int
    quantity: float
    amount: float
    expected: float
    labour: float
    material: float
    provider: float

    @property
    def cost(self):
        recorded = round(self.labour + self.material + self.provider, 2)
        if not (self.labour or self.provider) and self.expected:
            return round(self.expected * self.quantity, 2)
        return recorded

    @property
    def is_recorded(self):
        return bool(self.labour or self.provider or self.expected)


@dataclass
class Fact:
    """A request: moments in UTC, the number of the office, of its department and worker."""

    office: int
    department: int
    worker: int
    registered: datetime
    respond_by: datetime
    finish_by: datetime
    started: datetime = None
    done: datetime = None
    state: str = "new"
    rework_count: int = 0
    rework_of: int = None
    waived: bool = False
    lines: list = field(default_factory=list)
    answer: str = None


def draw(random, count, items, offices=2, departments=3, workers=4):
    """Return facts of some ten weeks: late ones, reworked ones, cancelled ones, at any hour."""
    facts = []
    for number in range(count):
        registered = FIRST + timedelta(minutes=random.randrange(DAYS * 24 * 60))
        respond = registered + timedelta(hours=random.choice((1, 2, 4)))
        finish = registered + timedelta(hours=random.choice((4, 8, 24, 48)))
        fact = Fact(
            office=random.randrange(offices),
            department=random.randrange(departments),
            worker=random.randrange(workers),
            registered=registered,
            respond_by=respond,
            finish_by=finish,
            state=random.choice(("new", "cancelled", *FINISHED, *FINISHED, *FINISHED)),
            lines=[
                draw_line(random, item) for item in random.sample(items, random.choice((1, 1, 2)))
            ],
        )
        if fact.state in FINISHED:
            fact.started = registered + timedelta(minutes=random.randrange(6 * 60))
            # a quarter exactly on the deadline or a second after it
            edge = [finish, finish + timedelta(seconds=1)]
            usual = fact.started + timedelta(minutes=random.randrange(40 * 60))
            fact.done = max(random.choice([usual] * 6 + edge), fact.started)
            fact.rework_count = random.choice((0,) * 9 + (1,))
            fact.waived = random.random() < 0.05
            fact.answer = random.choice((None, None, *ANSWERS))
        if number and random.random() < 0.03:
            fact.rework_of = random.randrange(number)
        facts.append(fact)
    return facts


def draw_line(random, item):
    quantity = random.choice((1, 1, 1, 2, 3))
    return Line(
        item=item,
        quantity=quantity,
        amount=round(quantity * random.choice((0, 10, 35.5, 80)), 2),
        expected=random.choice((0, 0, 6, 66)),
        labour=random.choice((0, 0, 0, 12.34, 40)),
        material=random.choice((0, 0, 3.21)),
        provider=random.choice((0,) * 9 + (55,)),
    )


def insert(cr, template, facts, ids):
    """Write the facts, as copies of one request with one line; return the ids of the requests.

    :param ids: {"office": [...], "department": [...]}, by the numbers in the facts
    """
    line = template.line_ids[:1]
    columns = _columns(cr, "convenience_request", template.id)
    line_columns = _columns(cr, "convenience_request_line", line.id)
    requests = [
        {
            **columns,
            "name": f"G{number:06d}",
            "office_id": ids["office"][fact.office],
            "department_id": ids["department"][fact.department],
            "registered_at": fact.registered,
            "date_registered": local_day(ids["zone"][fact.office], fact.registered),
            "respond_by": fact.respond_by,
            "finish_by": fact.finish_by,
            "started_on": fact.started,
            "done_at": fact.done,
            "date_done": fact.done and local_day(ids["zone"][fact.office], fact.done),
            "state": fact.state,
            "rework_count": fact.rework_count,
            "billing_waived": fact.waived,
        }
        for number, fact in enumerate(facts)
    ]
    made = _insert(cr, "convenience_request", requests)
    again = [
        (one, made[fact.rework_of])
        for one, fact in zip(made, facts, strict=True)
        if fact.rework_of is not None
    ]
    cr.execute_values(
        "UPDATE convenience_request AS request SET rework_of_id = pair.of"
        " FROM (VALUES %s) AS pair (id, of) WHERE request.id = pair.id",
        again,
    ) if again else None
    lines = [
        {
            **line_columns,
            "request_id": one,
            "office_id": ids["office"][fact.office],
            "department_id": ids["department"][fact.department],
            "date_registered": row["date_registered"],
            "date_done": row["date_done"],
            "product_id": own.item,
            "quantity": own.quantity,
            "amount": own.amount,
            "expected_cost": own.expected,
            "labour_cost": own.labour,
            "material_cost": own.material,
            "provider_cost": own.provider,
            "cost": own.cost,
        }
        for one, fact, row in zip(made, facts, requests, strict=True)
        for own in fact.lines
    ]
    _insert(cr, "convenience_request_line", lines)
    _insert(
        cr,
        "convenience_request_worker_rel",
        [
            {
                "convenience_request_id": one,
                "hr_employee_id": ids["worker"][fact.worker],
            }
            for one, fact in zip(made, facts, strict=True)
        ],
        returning=False,
    )
    # what a running database learns by itself
    cr.execute("ANALYZE convenience_request, convenience_request_line")
    return made


def _columns(cr, table, record_id):
    cr.execute(f"SELECT * FROM {table} WHERE id = %s", [record_id])  # noqa: S608
    row = cr.dictfetchone()
    return {name: value for name, value in row.items() if name != "id"}


def _insert(cr, table, rows, returning=True):
    names = list(rows[0])
    query = f"INSERT INTO {table} ({', '.join(names)}) VALUES %s"  # noqa: S608
    query += " RETURNING id" if returning else ""
    values = [[row[name] for name in names] for row in rows]
    found = execute_values(cr._obj, query, values, page_size=1000, fetch=returning)
    return [one for (one,) in found] if returning else []


def local_day(zone, moment):
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()


class Oracle:
    """What facts come to, counted one by one.

    :param chosen: function of a fact and its line: whether that is asked about
    """

    def __init__(self, facts, zones, date_from, date_to, chosen=lambda fact, line: True):
        self.facts, self.zones = facts, zones
        self.date_from, self.date_to = date_from, date_to
        self.chosen = chosen

    def _within(self, fact, moment):
        if moment is None:
            return False
        return self.date_from <= local_day(self.zones[fact.office], moment) <= self.date_to

    def _reworked(self, number, fact):
        if fact.rework_count:
            return True
        done = local_day(self.zones[fact.office], fact.done)
        return any(
            other.rework_of == number
            and other.state != "cancelled"
            and (local_day(self.zones[other.office], other.registered) - done).days <= 30
            for other in self.reworks.get(number, ())
        )

    def counts(self):
        found = Counter()
        self.reworks = {}
        for fact in self.facts:
            if fact.rework_of is not None:
                self.reworks.setdefault(fact.rework_of, []).append(fact)
        for number, fact in enumerate(self.facts):
            lines = [line for line in fact.lines if self.chosen(fact, line)]
            if lines and fact.state != "cancelled":
                self._count_request(found, number, fact)
            if fact.state in FINISHED and self._within(fact, fact.done):
                self._add_money(found, fact, lines)
        return found

    def _count_request(self, found, number, fact):
        if self._within(fact, fact.finish_by):
            found["due"] += 1
            found["in_time"] += bool(fact.done and fact.done <= fact.finish_by)
            finished = fact.done and local_day(self.zones[fact.office], fact.done) <= self.date_to
            found["due_finished"] += bool(finished)
        if self._within(fact, fact.respond_by):
            found["arrival_due"] += 1
            found["arrived_in_time"] += bool(fact.started and fact.started <= fact.respond_by)
        if self._within(fact, fact.done):
            found["finished"] += 1
            found["reworked"] += self._reworked(number, fact)

    def _add_money(self, found, fact, lines):
        for line in lines:
            revenue = 0 if fact.waived else line.amount
            found["times"] += 1
            found["revenue"] += revenue
            found["cost"] += line.cost
            found["margin"] += revenue - line.cost
            found["unrecorded"] += not line.is_recorded
