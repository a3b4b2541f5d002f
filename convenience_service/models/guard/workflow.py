from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .reason import clean_reason
from .roles import ROLES


class Move(NamedTuple):
    """One permitted change of state.

    `groups` are the roles (see `roles.ROLES`) that may make it; an empty tuple is a
    system move, made by scheduled jobs and accounting only. `via` names the channel a move is
    kept for, such as the sheet import.
    """

    source: str
    target: str
    groups: tuple = ()
    via: str = ""


class ConvenienceWorkflowMixin(models.AbstractModel):
    """One guard for every status.

    A model declares its moves; `_move_to` is the only way from one state to another, for a
    button, a job or the import alike. The log it leaves is the audit trail.
    """

    _name = "convenience.workflow.mixin"
    _inherit = "convenience.guarded.mixin"
    _description = "Workflow Guard"

    log_ids = fields.One2many(
        "convenience.move.log",
        "res_id",
        string="History",
        domain=lambda self: [("res_model", "=", self._name)],
        groups="convenience_service.group_supervisor,convenience_service.group_general_manager,"
        "convenience_service.group_cashier",
    )

    # ------------------------------------------------------------------ declared by the model

    @api.model
    def _workflow_moves(self):
        """Hook: the list of `Move` the model allows; extend it through `super()`."""
        return []

    @api.model
    def _workflow_stamps(self):
        """Hook: {state: (who field, when field)}, written on arrival in the state."""
        return {}

    @api.model
    def _workflow_start(self):
        """The state every new record is in."""
        return self._fields["state"].get_values(self.env)[0]

    @api.model
    def _workflow_locked_states(self):
        """Hook: states in which the files of a record are evidence and stay as they are."""
        return frozenset()

    def _check_move(self, move):
        """Hook: raise when the records may not make the move. It only reads."""

    def _before_move(self, move):
        """Hook: what is done once the move is checked and before its state is written, such as to
        reserve, to lock or to invoice; raise when that cannot be done.
        """

    def _prepare_record_values(self, move, values):
        """Hook: {record id: values written together with the state}, from what the caller gave."""
        return values

    def _after_move(self, move):
        """Hook: what follows from the move."""

    # ------------------------------------------------------------------ guard

    @api.model
    def _stamp_fields(self):
        return [name for pair in self._workflow_stamps().values() for name in pair]

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"state", *self._stamp_fields()}

    @api.model
    def _guarded_defaults(self):
        stamps = dict.fromkeys(self._stamp_fields(), False)
        return {**super()._guarded_defaults(), **stamps, "state": self._workflow_start()}

    @api.ondelete(at_uninstall=False)
    def _unlink_only_at_start(self):
        start = self._workflow_start()
        moved = self._moved()
        for record in self:
            if record.state != start or record in moved:
                raise UserError(
                    self.env._(
                        "%(record)s is %(state)s and has a history that stays on file. Only what "
                        "never was more than %(start)s can be deleted; cancel it instead.",
                        record=record.display_name,
                        state=record._state_label(record.state),
                        start=record._state_label(start),
                    )
                )

    def _moved(self):
        """The records that have left their first state once, so that their history stays."""
        return self.browse(self._logged_users([("state_to", "!=", self._workflow_start())]))

    def unlink(self):
        # sudo: the log belongs to the record and goes with it
        logs = (
            self.env["convenience.move.log"]
            .sudo()
            .search([("res_model", "=", self._name), ("res_id", "in", self.ids)])
        )
        result = super().unlink()
        logs.unlink()
        return result

    def _state_label(self, state):
        return dict(self._fields["state"]._description_selection(self.env)).get(state, state)

    # ------------------------------------------------------------------ moves

    def _move_to(self, state, via="", values=None, reason=""):
        """Bring the batch to `state` on behalf of the real user, even under sudo.

        :param state: the target state
        :param via: the channel the caller is (empty: buttons)
        :param values: {record id: values} written together with the state
        :param reason: goes into the log
        :raise AccessError: when the user's groups do not allow the move
        :raise UserError: when no such move starts from a record's state, or the model refuses
        """
        self.sudo(False).check_access("read")
        for move, records in self._group_by_move(state, via):
            records._check_own_office(move.groups)
            companies = records.sudo().company_id
            if not self.env.user._has_convenience_role(*move.groups, companies=companies):
                records._refuse_role(
                    *move.groups,
                    act=self.env._(
                        "bring it from %(state_from)s to %(state_to)s",
                        state_from=self._state_label(move.source),
                        state_to=self._state_label(move.target),
                    ),
                )
            said = self._reason_of_deputy(companies, move, reason)
            records._apply_move(move, values, said)
        return True

    def _move_to_by_system(self, state, via="", values=None, reason=""):
        """Bring the batch to `state` by a system move; private, so never a remote call's."""
        for move, records in self._group_by_move(state, via):
            if move.groups:
                raise AccessError(
                    self.env._(
                        "%(record)s can only be brought to %(target)s by a person.",
                        record=records[:1].display_name,
                        target=self._state_label(state),
                    )
                )
            records._apply_move(move, values, reason)
        return True

    def _group_by_move(self, state, via):
        """Yield the declared move and the records that make it."""
        moves = {(move.source, move.target, move.via): move for move in self._workflow_moves()}
        # sudo: a state the user may not read is still the state
        for source, records in self.sudo().grouped("state").items():
            move = moves.get((source, state, via))
            if not move:
                raise UserError(
                    self.env._(
                        "%(record)s is %(state_from)s: it cannot become %(state_to)s from there.",
                        record=records[:1].display_name,
                        state_from=self._state_label(source),
                        state_to=self._state_label(state),
                    )
                )
            yield move, records.sudo(self.env.su)

    def _apply_move(self, move, values, reason):
        self._check_move(move)
        self._before_move(move)
        common = {"state": move.target, **self._prepare_stamps(move.target)}
        own_values = self._prepare_record_values(move, values or {})
        if own_values:
            self._write_guarded_each(
                {record.id: {**common, **own_values.get(record.id, {})} for record in self}
            )
        else:
            self._write_guarded(common)
        self._log(move.source, move.target, reason)
        self._after_move(move)

    def _prepare_stamps(self, state):
        stamp = self._workflow_stamps().get(state)
        return dict(zip(stamp, (self.env.uid, fields.Datetime.now()), strict=True)) if stamp else {}

    def _check_own_office(self, roles=()):
        """Desk and field act in their own offices, whatever another role lets them see.

        :param roles: that may do it; who has one of them that is company-wide does it anywhere
        :raise AccessError: naming the first record of an office the user does not work in
        """
        company_wide = [role for role in roles if ROLES[role].company_wide]
        companies = self.sudo().company_id
        if self.env.user._has_convenience_role(*company_wide, companies=companies):
            return
        for record in self.sudo():
            if self.env.user not in record.office_id.user_ids:
                raise AccessError(
                    self.env._(
                        "%(record)s belongs to %(office)s, where you do not work.",
                        record=record.display_name,
                        office=record.office_id.name,
                    )
                )

    def _log(self, state_from, state_to, reason=""):
        """Write one row of history for each record."""
        # sudo: nobody writes the log but the guard
        self.env["convenience.move.log"].sudo().create(
            [
                {
                    "res_model": self._name,
                    "res_id": record.id,
                    "name": record.display_name,
                    "state_from": state_from,
                    "state_to": state_to,
                    "user_id": self.env.uid,
                    "reason": reason,
                    "office_id": record.office_id.id,
                    "company_id": record.company_id.id,
                }
                for record in self.sudo()
            ]
        )

    def _logged_users(self, domain):
        """Return {record id: users who made the logged moves of the domain}."""
        # sudo: the log tells who took a step, also to whom it is not shown
        groups = (
            self.env["convenience.move.log"]
            .sudo()
            ._read_group(
                [("res_model", "=", self._name), ("res_id", "in", self.ids), *domain],
                ["res_id"],
                ["user_id:recordset"],
            )
        )
        return dict(groups)

    def _taken_by_user(self, users_of):
        """Separation of duties: return the records on which the user already took the other step.

        :param users_of: function of a record, returning the users who took that step
        """
        # sudo: who took a step is no secret to the rule
        return self.sudo().filtered(lambda record: self.env.user in users_of(record))

    @api.model
    def _clean_reason(self, reason):
        """Return the reason without blanks around it; blanks alone are no reason."""
        return clean_reason(self, reason)

    def _ask_reason(self, method, title):
        """Return the action that asks for the reason of a decision (see `asks_reason`).

        :param str method: that takes the decision, on what the records are now
        :param title: of the dialog, a `LazyTranslate` term
        """
        # sudo: a state the user may not read is still the state
        states = {str(record.id): record.state for record in self.sudo()}
        return {
            "type": "ir.actions.act_window",
            "name": str(title),
            "res_model": "convenience.reason.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_res_model": self._name,
                "default_res_ids": self.ids,
                "default_states": states,
                "default_method": method,
            },
        }

    def _locked_for_files(self):
        """The records whose files are evidence."""
        locked = self._workflow_locked_states()
        return self.filtered(lambda record: record.state in locked)
