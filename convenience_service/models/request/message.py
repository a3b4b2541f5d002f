from odoo import models

TOLD_STATES = ("assigned", "done")


class ConvenienceRequest(models.Model):
    """The customer is told of registration, dispatch and completion (P2 4.2.5 to 4.3.1).

    Past work brought in from sheets tells nobody: it is neither registered nor moved by people.
    """

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    def _after_registration(self):
        # first what may still refuse the request
        result = super()._after_registration()
        self.env["convenience.notifier"]._notify("registered", self)
        return result

    def _after_move(self, move):
        result = super()._after_move(move)
        if move.target in TOLD_STATES and move.via != "import":
            self.env["convenience.notifier"]._notify(move.target, self)
        return result
