"""The monthly job of outside providers in two real processes at once: each job is paid once."""

import subprocess

import pytest
from races import TOOLS, prepare

from environment import PYTHON, drop_database, sql

DATABASE = "cs_race_providers"
PROVIDERS, JOBS = 24, 2


@pytest.fixture
def jobs():
    """How many reviewed jobs there are to pay for."""
    drop_database(DATABASE)
    (count,) = prepare("providers.py", DATABASE, str(PROVIDERS), str(JOBS))
    yield int(count)
    drop_database(DATABASE)


def two_lanes():
    lanes = [
        subprocess.Popen([PYTHON, TOOLS / "lane.py", DATABASE, "providers"]) for _lane in range(2)
    ]
    assert [process.wait(300) for process in lanes] == [0, 0]


def paid():
    """Vendor bills, providers billed, claims, request lines claimed, errors kept."""
    (row,) = sql(
        "SELECT (SELECT count(*) FROM account_move WHERE move_type = 'in_invoice'),"
        " count(DISTINCT bill.partner_id), count(claim.id), count(DISTINCT claim.request_line_id),"
        " count(bill.job_error)"
        " FROM convenience_provider_bill bill"
        " LEFT JOIN convenience_provider_claim claim ON claim.bill_id = bill.id",
        DATABASE,
    )
    return [int(value) for value in row.split("|")]


def test_two_at_once_and_again(jobs):
    assert jobs == PROVIDERS * JOBS
    for _time in range(2):
        two_lanes()
        assert paid() == [PROVIDERS, PROVIDERS, jobs, jobs, 0]
