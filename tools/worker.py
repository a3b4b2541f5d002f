"""Do what standard input says, a line each: what a process that nursery.py forked is there for.

A line is JSON: the database, the same in all lines, and one task. `{"database": name, "job": [name,
argument, …]}` runs a job to its end; `"call": [login, model, method, id, …]` makes a call as a
user, the way the server makes it, once an empty line follows; `"calls": [call, …]` makes several,
one after the other, each in its own transaction; `"press": [login, model, method, id, sessions]`
makes one in so many sessions of the database at once; `"tool": [name, word, …]` does what `name.py
DATABASE word …` does. The answer is a line each.
"""

import contextlib
import importlib
import io
import json
import sys
import threading

from copies import take_registry
from environment import odoo_env

JOBS = {
    "invoices": ("convenience.statement", "_cron_invoice_statements"),
    "visits": ("convenience.agreement.line", "_cron_make_visits"),
    "reminders": ("convenience.statement", "_cron_remind"),
    "reminder_mails": ("convenience.reminder", "_cron_send"),
    "letters": ("convenience.notice.letters", "_cron_print_letters"),
    "survey_invitations": ("convenience.survey.invitation", "_cron_send"),
    "providers": ("convenience.provider.bill", "_cron_draft_closed_months"),
}


def work():
    for line in sys.stdin:
        task = json.loads(line)
        database = task.pop("database")
        take_registry(database)
        for kind, words in task.items():
            say(TASKS[kind](database, words))


def say(answer):
    print(json.dumps(answer), flush=True)


def use_tool(database, words):
    """Run a tool as if its name had been typed; answers the lines it printed."""
    name, *words = words
    sys.argv = [name, database, *words]
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        getattr(importlib.import_module(name), name)()
    return printed.getvalue().splitlines()


def in_database(task):
    """The task in a transaction of its own, which sees what other processes changed since."""

    def do(database, words):
        with odoo_env(database, log_level="error") as env:
            registry = env.registry.check_signaling()
        with registry.cursor() as cr:
            return task(env(cr=cr), words)

    return do


@in_database
def run_job(env, words):
    name, *arguments = words
    model, method = JOBS[name]
    getattr(env[model], method)(*arguments)
    return "done"


@in_database
def make_call(env, words):
    records = called(env, words)
    say("ready")
    sys.stdin.readline()
    return answer_of(records, words[2])


@in_database
def make_calls(env, calls):
    say("ready")
    sys.stdin.readline()
    answers = []
    for words in calls:
        with env.registry.cursor() as cr:
            answers.append(answer_of(called(env(cr=cr), words), words[2]))
    return answers


@in_database
def press(env, words):
    *call, sessions = words
    together, answers = threading.Barrier(sessions + 1), []

    def session():
        with env.registry.cursor() as cr:
            records = called(env(cr=cr), call)
            together.wait()  # all have looked
            together.wait()  # all are let go
            answers.append(answer_of(records, call[2]))

    threads = [threading.Thread(target=session) for _session in range(sessions)]
    for thread in threads:
        thread.start()
    together.wait()
    say("ready")
    sys.stdin.readline()
    together.wait()
    for thread in threads:
        thread.join()
    return answers


def called(env, words):
    """Return the records of a call, after the first look of its session, from which all start."""
    login, model, _method, *ids = words
    user = env["res.users"].search([("login", "=", login)]) or env.user
    env.cr.execute("SELECT count(*) FROM convenience_request")
    return env[model].with_user(user).browse(map(int, ids))


def answer_of(records, method):
    """Call as the server does; return "done" or why not."""
    from odoo.exceptions import UserError
    from odoo.service.model import retrying

    env = records.env
    try:
        retrying(lambda: getattr(records, method)(), env)
        env.cr.commit()
    except UserError as refusal:
        env.cr.rollback()
        return f"refused: {refusal}"
    return "done"


TASKS = {
    "job": run_job,
    "call": make_call,
    "calls": make_calls,
    "press": press,
    "tool": use_tool,
}
