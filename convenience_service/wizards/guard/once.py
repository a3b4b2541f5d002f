import functools

from odoo import api, fields, models
from odoo.exceptions import UserError

NOTED = frozenset({"is_done", "papers"})


def once(action):
    """Make a button of a dialog act once, however often and from wherever it is pressed.

    Its dialog is a `convenience.once.mixin`.

    The dialog is marked first: whoever presses at the same moment waits for the mark, is tried
    again by the server, and finds the papers there are.
    """

    @functools.wraps(action)
    def act(self):
        self.ensure_one()
        self.check_access("write")
        if self.is_done:
            return self._what_became()
        self._refuse_nothing_chosen()
        # sudo: the mark is nobody's to write, see `write`
        self.sudo().is_done = True
        self.flush_recordset(["is_done"])
        result = action(self)
        self._note_papers(result)
        return result

    act.acts_once = True
    return act


class ConvenienceOnceMixin(models.AbstractModel):
    """A dialog that moves money or decides does so once, and shows again what came of it."""

    _name = "convenience.once.mixin"
    _description = "Dialog That Acts Once"

    is_done = fields.Boolean(readonly=True, copy=False)
    papers = fields.Json(readonly=True, copy=False, help="The action that printed them.")

    @api.model_create_multi
    def create(self, vals_list):
        fresh = [{name: vals[name] for name in vals.keys() - NOTED} for vals in vals_list]
        return super().create(fresh)

    def write(self, vals):
        if not self.env.su:
            for wizard in self.sudo():
                if wizard.is_done or NOTED & vals.keys():
                    raise UserError(
                        self.env._(
                            "%(dialog)s: this is done already. Open it anew for what is to be "
                            "done besides.",
                            dialog=self._description,
                        )
                    )
        return super().write(vals)

    def _refuse_nothing_chosen(self):
        """What a dialog is about may have been emptied: the database minds columns only."""
        for name, field in self._fields.items():
            if field.required and field.type in ("many2many", "one2many") and not self[name]:
                raise UserError(
                    self.env._(
                        "%(dialog)s: choose its “%(field)s” first.",
                        dialog=self._description,
                        field=field._description_string(self.env),
                    )
                )

    def _note_papers(self, action):
        """Keep what is printed, for whoever presses again."""
        if isinstance(action, dict) and action.get("type") == "ir.actions.report":
            # sudo: see `once`
            self.sudo().papers = {
                **action,
                "context": {"active_ids": action["context"]["active_ids"]},
            }

    def _what_became(self):
        """Return the action that prints the papers again, or says that it is done."""
        return self.papers or {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "message": self.env._("This is done already."),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
