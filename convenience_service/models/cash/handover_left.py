from odoo import api, fields, models
from odoo.exceptions import UserError

from ..guard.roles import CLERK, SERVICE_MANAGER


class ConvenienceHandover(models.Model):
    """Money that a collector who left had in hand: somebody named takes it over and hands it in."""

    _name = "convenience.handover"
    _inherit = ["convenience.handover"]

    taken_over_from_id = fields.Many2one(
        "res.users", readonly=True, copy=False, help="Who had given the receipts."
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"taken_over_from_id"}

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), "taken_over_from_id": False}

    def _whose_receipts(self):
        return self.taken_over_from_id or super()._whose_receipts()

    @api.model
    def _take_over(self, office, left, collector):
        """Make the hand-over of what somebody who left has in hand, for who answers for it now.

        :param left: `res.users`, who gave the receipts
        :param collector: `res.users`, who hands the money to the cashier
        :raise AccessError: when the user is no service manager of the office
        :raise UserError: when who left did not leave, or has nothing in hand
        """
        self._require_role(SERVICE_MANAGER, act=self.env._("say who takes the money over"))
        office.check_access("read")
        self._check_left(office, left)
        self._check_successor(office, collector)
        # sudo: the decision was checked; the hand-over is the successor's from here on
        handover = self.sudo()._create_guarded(
            [
                {
                    "office_id": office.id,
                    "collector_id": collector.id,
                    "taken_over_from_id": left.id,
                }
            ]
        )
        return handover.sudo(False)

    @api.model
    def _check_left(self, office, left):
        # sudo: who is at work where is the office's own
        if left.sudo().active and left in office.sudo().user_ids:
            raise UserError(
                self.env._(
                    "%(collector)s works for %(office)s still and hands the money in. Archive the "
                    "login, or take it off the office, first.",
                    collector=left.name,
                    office=office.name,
                )
            )

    @api.model
    def _check_successor(self, office, collector):
        able = collector.active and collector in office.sudo().user_ids
        if not (able and collector._has_convenience_role(CLERK)):
            raise UserError(
                self.env._(
                    "%(collector)s cannot hand money in for %(office)s. Choose somebody of its "
                    "service desk.",
                    collector=collector.name,
                    office=office.name,
                )
            )
