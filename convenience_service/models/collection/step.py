from odoo import api, fields, models
from odoo.fields import Domain

# how a payer is reminded; the steps and what comes of them
CHANNELS = [
    ("mail", "E-mail"),
    ("letter", "Letter"),
    ("call", "Phone Call"),
    ("visit", "Visit at Home"),
]


class ConvenienceReminderStep(models.Model):
    """What a company does so many days after the due day of a statement (催缴步骤).

    A company without steps of its own follows those that belong to no company.
    """

    _name = "convenience.reminder.step"
    _description = "Step of Collection"
    _order = "days, sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: companies without steps of their own."
    )
    days = fields.Integer(
        "Days after the Due Day",
        required=True,
        help="Counted in local days of the office; the due day itself is day 0.",
    )
    channel = fields.Selection(
        CHANNELS,
        "Way of Reminding",
        required=True,
        default="letter",
    )
    days_to_pay = fields.Integer(
        "Days to Pay",
        required=True,
        default=7,
        help="The one deadline of the letter: so many days after the day it is printed.",
    )
    wording = fields.Text(
        translate=True, help="What mail and letter say above the list of unpaid statements."
    )
    responsible = fields.Selection(
        [
            ("clerk", "Any Clerk"),
            ("collector", "Collector"),
            ("service_manager", "Service Manager"),
        ],
        "Carried Out By",
        required=True,
        default="clerk",
    )

    _days_positive = models.Constraint(
        "CHECK(days > 0)", "A step comes at least one day after the due day."
    )
    _days_to_pay_positive = models.Constraint(
        "CHECK(days_to_pay > 0)", "Give payers at least one day to pay."
    )
    _days_once = models.UniqueIndex(
        "(COALESCE(company_id, 0), days) WHERE active",
        "Another step is already set for the same day. Choose another number of days.",
    )

    @api.model
    def _by_company(self, companies):
        """Return {company: its steps, earliest first}."""
        domain = Domain("company_id", "in", [*companies.ids, False])
        # sudo: the steps hold whoever asks
        own = self.sudo().search(domain).grouped("company_id")
        shared = own.get(companies.browse(), self.browse())
        return {company: own.get(company, shared) for company in companies}

    def _responsible_user(self, office):
        """Return whose task it is at the office; nobody: any clerk takes it."""
        users = {
            "collector": office.collector_ids[:1],
            "service_manager": office.service_manager_id,
        }
        return users.get(self.responsible, self.env["res.users"])
