from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..guard.roles import CLERK, DIRECTOR
from ..guard.workflow import Move


class ConvenienceHandin(models.Model):
    """What a worker hands in that a resident gave them (主动上交): money or a thing.

    It is given back to the resident against a signature, or pays a bill with a receipt of the
    cashier, the rest going back. What came of their own accord counts as praise. What a director
    had handed in after a finding is the director's to see; its number is drawn, so that none
    misses in the series of the others.
    """

    _name = "convenience.handin"
    _description = "Hand-In"
    _inherit = [
        "convenience.desk.mixin",
        "convenience.workflow.mixin",
        "convenience.signature.mixin",
        "hr.mixin",
    ]
    _order = "date desc, id desc"
    _customer_field = "partner_id"

    name = fields.Char("Number", readonly=True, copy=False, index="trigram")
    date = fields.Date(
        "Handed In On",
        required=True,
        index=True,
        default=lambda self: self._default_today(),
        help="Local day at the office.",
    )
    is_voluntary = fields.Boolean(
        "Of Their Own Accord",
        default=True,
        help="Counts as praise. Otherwise a director had it handed in: only directors see it.",
    )
    employee_id = fields.Many2one(
        "hr.employee", "Worker Who Handed It In", required=True, index=True
    )
    department_id = fields.Many2one("hr.department", check_company=True)
    kind = fields.Selection(
        [("money", "Money"), ("thing", "Thing")], required=True, default="money"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(help="Of money; company currency.")
    thing = fields.Char(help="Which thing it is, as cigarettes or a gift card.")
    given_by = fields.Char(help="Where it was no known resident.")
    note = fields.Text("Circumstances")
    received_by_id = fields.Many2one("res.users", "Taken In By", readonly=True, copy=False)
    receipt_id = fields.Many2one(
        "convenience.receipt",
        "Receipt of the Cashier",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="For the bill that the money pays.",
    )
    state = fields.Selection(
        [("received", "Held Here"), ("returned", "Given Back"), ("applied", "Paid a Bill With")],
        required=True,
        default="received",
        index=True,
        copy=False,
        group_expand=True,
    )
    amount_applied = fields.Monetary("Paid with It", readonly=True, copy=False)
    amount_returned = fields.Monetary("Given Back to the Resident", readonly=True, copy=False)
    amount_held = fields.Monetary(
        "Still Held",
        compute="_compute_amount_held",
        store=True,
        help="Money neither back nor paid.",
    )
    settled_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    settled_on = fields.Datetime(readonly=True, copy=False)

    _name_unique = models.UniqueIndex(
        "(office_id, name)", "There is already a hand-in of this number at the office."
    )
    _receipt_once = models.UniqueIndex(
        "(receipt_id) WHERE receipt_id IS NOT NULL", "This receipt is named by another hand-in."
    )
    _amount_of_money = models.Constraint(
        "CHECK(kind != 'money' OR amount > 0)", "Enter how much money was handed in."
    )
    _thing_named = models.Constraint(
        "CHECK(kind != 'thing' OR thing IS NOT NULL)", "Enter which thing was handed in."
    )

    @api.depends("state", "kind", "amount")
    def _compute_amount_held(self):
        for handin in self:
            held = handin.state == "received" and handin.kind == "money"
            handin.amount_held = handin.amount if held else 0.0

    @api.constrains("employee_id", "received_by_id")
    def _check_receiver(self):
        for handin in self.sudo():
            if handin.employee_id.user_id == handin.received_by_id:
                raise ValidationError(
                    self.env._(
                        "%(person)s cannot receive what they hand in themselves. Somebody else at "
                        "the desk takes it.",
                        person=handin.employee_id.name,
                    )
                )

    # ------------------------------------------------------------------ guard

    @api.model
    def _registered_fields(self):
        """What was handed in; it stays once it has gone."""
        return frozenset(
            {"unit_id", "partner_id", "phone", "date", "employee_id", "department_id", "kind"}
            | {"amount", "thing", "given_by", "note", "receipt_id", "signature", "scan"}
            | {"signed_name", "signed_relation", "signed_on_paper"}
        )

    @api.model
    def _guarded_fields(self):
        own = {"name", "received_by_id", "amount_applied", "amount_returned"}
        return super()._guarded_fields() | own

    @api.model
    def _prepare_registration(self, vals, office):
        voluntary = vals.get("is_voluntary", True)
        return {
            **super()._prepare_registration(vals, office),
            "name": self._next_number(office) if voluntary else self._draw_number(office),
            "received_by_id": self.env.uid,
        }

    @api.model
    def _draw_number(self, office):
        return self.env["convenience.confidential"]._draw_number(office)

    @api.model_create_multi
    def create(self, vals_list):
        handins = super().create(vals_list)
        if not self._is_permitted_creation(vals_list):
            handins._praise()
        return handins

    def write(self, vals):
        if "is_voluntary" in vals:
            self.check_access("write")
            self._refuse_guarded({"is_voluntary": vals["is_voluntary"]})
        if self._registered_fields() & vals.keys():
            self.check_access("write")
            self._refuse_settled()
        return super().write(vals)

    def _refuse_settled(self):
        for handin in self.sudo():
            if handin.state != "received":
                raise UserError(
                    self.env._(
                        "%(handin)s is settled (%(state)s) and stays as it is.",
                        handin=handin.name,
                        state=handin._state_label(handin.state),
                    )
                )

    def _praise(self):
        """What came of their own accord counts as praise; the rest is the directors' affair."""
        asked_for = self.filtered(lambda handin: not handin.is_voluntary)
        if asked_for:
            asked_for._require_role(DIRECTOR, act=self.env._("register what had to be handed in"))
        # sudo: the praise follows from the hand-in, whoever took it
        self.env["convenience.praise"].sudo()._create_guarded(
            [handin._prepare_praise() for handin in self - asked_for]
        )

    def _prepare_praise(self):
        return {
            "office_id": self.office_id.id,
            "kind": "handin",
            "date": self.date,
            "employee_id": self.employee_id.id,
            "department_id": self.department_id.id,
            "unit_id": self.unit_id.id,
            "partner_id": self.partner_id.id,
            "handin_id": self.id,
            "user_id": self.env.uid,
            "words": self.env._("Handed in of their own accord: %(handin)s", handin=self.name),
        }

    # ------------------------------------------------------------------ workflow

    @api.model
    def _workflow_moves(self):
        return [
            *super()._workflow_moves(),
            Move("received", "returned", (CLERK,)),
            Move("received", "applied", (CLERK,)),
        ]

    @api.model
    def _workflow_stamps(self):
        stamp = ("settled_by_id", "settled_on")
        return {**super()._workflow_stamps(), "returned": stamp, "applied": stamp}

    @api.model
    def _workflow_locked_states(self):
        return super()._workflow_locked_states() | {"returned", "applied"}

    def _check_move(self, move):
        result = super()._check_move(move)
        for handin in self:
            handin._check_not_own()
            if move.target == "applied":
                handin._check_receipt()
            if handin._to_give_back(move.target) and not handin._is_signed():
                raise UserError(
                    self.env._(
                        "%(handin)s: have the resident sign for %(what)s first: name and "
                        "signature, or the signed paper.",
                        handin=handin.name,
                        what=handin._said_to_give_back(move.target),
                    )
                )
        return result

    def _check_not_own(self):
        if self.sudo().employee_id.user_id == self.env.user:
            raise AccessError(
                self.env._("%(handin)s is your own: somebody else settles it.", handin=self.name)
            )

    def _to_give_back(self, state):
        """Return the money that goes back to the resident; of a thing, whether it does."""
        if self.kind == "thing":
            return state == "returned"
        applied = self.sudo().receipt_id.amount if state == "applied" else 0.0
        return self.currency_id.round(self.amount - applied)

    def _said_to_give_back(self, state):
        if self.kind == "thing":
            return self.thing
        return self._in_currency(self._to_give_back(state))

    def _prepare_record_values(self, move, values):
        values = super()._prepare_record_values(move, values)
        return {
            handin.id: {**values.get(handin.id, {}), **handin._prepare_settlement(move.target)}
            for handin in self
        }

    def _prepare_settlement(self, state):
        if self.kind == "thing":
            return {}
        back = self._to_give_back(state)
        return {"amount_returned": back, "amount_applied": self.amount - back}

    def action_return(self):
        """It goes back to the resident, who signs for it."""
        return self._move_to("returned")

    def action_apply(self):
        """The cashier took it for a bill, with a receipt; the resident signs for the rest."""
        return self._move_to("applied")
