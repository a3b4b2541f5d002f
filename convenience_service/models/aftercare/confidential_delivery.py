from secrets import randbelow

from odoo import SUPERUSER_ID, api, models
from odoo.tools import plaintext2html

from ..guard.roles import DIRECTOR, GENERAL_MANAGER

# How many numbers of a year there are to draw from: so many that none tells of another.
NUMBERS = 1_000_000


class ConvenienceConfidential(models.Model):
    """How a confidential report comes to who decides, and what evaluations count of it."""

    _name = "convenience.confidential"
    _inherit = ["convenience.confidential"]

    # ------------------------------------------------------------------ registering

    @api.model
    def _take_down(self, office, values, about_leader=False):
        """Take down what was said and hand it to who decides; return it to the caller's sudo.

        The caller has checked who asks. What the clerk keeps is `convenience.confidential.slip`.

        :param dict values: of `_told_fields`, and `employee_ids`
        :param bool about_leader: whether it concerns the director or a deputy
        """
        addressee = "general_manager" if about_leader else "director"
        # sudo: whoever takes it down never reads it again
        report = self.sudo()._create_guarded(
            [
                {
                    **values,
                    "office_id": office.id,
                    "name": self._draw_number(office),
                    "date": office._today(),
                    "taken_by_id": self.env.uid,
                    "addressee": addressee,
                }
            ]
        )
        report._send_where_it_belongs()
        report._tell_readers()
        return report

    @api.model
    def _draw_number(self, office):
        """Return a number that does not tell how many there are before it."""
        # sudo: a number must not be given twice, whoever has it
        reports = self.sudo()
        while True:
            name = f"BM{office._today():%Y}-{randbelow(NUMBERS):06d}"
            if not reports.search_count([("name", "=", name)], limit=1):
                return name

    def _send_where_it_belongs(self):
        """What concerns a leader of the office goes past them to the general manager."""
        for report in self.sudo():
            if report.addressee == "director" and report._concerns_leaders():
                report._write_guarded({"addressee": "general_manager"})

    def _concerns_leaders(self):
        office = self.office_id
        directors = self.env.user._convenience_role_users(DIRECTOR) & office.user_ids
        leaders = office.director_id | office.deputy_ids | directors
        return bool(self.concerned_user_ids & leaders)

    # ------------------------------------------------------------------ readers

    def _reader_users(self):
        """Return who decides on the report: never one whom it concerns."""
        self.ensure_one()
        users = self.env.user
        if self.addressee == "director":
            readers = users._convenience_role_users(DIRECTOR) & self.office_id.user_ids
        else:
            readers = users._convenience_role_users(GENERAL_MANAGER)
            readers -= self.office_id.director_id | self.office_id.deputy_ids
        own = readers.filtered(lambda user: self.company_id in user.company_ids)
        return own - self.concerned_user_ids

    def _tell_readers(self):
        """Say that there is something to read, and not what: a mail may be read by others."""
        for report in self:
            self._tell(
                report._reader_users(),
                lambda env: env._("Something to read in confidence"),
                lambda env: env._("Open “Reported in Confidence”: something waits for you there."),
            )

    @api.model
    def _tell(self, users, subject, body):
        """Say on their screens and by mail that something waits, tied to no record, as the system.

        Not by a notification of the ERP: that anybody was notified, everybody may count.

        :param subject: function of an environment in the reader's language, as `body` is
        """
        mails = self.env["mail.mail"].with_user(SUPERUSER_ID)
        for user in users:
            env = mails.with_context(lang=user.lang).env
            said = {"title": subject(env), "message": body(env), "type": "warning", "sticky": True}
            # sudo: whoever reports may not write to others
            user.sudo()._bus_send("simple_notification", said)
            if user.email:
                mails.create(
                    {
                        "subject": said["title"],
                        "body_html": plaintext2html(said["message"]),
                        "email_to": user.email_formatted,
                        "author_id": self.env.ref("base.partner_root").id,
                        "auto_delete": True,
                    }
                )

    @api.model
    def _valid_for(self, employees, date_from, date_to):
        """Return {employee id: {kind: times}} of what was found right, for evaluations.

        Only what the person was heard on counts: what is still hidden shows in no figure.

        :param employees: `hr.employee` records
        :param date_from: first local day of the decision; `date_to` the last one
        """
        # sudo: what was opened to the person and decided may be counted by who evaluates them
        hearings = (
            self.env["convenience.confidential.hearing"]
            .sudo()
            .search(
                [
                    ("employee_id", "in", employees.ids),
                    ("state", "!=", "draft"),
                    ("confidential_id.state", "=", "valid"),
                    ("confidential_id.date_decided", ">=", date_from),
                    ("confidential_id.date_decided", "<=", date_to),
                ]
            )
        )
        found = {employee_id: {"settlement": 0, "gift": 0} for employee_id in employees.ids}
        for employee, own in hearings.grouped("employee_id").items():
            for report in own.confidential_id:
                found[employee.id][report.kind] += 1
        return found
