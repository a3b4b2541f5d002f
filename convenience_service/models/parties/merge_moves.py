from typing import NamedTuple

from odoo import api, models


class Moves(NamedTuple):
    """What goes to another contact when two are joined: `text` names it with number and amount.

    `is_money`: whether it is somebody's money, or a paper about it.
    """

    text: str
    is_money: bool = False


class ResPartner(models.Model):
    """What contacts have, which becomes another's when they are joined with that."""

    _name = "res.partner"
    _inherit = ["res.partner"]

    def _merge_moves(self):
        """Hook: return what would move from these contacts, a list of `Moves`; for superusers.

        What the contacts do not have is not in the list.
        """
        occupancies = self.convenience_occupancy_ids | self.convenience_let_ids
        units = ", ".join(sorted(set(occupancies.unit_id.mapped("name"))))
        logins = self.with_context(active_test=False).user_ids
        return [
            *self._moving(self.env._("Units: %(what)s", what=units), occupancies),
            *self._moving(
                self.env._("Logins: %(what)s", what=", ".join(logins.mapped("login"))), logins
            ),
        ]

    @api.model
    def _moving(self, text, records, is_money=False):
        """Return the `Moves` of these records in a list: none where there are none."""
        return [Moves(text, is_money)] if records else []

    @api.model
    def _counted(self, model, field_name, partners):
        """Return how many records of the model name these contacts, archived ones too."""
        return (
            self.env[model]
            .with_context(active_test=False)
            .search_count([(field_name, "in", partners.ids)])
        )
