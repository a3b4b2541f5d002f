"""The job of visits killed hard, two of them at once, and agreements resumed in the middle of it:
every visit once, none missing.
"""

from collections import Counter
from datetime import date, timedelta

import pytest
from races import finish, kill_when, lanes, leave, let_go, prepare, run, waiting

from environment import sql

DATABASE = "cs_race_visits"
AGREEMENTS, WEEKLY_EVERY, DAYS_AHEAD = 80, 5, 90
OF_STATE = "SELECT count(*) FROM convenience_request WHERE state = '{}'"
MOVES = "SELECT count(*) FROM convenience_move_log WHERE state_from = '{}' AND state_to = '{}'"
WENT, CAME_BACK = MOVES.format("new", "cancelled"), MOVES.format("cancelled", "new")


@pytest.fixture(scope="module")
def services():
    """Active agreements without a visit: {id of the service: days it has to be visited on}."""
    printed = prepare("agreements", DATABASE, AGREEMENTS, WEEKLY_EVERY, DAYS_AHEAD)
    rows = [line.split()[1:] for line in printed if line.startswith("service")]
    yield {line_id: set(expected_days(*rule)) for line_id, *rule in rows}
    leave(DATABASE)


def expected_days(rule, first, last):
    """The days by the calendar alone: every Monday, or a day of each month that has it."""
    day, last = date.fromisoformat(first), date.fromisoformat(last)
    while day <= last:
        if day.weekday() == 0 if rule == "monday" else day.day == int(rule):
            yield day.isoformat()
        day += timedelta(days=1)


def made():
    """[(service, planned day)] of every visit that is there."""
    rows = sql("SELECT agreement_line_id, planned_date FROM convenience_request", DATABASE)
    return [tuple(row.split("|")) for row in rows]


def test_killed_started_again_and_two_at_once(services):
    wanted = {(line_id, day) for line_id, days in services.items() for day in days}
    assert len(services) == AGREEMENTS and len(wanted) > 4 * AGREEMENTS // 2

    (first,) = lanes(1, DATABASE, "visits")
    kill_when(first, "SELECT count(*) FROM convenience_request")
    before = made()
    assert 0 < len(before) < len(wanted), "killed in the middle"
    by_service = Counter(line_id for line_id, _day in before)
    assert all(by_service[line_id] == len(services[line_id]) for line_id in by_service)

    finish(lanes(2, DATABASE, "visits"))

    after = made()
    assert len(after) == len(set(after)), "each visit once"
    assert set(after) == wanted


def test_run_again_nothing_is_added(services):
    before = sorted(made())
    finish(lanes(1, DATABASE, "visits"))
    # as if nobody remembered how far they were made
    sql("UPDATE convenience_agreement_line SET visits_until = NULL", DATABASE)
    finish(lanes(2, DATABASE, "visits"))
    assert sorted(made()) == before


def test_resumed_while_two_lanes_bring_visits_back(services):
    """All are suspended after their visits were made, and go on, some while the job is at it."""
    before = sorted(made())
    login, *decisions = run("pausing", DATABASE, DAYS_AHEAD, 4)[-1].split()
    assert int(sql(OF_STATE.format("cancelled"), DATABASE)[0]) > len(before) // 2
    resume = (login, "convenience.agreement.decision", "action_apply")
    calls = waiting(DATABASE, *((*resume, decision) for decision in decisions))
    at_work = lanes(2, DATABASE, "visits")
    while int(sql(OF_STATE.format("new"), DATABASE)[0]) < len(before) // 3:
        assert any(worker.is_at_work() for worker in at_work), "the job is at it still"
    assert let_go(calls) == ["done"] * len(decisions)
    finish(at_work)
    finish(lanes(1, DATABASE, "visits"))
    assert sql(OF_STATE.format("cancelled"), DATABASE) == ["0"]
    assert sorted(made()) == before
    assert int(sql(CAME_BACK, DATABASE)[0]) == int(sql(WENT, DATABASE)[0])


def test_every_visit_is_whole(services):
    """No visit without its service, and no number twice."""
    (row,) = sql(
        "SELECT count(DISTINCT line.request_id) = count(*),"
        " count(DISTINCT request.name) = count(*),"
        " count(line.id) = count(*), bool_and(request.finish_by > request.wanted_on) IS NOT FALSE"
        " FROM convenience_request request"
        " LEFT JOIN convenience_request_line line ON line.request_id = request.id",
        DATABASE,
    )
    assert row == "t|t|t|t"
