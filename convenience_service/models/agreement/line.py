from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..parties.occupancy import SETTLEMENT_MODES
from ..request.request_line import MAX_QUANTITY
from .rhythm import RULE_FIELDS


class ConvenienceAgreementLine(models.Model):
    """One service of an agreement: what, how often, at which price, from when to when.

    What it costs and how it is done is copied from the tariff line that holds on its first day,
    and stays. A change from a date on ends the line the day before and begins its successor.
    """

    _name = "convenience.agreement.line"
    _description = "Service of an Agreement"
    _inherit = [
        "convenience.job.mixin",
        "convenience.agreement.terms",
        "convenience.agreement.recurrence",
    ]
    _order = "agreement_id, date_from, id"
    _check_company_auto = True

    agreement_id = fields.Many2one(
        "convenience.agreement", required=True, index=True, ondelete="cascade"
    )
    office_id = fields.Many2one(related="agreement_id.office_id", store=True, index=True)
    company_id = fields.Many2one(related="agreement_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(related="agreement_id.state", store=True, index=True)
    partner_id = fields.Many2one(related="agreement_id.partner_id", store=True, index=True)
    unit_id = fields.Many2one(related="agreement_id.unit_id", store=True, index=True)
    payer_id = fields.Many2one(related="agreement_id.payer_id")
    phone = fields.Char(related="agreement_id.phone")
    product_id = fields.Many2one(
        "product.product",
        "Item",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('is_convenience', '=', True)]",
    )
    name = fields.Char("Description", readonly=True, copy=False)
    quantity = fields.Float(digits="Product Unit", required=True, default=1.0)
    uom_id = fields.Many2one("uom.uom", "Unit of Measure", readonly=True, copy=False)
    price_basis = fields.Selection(
        [("per_visit", "By the Visit"), ("flat", "Flat per Month")],
        required=True,
        default="per_visit",
    )
    price_unit = fields.Monetary(
        "Price",
        readonly=True,
        copy=False,
        help="Of one visit or of one month, company currency, tax included.",
    )
    price_reason = fields.Char(readonly=True, copy=False, help="Why it is not the tariff's.")
    price_agreed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    tax_ids = fields.Many2many(
        "account.tax",
        "convenience_agreement_line_tax_rel",
        string="Taxes",
        ondelete="restrict",
        # a tax that is archived later still is the tax of this agreement
        context={"active_test": False},
        readonly=True,
        copy=False,
    )
    deposit = fields.Monetary(readonly=True, copy=False)
    tariff_line_id = fields.Many2one(
        "convenience.tariff.line", readonly=True, ondelete="restrict", copy=False
    )
    department_id = fields.Many2one("hr.department", readonly=True, copy=False)
    settlement_mode = fields.Selection(SETTLEMENT_MODES, readonly=True, copy=False)
    date_from = fields.Date("From", help="First day. Empty: that of the agreement.", copy=False)
    date_to = fields.Date("Until", help="Last day. Empty: that of the agreement.", copy=False)
    end_reason = fields.Char(readonly=True, copy=False)
    rhythm_from = fields.Date(
        "Counted From",
        readonly=True,
        copy=False,
        help="Day from which the recurrence is counted, where the service goes on in the rhythm of "
        "the one it replaces. Empty: its first day.",
    )
    replaces_id = fields.Many2one(
        "convenience.agreement.line", readonly=True, copy=False, ondelete="restrict", index=True
    )
    visit_ids = fields.One2many("convenience.request", "agreement_line_id", "Visits")
    claim_ids = fields.One2many("convenience.statement.line", "agreement_line_id", "Claims")

    _quantity_range = models.Constraint(
        f"CHECK(quantity > 0 AND quantity <= {MAX_QUANTITY})",
        "A quantity is more than zero and at most 100,000.",
    )
    _dates_in_order = models.Constraint(
        "CHECK(date_to IS NULL OR date_to >= date_from - 1)",
        "A service cannot end before it begins.",
    )
    # the job of visits looks at what is behind the horizon of its office only
    _visits_idx = models.Index("(office_id, visits_until) WHERE state = 'active'")
    _holding_idx = models.Index("(office_id, date_from) WHERE state <> 'draft'")

    @api.depends("name", "agreement_id.name")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.agreement_id.name or ''} {line.name or ''}".strip()

    # ------------------------------------------------------------------ guards

    @api.model
    def _draft_fields(self):
        return super()._draft_fields() | {
            "quantity", "price_basis", "date_to", "visit_time", *RULE_FIELDS,
        }  # fmt: skip

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "agreement_id", "product_id", "name", "uom_id", "price_unit", "price_reason",
            "price_agreed_by_id", "tax_ids", "deposit", "tariff_line_id", "department_id",
            "settlement_mode", "end_reason", "replaces_id", "rhythm_from", "visit_ids",
            "claim_ids", "deposit_ids",
        }  # fmt: skip

    @api.model_create_multi
    def create(self, vals_list):
        if self._is_permitted_creation(vals_list):
            return super().create(vals_list)
        chosen = {"agreement_id", "product_id"} | self._draft_fields()
        kept = self._fields.keys() - self._guarded_fields() | chosen
        asked = [
            {name: value for name, value in vals.items() if name in kept} for vals in vals_list
        ]
        self._refuse_signed(asked)
        return self._create_guarded(self._complete_terms(asked))

    @api.model
    def _refuse_signed(self, vals_list):
        """A service is added to a draft; to what is signed only from a date on."""
        agreements = self.env["convenience.agreement"].browse(
            {vals.get("agreement_id") for vals in vals_list} - {None, False}
        )
        if not all(vals.get("agreement_id") and vals.get("product_id") for vals in vals_list):
            raise ValidationError(
                self.env._("A line belongs to an agreement and names an item of the tariff.")
            )
        for agreement in agreements.filtered(lambda agreement: agreement.state != "draft"):
            raise UserError(
                self.env._(
                    "%(agreement)s is %(state)s: services are added to it from a date on. Use the "
                    "button of the form.",
                    agreement=agreement.name,
                    state=agreement._state_label(agreement.state),
                )
            )

    def write(self, vals):
        result = super().write(vals)
        if {"price_basis", "date_from"} & vals.keys():
            self.filtered(lambda line: line.state == "draft")._copy_tariff_again()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        for line in self:
            if line.state != "draft":
                raise UserError(
                    self.env._(
                        "%(line)s is signed for and stays on file. End it instead.",
                        line=line.display_name,
                    )
                )

    def _locked_for_files(self):
        return self.agreement_id._locked_for_files()

    def _summary(self):
        """Return the service in a few words, as revisions and lists say it."""
        basis = dict(self._fields["price_basis"]._description_selection(self.env))
        return self.env._(
            "%(item)s × %(quantity)s, %(recurrence)s, %(price)s (%(basis)s)",
            item=self.name,
            quantity=f"{self.quantity:g}",
            recurrence=self.recurrence_text,
            price=self._in_currency(self.price_unit),
            basis=basis[self.price_basis],
        )

    # ------------------------------------------------------------------ days

    @api.model
    def _domain_on(self, office, day):
        """Return what is provided at the office on a local day, suspended or not."""
        goes_on = Domain("date_to", "=", False) | Domain("date_to", ">=", day)
        whole = Domain("agreement_id.date_to", "=", False) | Domain(
            "agreement_id.date_to", ">=", day
        )
        return (
            Domain("office_id", "=", office.id)
            & Domain("state", "in", ("active", "ended"))
            & Domain("date_from", "<=", day)
            & goes_on
            & whole
        )

    def _span(self):
        """Return first and last day of the line; the last is False while it goes on."""
        ends = [day for day in (self.date_to, self.agreement_id.date_to) if day]
        return self.date_from, min(ends, default=False)

    def _replaced(self):
        """Return the lines that these go on from, one after the other."""
        found, older = self.browse(), self.replaces_id
        while older:
            found, older = found | older, older.replaces_id
        return found

    def _rhythm_start(self):
        return self.rhythm_from or super()._rhythm_start()

    def _suspended_spans(self):
        """Return (first, last) of each suspension of the agreement."""
        return [
            (suspension.date_from, suspension.date_to)
            for suspension in self.agreement_id.suspension_ids
        ]
