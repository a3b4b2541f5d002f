from datetime import date, timedelta

from odoo.tests import freeze_time

DUE = date(2026, 10, 31)


class ReminderCommon:
    """Bills that are overdue, and the days on which the jobs of collection run."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.owner.write({"email": "owner@example.com", "lang": "en_US"})
        cls.office.message_reminder = True

    def _bill(self, **row):
        """Invoiced statements of October, due on its last day."""
        self._october(**row)
        statements = self._invoice(self._settlement()).statement_ids
        for statement in statements:
            statement.invoice_id.invoice_date_due = DUE
        return statements

    def _run(self, days, hour="02:00:00"):
        """Run both jobs so many days after the due day; return all reminders, oldest first."""
        with (
            freeze_time(f"{DUE + timedelta(days=days)} {hour}"),
            self.enter_registry_test_mode(),
        ):
            self.env.ref("convenience_service.ir_cron_remind_payers").method_direct_trigger()
            self.env.ref("convenience_service.ir_cron_send_reminders").method_direct_trigger()
        self.env.invalidate_all()
        return self.env["convenience.reminder"].search(
            [("office_id.company_id", "=", self.company.id)], order="id"
        )

    def _pay(self, statements):
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=statements.invoice_id.ids
        ).create({})._create_payments()

    def _promise(self, task, day):
        task = task.with_user(self.clerk)
        task.write({"result": "promise", "promised_on": day, "promised_amount": 80})
        task.action_done()

    def _stop(self, user=None, **values):
        return (
            self.env["convenience.reminder.stop"]
            .with_user(user or self.supervisor)
            .create({
                "office_id": self.office.id, "partner_id": self.owner.id,
                "reason": "In court", **values,
            })
        )  # fmt: skip
