from odoo import api, models

from ..guard.roles import SHEET_IMPORT

REGISTERING = "_convenience_registering"


class _Registering:
    """Marks lines that come with their request; a remote caller cannot make one out of JSON."""


class ConvenienceRequest(models.Model):
    """Registering: number, local day, who pays and how are fixed together with the first lines."""

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    @api.model_create_multi
    def create(self, vals_list):
        if self._is_permitted_creation(vals_list):
            # lines that come with their request are looked at together with it, not one by one
            marked = self.with_context(**{REGISTERING: _Registering()})
            requests = super(ConvenienceRequest, marked).create(vals_list)
            return requests.with_context(**{REGISTERING: None})
        chosen = {"unit_id", "customer_id", "payer_id", "payer_consent"}
        kept = self._fields.keys() - self._guarded_fields() | chosen
        asked = [
            {name: value for name, value in vals.items() if name in kept} for vals in vals_list
        ]
        requests = self._create_guarded(self._complete_registration(asked))
        requests._after_registration()
        return requests

    @api.model
    def _is_registering(self):
        return isinstance(self.env.context.get(REGISTERING), _Registering)

    def _after_registration(self):
        """Hook: what follows once requests are registered with their lines.

        What may refuse them comes before `super()`, what tells others of them after it.
        """

    def _after_lines_added(self, lines):
        """Hook: what follows once lines are added to requests that are registered already."""

    def _obstacle(self):
        """Hook: why nobody can be sent yet (a key of `waiting_for`), or False."""
        return False

    def _clear_obstacle(self, obstacle):
        """Hook: do what can be done at once so that the obstacle holds nobody up any more."""

    @api.model
    def _register_many(self, vals_list):
        """Register past work: number and moment of registration are the sheet's.

        :param vals_list: values as for `create`, with `name` and `registered_at` (naive UTC)
        :raise AccessError: when the user may not import finished work
        """
        self._require_role(SHEET_IMPORT, act=self.env._("import finished work"))
        vals_list = self._complete_registration(vals_list, past=True)
        return self._create_guarded(vals_list)

    @api.model
    def _complete_registration(self, vals_list, past=False):
        """Return the values with everything that is fixed at registration.

        :param past: number and moment of registration are given (naive UTC), not now
        """
        defaults = self.default_get(["unit_id", "customer_id"])
        completed = [{**defaults, **vals} for vals in vals_list]
        occupancies = self._find_occupancies(completed, past)
        return [
            {**vals, **self._prepare_registration(vals, occupancy, past)}
            for vals, occupancy in zip(completed, occupancies, strict=True)
        ]

    @api.model
    def _prepare_registration(self, vals, occupancy, past):
        """Return what is fixed at registration: number, local day, payer, way of paying."""
        # sudo: the number is drawn for whoever registers
        sequence = self.env["ir.sequence"].sudo().with_company(occupancy.company_id)
        moment = self._moment_of(vals, past)
        day = occupancy.office_id._local_date(moment)
        return {
            "name": vals["name"] if past else sequence.next_by_code("convenience.request"),
            "office_id": occupancy.office_id.id,
            "occupancy_id": occupancy.id,
            "customer_type_id": occupancy.unit_id.customer_type_id.id,
            "phone": vals.get("phone") or occupancy.partner_id.phone,
            "registered_at": moment,
            "date_registered": day,
            **self._prepare_payer(vals, occupancy, day),
        }

    def _adopt_department(self):
        """Where nobody chose one, the department of the first item does the work."""
        for request in self.filtered(lambda request: not request.department_id):
            request.department_id = request.line_ids[:1].department_id
