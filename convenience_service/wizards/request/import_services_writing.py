from odoo import api, models
from odoo.fields import Command


class ConvenienceImportServices(models.AbstractModel):
    """What of a sheet of services is registered already, and how the rest is written."""

    _name = "convenience.import.services"
    _inherit = ["convenience.import.services"]

    # ------------------------------------------------------------------ known numbers

    @api.model
    def _compare(self, row, request):
        """A known number is left alone; a row that says otherwise is refused."""
        differing = [
            row.grid.header(key)
            for key, same in self._comparison(row, request).items()
            if row.grid.has(key) and not same
        ]
        if differing:
            row.refuse(
                "name",
                self.env._(
                    "This number is registered already with other content: %(columns)s.",
                    columns=", ".join(differing),
                ),
            )

    @api.model
    def _comparison(self, row, request):
        """Return {column: whether the request says the same}. It may have gone on since."""
        service, line = row.plan, request.line_ids[:1]
        signed = request.state in ("signed", "reviewed")
        return {
            "registered": service.registered_at == request.registered_at,
            "number": service.unit == request.unit_id,
            "customer": service.customer == request.customer_id,
            "item": len(request.line_ids) == 1 and line.product_id == self._product_of(service),
            "quantity": abs(line.quantity - row.get("quantity")) < 1e-6,
            "channel": row.get("channel") == request.channel,
            "workers": set(service.workers.employee_id.ids) == set(request.worker_ids.ids),
            "done": not service.done_at or service.done_at == request.done_at,
            "signed": signed or not row.get("signed") or request.state == "cancelled",
            "note": row.get("note", "") == (request.note or ""),
        }

    @api.model
    def _product_of(self, service):
        return service.tariff_line.product_id

    # ------------------------------------------------------------------ writing

    @api.model
    def _write_rows(self, office, rows):
        """Register the new requests, then bring them to done and signed by the import's moves."""
        rows = [row for row in rows if row.action == "create"]
        requests = self.env["convenience.request"]._register_many(
            [self._prepare_request(row) for row in rows]
        )
        done = [pair for pair in zip(rows, requests, strict=True) if pair[0].plan.done_at]
        self._move(done, "done", lambda row: {"done_at": row.plan.done_at})
        signed = [(row, request) for row, request in done if row.get("signed")]
        self._move(signed, "signed", self._prepare_signature)

    @api.model
    def _move(self, pairs, state, values_of):
        requests = self.env["convenience.request"].union(*(request for _row, request in pairs))
        stamps = {request.id: values_of(row) for row, request in pairs}
        if requests:
            requests._move_to(state, via="import", values=stamps)

    @api.model
    def _prepare_request(self, row):
        service = row.plan
        return {
            "name": row.get("name"),
            "registered_at": service.registered_at,
            "unit_id": service.unit.id,
            "customer_id": service.customer.id,
            "phone": row.get("phone"),
            "channel": row.get("channel"),
            "note": row.get("note", False),
            "department_id": service.tariff_line.sudo().department_id.id,
            "worker_ids": [Command.set(service.workers.employee_id.ids)],
            "line_ids": [self._prepare_line(row)],
        }

    @api.model
    def _prepare_line(self, row):
        product = self._product_of(row.plan)
        return Command.create({"product_id": product.id, "quantity": row.get("quantity")})

    @api.model
    def _prepare_signature(self, row):
        """The sheet says that the customer signed the paper: taken at the end of the work."""
        return {
            "signed_at": row.plan.done_at,
            "signed_name": row.plan.customer.name,
            "signed_relation": "self",
            "signed_on_paper": True,
        }
