"""The button of a dialog pressed twenty times at the same moment, in real sessions of the database:
it acts once, and everybody else is shown what came of it or told why not.

What once means is seen at a dialog just like it, which one person presses once.
"""

import os
from collections import Counter

import races

from dialogs import MONEY, STATES
from environment import sql

DATABASE = "cs_race_once"
# with SOAK set all of them; otherwise one that moves money and one that decides
CASES = (*MONEY, *STATES) if os.environ.get("SOAK") else ("prepaying", "adding")
PROCESSES, SESSIONS = 2, 10  # two processes are what two cores run; each has ten sessions
ROWS = (
    "SELECT table_name, (xpath('/row/rows/text()', query_to_xml("
    "format('SELECT count(*) AS rows FROM %I', table_name), false, true, '')))[1]"
    " FROM information_schema.tables WHERE table_schema = 'public'"
    " AND table_type = 'BASE TABLE' AND table_name ~ '^(convenience|account|mail_message)'"
)


def rows():
    """Return how many rows each table has."""
    return Counter({name: int(count) for name, count in map(split, sql(ROWS, DATABASE))})


def split(row):
    return row.split("|")


def pressed(dialog, sessions):
    """Press so often at once; returns what was answered, and how many rows came and went."""
    before = rows()
    workers = [
        races.free(DATABASE).ask(press=[*dialog, sessions // count])
        for count in [min(sessions, PROCESSES)]
        for _process in range(count)
    ]
    assert [worker.hear() for worker in workers] == ["ready"] * len(workers)
    for worker in workers:
        worker.say()
    answers = [answer for worker in workers for answer in worker.answer()]
    after = rows()
    return answers, {
        name: after[name] - before[name] for name in after if after[name] != before[name]
    }


def test_pressed_by_twenty_at_once():
    try:
        words = races.prepare("dialogs", DATABASE, *CASES)[-1].split()
        wrong = {case: said for case, said in map(pressed_at_once, words) if said}
        assert not wrong, wrong
    finally:
        races.leave(DATABASE)


def pressed_at_once(word):
    """Return the case and what went wrong, if anything."""
    case, _equals, dialog = word.partition("=")
    *button, one, other = dialog.split(",")
    (answer,), once = pressed([*button, one], 1)
    assert answer == "done", (case, answer)
    assert once, case
    answers, at_once = pressed([*button, other], PROCESSES * SESSIONS)
    kinds = Counter(answer.split(":")[0] for answer in answers)
    print(case, dict(kinds), once)
    if sum(kinds.values()) < PROCESSES * SESSIONS or kinds.keys() - {"done", "refused"}:
        return case, sorted(set(answers))
    return case, "" if at_once == once else {"once": once, "at once": at_once}
