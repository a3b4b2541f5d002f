from odoo import api, fields, models
from odoo.exceptions import UserError

from ..guard.permit import has_permit, with_permit

JOB_CONTEXT = {"tracking_disable": True, "mail_create_nolog": True, "mail_create_nosubscribe": True}
# What the statement says: the invoice may not say otherwise.
MOVE_PROTECTED = frozenset(
    {
        "auto_post",
        "partner_id",
        "currency_id",
        "company_id",
        "fiscal_position_id",
        "move_type",
        "convenience_statement_id",
    }
)


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "convenience.money.mixin"]

    convenience_statement_id = fields.Many2one(
        "convenience.statement",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        exportable=False,  # its name is for who may read statements
    )

    _convenience_statement_once = models.UniqueIndex(
        "(convenience_statement_id) WHERE convenience_statement_id IS NOT NULL AND state != "
        "'cancel'",
        "The statement already has an invoice.",
    )

    @api.model
    def _create_for_statements(self, vals_list, office):
        """Create the invoices of statements; only the invoicing job gets past the guards below."""
        job = self.with_context(
            **JOB_CONTEXT, tz=office.tz, lang=office.partner_id.lang or self.env.lang
        )
        invoices = with_permit(job, vals_list).create(vals_list)
        return invoices.with_env(job.env)

    def _has_convenience_permit(self):
        return has_permit(self, "account.move")

    # ------------------------------------------------------------------ guards

    @api.model_create_multi
    def create(self, vals_list):
        if not self._has_convenience_permit():
            vals_list = [{**vals, "convenience_statement_id": False} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if MOVE_PROTECTED & vals.keys():
            self._refuse_protected(vals)
        if vals.get("state") in ("draft", "cancel"):
            self._refuse_undoing()
        elif vals.get("state") == "posted":
            self._refuse_unclaimed()
        cancelled = (
            self.filtered("convenience_statement_id")
            if vals.get("state") == "cancel"
            else self.browse()
        )
        result = super().write(vals)
        cancelled._free_convenience_claims(self.env._("Its invoice was cancelled."))
        return result

    def _refuse_undoing(self):
        """Hook: raise when entries are reset or cancelled that something was built upon."""
        self._refuse_reopening_credit()
        self._refuse_undoing_credited()

    def _refuse_protected(self, vals):
        for move in self.filtered("convenience_statement_id"):
            for name in MOVE_PROTECTED & vals.keys():
                value = move[name].id if move._fields[name].relational else move[name]
                if (value or False) != (vals[name] or False):
                    raise UserError(
                        self.env._(
                            "%(field)s of %(invoice)s is what statement %(statement)s says and "
                            "does not change. "
                            "Cancel or credit the invoice instead.",
                            field=move._fields[name]._description_string(self.env),
                            invoice=move.display_name,
                            statement=move.convenience_statement_id.sudo().name,
                        )
                    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_claimed(self):
        for move in self._with_claims():
            raise UserError(
                self.env._(
                    "%(invoice)s bills statement %(statement)s. Cancel it instead of deleting it.",
                    invoice=move.display_name,
                    statement=move.convenience_statement_id.sudo().name,
                )
            )

    def _bills_claims(self):
        """Whether claims are tied to lines of this invoice, now or before it was cancelled."""
        # sudo: claims hold whoever looks
        return bool(self.sudo().line_ids.convenience_line_ids)

    def _with_claims(self):
        """The invoices whose statement still claims its requests."""
        # sudo: claims hold whoever looks
        return self.filtered(
            lambda move: any(move.sudo().convenience_statement_id.line_ids.mapped("active"))
        )

    def _post(self, soft=True):
        self._refuse_unclaimed()
        self._refuse_credit_of_nothing()
        posted = super()._post(soft=soft)
        posted._check_statement_totals()
        posted._release_fully_credited()
        posted._adjust_credited_statements()
        return posted

    def _refuse_unclaimed(self):
        for move in self.filtered("convenience_statement_id") - self._with_claims():
            raise UserError(
                self.env._(
                    "The requests of %(invoice)s were given back when it was cancelled and wait "
                    "for the next settlement. It cannot be posted again.",
                    invoice=move.display_name,
                )
            )

    def _check_statement_totals(self):
        """What is due by the ledger is what the statement says, to the fen."""
        for move in self.filtered("convenience_statement_id"):
            statement = move.sudo().convenience_statement_id
            terms = move.line_ids.filtered(lambda line: line.display_type == "payment_term")
            due = sum(terms.mapped("amount_currency"))
            if move.currency_id.compare_amounts(due, statement.amount_total):
                raise UserError(
                    self.env._(
                        "%(statement)s says %(stated)s, its invoice would say %(invoiced)s. Undo "
                        "what was changed on the invoice (taxes, rounding, payment terms); all "
                        "taxes have to be included in the price.",
                        statement=statement.name,
                        stated=statement._in_currency(statement.amount_total),
                        invoiced=move._in_currency(due),
                    )
                )

    def action_open_convenience_statement(self):
        """Open the statement that the invoice bills."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "convenience.statement",
            "res_id": self.convenience_statement_id.id,
            "view_mode": "form",
        }
