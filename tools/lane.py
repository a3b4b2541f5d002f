"""Run one lane of a job on a database, in a process of its own: `lane.py DATABASE [JOB]`."""

import sys

from environment import main, odoo_env

JOBS = {
    "invoices": ("convenience.statement", "_cron_invoice_statements"),
    "visits": ("convenience.agreement.line", "_cron_make_visits"),
    "reminders": ("convenience.statement", "_cron_remind"),
    "reminder_mails": ("convenience.reminder", "_cron_send"),
    "providers": ("convenience.provider.bill", "_cron_draft_closed_months"),
}


def lane():
    database, job = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "invoices"
    model, method = JOBS[job]
    with odoo_env(database, log_level="error") as env:
        getattr(env[model], method)()


if __name__ == "__main__":
    main(lane)
