"""Do what standard input says, a line each, in a process of its own:
`worker.py DATABASE`.

A line is JSON: `{"job": name}` runs a job to its end; `{"call": [login, model, method, id, …]}`
makes a call as a user, the way the server makes it, once an empty line follows. The answer is a
line each.
"""

import json
import sys

from environment import main, odoo_env

JOBS = {
    "invoices": ("convenience.statement", "_cron_invoice_statements"),
    "visits": ("convenience.agreement.line", "_cron_make_visits"),
    "reminders": ("convenience.statement", "_cron_remind"),
    "reminder_mails": ("convenience.reminder", "_cron_send"),
    "providers": ("convenience.provider.bill", "_cron_draft_closed_months"),
}


def work():
    with odoo_env(sys.argv[1], log_level="error") as env:
        registry = env.registry
    for line in sys.stdin:
        from odoo import api

        # what other processes changed since
        registry = registry.check_signaling()
        with registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            for task, words in json.loads(line).items():
                say(TASKS[task](env, words))


def say(answer):
    print(json.dumps(answer), flush=True)


def run_job(env, name):
    model, method = JOBS[name]
    getattr(env[model], method)()
    return "done"


def make_call(env, words):
    from odoo.exceptions import UserError
    from odoo.service.model import retrying

    login, model, method, *ids = words
    user = env["res.users"].search([("login", "=", login)]) or env.user
    records = env[model].with_user(user).browse(map(int, ids))
    # the first look, from which all start
    env.cr.execute("SELECT count(*) FROM convenience_request")
    say("ready")
    sys.stdin.readline()
    try:
        retrying(lambda: getattr(records, method)(), records.env)
        env.cr.commit()
    except UserError as refusal:
        env.cr.rollback()
        return f"refused: {refusal}"
    return "done"


TASKS = {"job": run_job, "call": make_call}

if __name__ == "__main__":
    main(work)
