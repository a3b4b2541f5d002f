"""Dispatch in two real processes at once: claimed by one, in turn once each."""

from collections import Counter

import pytest
from races import leave, prepare, race

from environment import sql

DATABASE = "cs_race_dispatch_{}"


@pytest.fixture
def crew():
    """Make an office with three workers and waiting requests; returns the name of its database and
    the requests' ids.
    """
    made = []

    def make(mode, count):
        made.append(DATABASE.format(mode))
        return made[-1], prepare("crew", made[-1], mode, count)[-1].split()

    yield make
    for database in made:
        leave(database)


def assigned(database):
    """(request id, worker's name) of what is assigned, as often as each was."""
    rows = sql(
        "SELECT request.id, employee.name FROM convenience_request request"
        " JOIN convenience_request_worker_rel rel ON rel.convenience_request_id = request.id"
        " JOIN hr_employee employee ON employee.id = rel.hr_employee_id"
        " WHERE request.state = 'assigned'",
        database,
    )
    return [row.split("|") for row in rows]


def test_two_claim_one_job(crew):
    database, (job,) = crew("claim", 1)
    claim = ("convenience.job.offer", "action_claim", job)
    answers = race(database, ("crew0", *claim), ("crew1", *claim))
    assert sorted(answer.split(":")[0] for answer in answers) == ["done", "refused"]
    ((_job, holder),) = assigned(database)
    assert f"is taken already, by {holder}" in next(a for a in answers if a != "done")
    assert holder == f"Crew {answers.index('done')}"


def test_two_jobs_share_out_each_request_once(crew):
    database, jobs = crew("turn", 45)
    dispatch = ("", "convenience.request", "_cron_dispatch")
    answers = race(database, dispatch, dispatch)
    assert answers == ["done", "done"]
    rows = assigned(database)
    assert sorted(job for job, _worker in rows) == sorted(jobs)
    assert set(Counter(worker for _job, worker in rows).values()) == {15}
    moves = sql(
        "SELECT count(*) FROM convenience_move_log"
        " WHERE res_model = 'convenience.request' AND state_to = 'assigned'",
        database,
    )
    assert moves == ["45"]
