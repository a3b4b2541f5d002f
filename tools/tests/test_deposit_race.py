"""One deposit given back by two real processes at once: it is paid out once."""

import subprocess

import pytest

from environment import PYTHON, ROOT, drop_database, sql

TOOLS = ROOT / "tools"
DATABASE = "cs_race_deposit"


@pytest.fixture
def cashier_and_wizards():
    drop_database(DATABASE)
    made = subprocess.run(
        [PYTHON, TOOLS / "held_deposit.py", DATABASE],
        check=True,
        capture_output=True,
        text=True,
    )
    yield made.stdout.splitlines()[-1].split()
    drop_database(DATABASE)


def waiting(*words):
    """A process that is about to make a call and waits for its line."""
    process = subprocess.Popen(
        [PYTHON, TOOLS / "call.py", DATABASE, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "ready\n"
    return process


def test_two_refund_one_deposit(cashier_and_wizards):
    login, *wizards = cashier_and_wizards
    processes = [
        waiting(login, "convenience.deposit.wizard", "action_apply", wizard) for wizard in wizards
    ]
    for process in processes:
        process.stdin.write("\n")
        process.stdin.flush()
    answers = [process.communicate(timeout=120)[0].strip() for process in processes]
    assert sorted(answer.split(":")[0] for answer in answers) == ["done", "refused"]
    assert sql("SELECT state, amount_refunded, amount_held FROM convenience_deposit", DATABASE) == [
        "settled|300.00|0.00"
    ]
    assert sql(
        "SELECT count(*) FROM account_payment WHERE payment_type = 'outbound'", DATABASE
    ) == ["1"]
