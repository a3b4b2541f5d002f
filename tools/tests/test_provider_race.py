"""The monthly job of outside providers in two real processes at once: each job is paid once."""

import pytest
from races import finish, lanes, leave, prepare

from environment import sql

DATABASE = "cs_race_providers"
PROVIDERS, JOBS = 24, 2


@pytest.fixture
def jobs():
    """How many reviewed jobs there are to pay for."""
    (count,) = prepare("providers", DATABASE, PROVIDERS, JOBS)[-1].split()
    yield int(count)
    leave(DATABASE)


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
        finish(lanes(2, DATABASE, "providers"))
        assert paid() == [PROVIDERS, PROVIDERS, jobs, jobs, 0]
