from odoo import api, fields, models
from odoo.exceptions import UserError

from ..guard.permit import has_permit, with_permit

KEPT = frozenset({"convenience_current_id", "convenience_former_ids", "convenience_until"})


class AccountTax(models.Model):
    """A rate that is changed after bills were made with it is kept, for what credits them."""

    _name = "account.tax"
    _inherit = ["account.tax"]

    convenience_current_id = fields.Many2one(
        "account.tax",
        "Now",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="cascade",
        exportable=False,
        help="The tax whose former rate this one keeps.",
    )
    convenience_former_ids = fields.One2many(
        "account.tax",
        "convenience_current_id",
        "Former Rates",
        readonly=True,
        copy=False,
        context={"active_test": False},
        exportable=False,
    )
    convenience_until = fields.Datetime(
        "Former Rate Until", readonly=True, copy=False, exportable=False
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not has_permit(self, self._name):
            vals_list = [{name: vals[name] for name in vals.keys() - KEPT} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if KEPT & vals.keys():
            self._refuse_by_hand()
        if {"amount", "active"} & vals.keys():
            self._refuse_former(vals)
        if "amount" in vals:
            self.filtered(lambda tax: tax.amount != vals["amount"])._keep_former()
        return super().write(vals)

    def _refuse_by_hand(self):
        for tax in self:
            raise UserError(
                self.env._(
                    "%(tax)s: its former rates are kept by themselves when the rate is changed. "
                    "Change the rate only.",
                    tax=tax.display_name,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_former(self):
        # sudo: which are former rates is no secret of the chart
        self._refuse_former({"active": None})

    def _refuse_former(self, vals):
        """What a bill was made with stays as it was."""
        # sudo: which are former rates is no secret of the chart
        for tax in self.sudo().filtered("convenience_current_id"):
            if any(vals.get(name, tax[name]) != tax[name] for name in ("amount", "active")):
                raise UserError(
                    self.env._(
                        "%(tax)s is a former rate, which credit notes of its time take back. "
                        "Change %(current)s, or make another tax.",
                        tax=tax.display_name,
                        current=tax.convenience_current_id.display_name,
                    )
                )

    def _keep_former(self):
        """Keep, archived, the rates that bills were made with and that are changed now."""
        # sudo: whether bills were made with it does not depend on who changes the rate
        groups = (
            self.env["convenience.statement.line"]
            .sudo()
            ._read_group([("tax_ids", "in", self.ids), ("move_line_id", "!=", False)], ["tax_ids"])
        )
        for (tax,) in groups:
            if tax in self:
                with_permit(tax).copy(tax._prepare_former())

    def _prepare_former(self):
        moment = fields.Datetime.now()
        return {
            "name": self.env._(
                "%(tax)s, %(rate)s%% until %(moment)s",
                tax=self.name,
                rate=f"{self.amount:g}",
                moment=fields.Datetime.to_string(moment),
            ),
            "active": False,
            "convenience_current_id": self.id,
            "convenience_until": moment,
        }

    @api.model
    def _rates_of(self, taxes, moment):
        """Return the taxes as they were at a moment, UTC."""
        rates = self.browse()
        for tax in taxes:
            former = tax.convenience_former_ids.filtered(
                lambda old: old.convenience_until > moment
            ).sorted("convenience_until")
            rates |= former[:1] or tax
        return rates


class AccountMove(models.Model):
    """A credit note takes back the tax that was billed, whatever the rate is by now."""

    _name = "account.move"
    _inherit = ["account.move"]

    def _copied_to_credit(self):
        notes = super()._copied_to_credit()
        # sudo: former rates are no secret of the chart
        for line in notes.sudo().invoice_line_ids:
            billed = line.move_id._credited_invoice()
            rates = line.tax_ids._rates_of(line.tax_ids, billed.create_date) if billed else None
            if rates and rates != line.tax_ids:
                line.tax_ids = rates
        return notes
