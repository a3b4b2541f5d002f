from psycopg2.errors import ForeignKeyViolation

from odoo import api, models

OURS = "convenience_"
NOT_THERE = "is not present in table"


class Base(models.AbstractModel):
    """A record of ours that is tied to one that is not there.

    Only the database knows, and to ask it beforehand would cost a query for every link that is
    written. What it says is about deleting, which nobody was doing.
    """

    _name = "base"
    _inherit = ["base"]

    @api.model
    def _sql_error_to_message_generic(self, exc):
        if (
            isinstance(exc, ForeignKeyViolation)
            and (exc.diag.table_name or "").startswith(OURS)
            and NOT_THERE in (exc.diag.message_detail or "")
        ):
            return self._not_there_message(exc.diag)
        return super()._sql_error_to_message_generic(exc)

    @api.model
    def _not_there_message(self, diag):
        prefix, suffix = f"{diag.table_name}_", "_fkey"
        column = diag.constraint_name.removeprefix(prefix).removesuffix(suffix)
        field = self._fields.get(column)
        if not field:
            return self.env._("A record that is listed there is none (any more). Choose others.")
        return self.env._(
            "%(model)s: what was chosen as its “%(field)s” is not there (any more). Choose one "
            "that there is.",
            model=self.env["ir.model"]._get(self._name).name or self._description,
            field=field._description_string(self.env),
        )
