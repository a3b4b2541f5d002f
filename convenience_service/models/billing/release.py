from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..guard.roles import DIRECTOR
from ..guard.workflow import Move


class ConvenienceRelease(models.Model):
    """The director lets a payer order again who owes more statements than the office allows."""

    _name = "convenience.release"
    _description = "Release of a Blocked Payer"
    _inherit = ["convenience.payer.decision.mixin"]
    _order = "date_to desc, id desc"
    _rec_name = "partner_id"
    _check_company_auto = True

    reason = fields.Char(help="Why the payer may order although they owe.")
    date_to = fields.Date(
        "Valid Until",
        compute="_compute_date_to",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    state = fields.Selection(
        [("active", "Released"), ("ended", "Ended")], required=True, default="active", copy=False
    )
    released_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    released_on = fields.Datetime(readonly=True, copy=False)

    _in_force_idx = models.Index("(partner_id, office_id, date_to) WHERE state = 'active'")

    @api.depends("office_id")
    def _compute_date_to(self):
        for release in self.filtered("office_id"):
            release.date_to = release.office_id._today() + relativedelta(day=31)

    def _no_reason_message(self):
        return self.env._("Enter why %(payer)s may order.", payer=self.partner_id.name)

    def _over_message(self):
        return self.env._(
            "The release of %(payer)s would be over already. Choose a later day.",
            payer=self.partner_id.name,
        )

    # ------------------------------------------------------------------ guards

    @api.model
    def _workflow_moves(self):
        return [*super()._workflow_moves(), Move("active", "ended", (DIRECTOR,))]

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"released_by_id", "released_on"}

    @api.model
    def _guarded_defaults(self):
        return {
            **super()._guarded_defaults(),
            "released_by_id": self.env.uid,
            "released_on": fields.Datetime.now(),
        }

    # ------------------------------------------------------------------ who is blocked

    @api.model
    def _unpaid(self, offices, payers=None):
        """Return {(office id, payer id): (number, sum)} of the statements due and not paid.

        A statement is due on the due day of its invoice; one that still waits for its invoice,
        when its period is over. Sums are in the company's currency. The caller has checked
        that the user may see them.

        :param payers: nobody means everybody
        """
        statements = self.env["convenience.statement"]
        domain = Domain("office_id", "in", offices.ids) & statements._open_domain()
        if payers:
            domain &= Domain("partner_id", "in", payers.ids)
        unpaid = {}
        # sudo: number and sum only, the ledger is not shown
        opened = statements.sudo().search(domain)
        left = opened._less_credits({bill: bill.amount_residual for bill in opened})
        for statement in opened.filtered(lambda bill: left[bill] > 0):
            if statement.due_on <= statement.office_id._today():
                key = (statement.office_id.id, statement.partner_id.id)
                count, amount = unpaid.get(key, (0, 0.0))
                unpaid[key] = (count + 1, amount + left[statement])
        return unpaid

    @api.model
    def _blocked(self, offices, payers=None):
        """Return what `_unpaid` does, of those who may order nothing paid."""
        return self._stopped_of(self._unpaid(offices, payers))

    @api.model
    def _stopped_of(self, unpaid):
        """Return those of `_unpaid` who are over the limit of the office and not released."""
        offices = self.env["convenience.office"].browse({office_id for office_id, _payer in unpaid})
        # sudo: the limit holds whoever asks
        limits = {office.id: office.unpaid_limit for office in offices.sudo()}
        over = {key: owed for key, owed in unpaid.items() if 0 < limits[key[0]] < owed[0]}
        released = self._in_force({payer_id for _office, payer_id in over}) if over else ()
        return {key: owed for key, owed in over.items() if key not in released}

    @api.model
    def _in_force(self, payer_ids):
        """Return the (office id, payer id) with a release that holds today."""
        releases = self._holding(Domain("partner_id", "in", list(payer_ids)))
        return {(release.office_id.id, release.partner_id.id) for release in releases}
