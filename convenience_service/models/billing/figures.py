from odoo import api, models, tools
from odoo.exceptions import UserError

# Whose claim an item of receivables is, and where it is booked.
CLAIM = frozenset({"account_id", "partner_id"})


class ConvenienceFiguresMixin(models.AbstractModel):
    """Figures that the ERP computes from the books, and lets a remote caller write over.

    A computation stores what it finds without passing `write`, so that what comes here is
    somebody's own figure.
    """

    _name = "convenience.figures.mixin"
    _description = "Figures of the Books"

    @api.model
    def _book_figures(self):
        """Hook: names of the fields that say what is owed and what is paid."""
        return frozenset()

    def _with_claimed_figures(self):
        """Hook: the records whose figures residents are told."""
        return self.browse()

    @api.model_create_multi
    def create(self, vals_list):
        # computed from the books, whatever the caller says
        names = self._book_figures()
        kept = [{name: vals[name] for name in vals.keys() - names} for vals in vals_list]
        return super().create(kept)

    def write(self, vals):
        if names := self._book_figures() & vals.keys():
            self._with_claimed_figures()._refuse_figures({name: vals[name] for name in names})
        return super().write(vals)

    def _refuse_figures(self, vals):
        for record in self:
            for name, value in vals.items():
                field = record._fields[name]
                if field.convert_to_cache(value, record) == field.convert_to_cache(
                    record[name], record
                ):
                    continue
                raise UserError(
                    self.env._(
                        "%(field)s of %(record)s follows from the books and is not typed in. "
                        "Pay, credit or reconcile it instead.",
                        field=field._description_string(self.env),
                        record=record.display_name,
                    )
                )


class AccountMove(models.Model):
    """What is open of a bill, and whether it is paid."""

    _name = "account.move"
    _inherit = ["account.move", "convenience.figures.mixin"]

    @api.model
    @tools.ormcache()
    def _book_figures(self):
        amounts = {
            name
            for name, field in self._fields.items()
            if name.startswith("amount_") and field.store and field.compute and field.readonly
        }
        return super()._book_figures() | amounts | {"payment_state", "status_in_payment"}

    def _with_claimed_figures(self):
        return super()._with_claimed_figures() | self.filtered(
            lambda move: move.convenience_statement_id or move._credited_invoice()
        )

    def write(self, vals):
        state = vals.get("payment_state")
        released = self.filtered(lambda move: state and move.payment_state == "blocked")
        result = super().write(vals)
        # released, it is what the books say, not what was written
        self.env.add_to_compute(self._fields["payment_state"], released)
        return result

    def _refuse_figures(self, vals):
        if vals.keys() == {"payment_state"}:
            toggled = self.filtered(lambda move: move._toggles_to(vals["payment_state"]))
            self -= toggled
        return super()._refuse_figures(vals)

    def _toggles_to(self, target):
        """Whether the ERP's own button would bring the bill there."""
        if target == "blocked":
            return self.payment_state not in ("paid", "in_payment")
        return target == "not_paid" and self.payment_state == "blocked"


class AccountMoveLine(models.Model):
    """What is open of an item of a bill."""

    _name = "account.move.line"
    _inherit = ["account.move.line", "convenience.figures.mixin"]

    @api.model
    def _book_figures(self):
        # state and day are those of the entry
        return super()._book_figures() | {
            "amount_residual", "amount_residual_currency", "date", "parent_state", "reconciled",
        }  # fmt: skip

    def write(self, vals):
        if "matching_number" in vals:
            number = vals["matching_number"]
            rematched = self._with_claimed_figures().filtered(lambda line: line._rematches(number))
            rematched._refuse_figures({"matching_number": number})
        if "currency_id" in vals:
            claimed = self._with_claimed_figures()
            claimed._refuse_figures({"currency_id": vals["currency_id"]})
        if names := CLAIM & vals.keys():
            claims = self._with_claimed_figures()._booked_claims()
            claims._refuse_figures({name: vals[name] for name in names})
        return super().write(vals)

    def _booked_claims(self):
        """Those of the items by which somebody owes something: that it is theirs stays."""
        return self.filtered(
            lambda line: (
                line.parent_state == "posted" and line.account_id.account_type == "asset_receivable"
            )
        )

    def _rematches(self, number):
        """Whether a number says something else than what the item is reconciled with.

        The ERP itself takes the number off what is reconciled no more, and an import of entries
        leaves one that begins with I for the day they are posted.
        """
        matched = self.matched_debit_ids or self.matched_credit_ids
        return bool(matched or (number and not str(number).startswith("I")))

    def _with_claimed_figures(self):
        claimed = self.move_id._with_claimed_figures()
        return super()._with_claimed_figures() | self.filtered(lambda line: line.move_id in claimed)
