from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..parties.working_time import WorkingTime
from .request import OPEN_STATES

WAITING_STATES = ("new", "assigned")


class ConvenienceRequest(models.Model):
    """By when somebody sets out and by when the work is done (P2 4.2.5, P5 4.2.6).

    Counted from registration by the hours of the tightest item, over the office's working hours
    or round the clock. What was promised stays when an item's hours change later.
    """

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    respond_by = fields.Datetime(readonly=True, copy=False)
    finish_by = fields.Datetime(readonly=True, copy=False)
    deadlines_from = fields.Datetime(
        "Deadlines Counted From",
        readonly=True,
        copy=False,
        help="When the request was sent back to work or put off. Empty: since registration.",
    )
    is_overdue = fields.Boolean(
        "Overdue", compute="_compute_deadline_state", compute_sudo=True, search="_search_is_overdue"
    )
    is_late_response = fields.Boolean(
        "Late Response",
        compute="_compute_deadline_state",
        compute_sudo=True,
        search="_search_is_late_response",
        help="Nobody has started although somebody was to set out by now.",
    )
    deadline_state = fields.Selection(
        [
            ("none", "In Time"),
            ("soon", "Due Soon"),
            ("late_response", "Late Response"),
            ("late", "Overdue"),
        ],
        "Urgency",
        compute="_compute_deadline_state",
        compute_sudo=True,
        search="_search_deadline_state",
    )

    # ------------------------------------------------------------------ how urgent it is

    @api.depends("state", "respond_by", "finish_by", "office_id.warn_before_hours")
    def _compute_deadline_state(self):
        now = fields.Datetime.now()
        for request in self:
            is_open = request.state in OPEN_STATES
            waiting = request.state in WAITING_STATES
            soon = now + timedelta(hours=request.office_id.warn_before_hours)
            request.is_overdue = is_open and _passed(request.finish_by, now)
            request.is_late_response = waiting and _passed(request.respond_by, now)
            if request.is_overdue:
                request.deadline_state = "late"
            elif request.is_late_response:
                request.deadline_state = "late_response"
            else:
                request.deadline_state = (
                    "soon" if _passed(request._next_deadline(), soon) else "none"
                )

    def _next_deadline(self):
        """Return the first deadline that is still to be kept (naive UTC), or False."""
        if self.state not in OPEN_STATES:
            return False
        pending = [self.finish_by, self.state in WAITING_STATES and self.respond_by]
        return min(filter(None, pending), default=False)

    @api.model
    def _domain_passed(self, moment):
        """What has a deadline to keep that lies before the moment."""
        response = Domain("state", "in", WAITING_STATES) & Domain("respond_by", "<", moment)
        return Domain("state", "in", OPEN_STATES) & (Domain("finish_by", "<", moment) | response)

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("state", "in", OPEN_STATES) & Domain("finish_by", "<", fields.Datetime.now())

    @api.model
    def _search_is_late_response(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("state", "in", WAITING_STATES) & Domain(
            "respond_by", "<", fields.Datetime.now()
        )

    @api.model
    def _search_deadline_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("is_overdue", "=", True)
        response = Domain("is_late_response", "=", True) & ~late
        soon = self._domain_by_office(
            "warn_before_hours", lambda hours: fields.Datetime.now() + timedelta(hours=hours)
        )
        domains = {
            "late": late,
            "late_response": response,
            "soon": soon & ~late & ~response,
            "none": ~(soon | late | response),
        }
        return Domain.OR(domains[state] for state in value if state in domains)

    @api.model
    def _domain_by_office(self, setting, moment_of):
        """What has a deadline before a moment that depends on a setting of its office."""
        # sudo: the setting counts, whoever asks; what is found is narrowed by the rules
        offices = self.env["convenience.office"].sudo().with_context(active_test=False).search([])
        return Domain.OR(
            Domain("office_id", "in", same.ids) & self._domain_passed(moment_of(hours))
            for hours, same in offices.grouped(setting).items()
        )

    # ------------------------------------------------------------------ setting them

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"respond_by", "finish_by", "deadlines_from"}

    @api.model
    def _guarded_defaults(self):
        names = ("respond_by", "finish_by", "deadlines_from")
        return {**super()._guarded_defaults(), **dict.fromkeys(names, False)}

    def write(self, vals):
        """Urgent work runs round the clock: what turns out to be urgent gets new deadlines."""
        if "is_urgent" not in vals:
            return super().write(vals)
        changed = self._still_open().filtered(
            lambda request: request.is_urgent != bool(vals["is_urgent"])
        )
        result = super().write(vals)
        changed._renew_deadlines()
        return result

    def _still_open(self):
        """What is done was in time or late; nothing promised later changes that."""
        return self.filtered(lambda request: request.state in OPEN_STATES)

    def _prepare_record_values(self, move, values):
        """Work that is taken up again has its hours again."""
        values = super()._prepare_record_values(move, values)
        if (move.source, move.target) != ("done", "in_progress"):
            return values
        again = {"deadlines_from": fields.Datetime.now()}
        return {request.id: {**values.get(request.id, {}), **again} for request in self}

    def _after_move(self, move):
        result = super()._after_move(move)
        if (move.source, move.target) == ("done", "in_progress"):
            self._renew_deadlines()
        return result

    def _restart_deadlines(self, moment):
        """Count the deadlines anew, when a request is put off.

        :param moment: what they are counted from, naive UTC
        """
        self._write_guarded({"deadlines_from": moment})
        self._renew_deadlines()

    def _renew_deadlines(self):
        """Set the deadlines from all lines; a response that was given is not asked for again."""
        renewed = self._prepare_deadlines(self.line_ids)
        for request in self:
            if request.state not in WAITING_STATES:
                del renewed[request.id]["respond_by"]
        self._write_deadlines(renewed)

    def _set_deadlines(self, lines):
        """Promise the tightest hours of lines that are new; a promise is never loosened."""
        requests = self._still_open()
        promised = requests._prepare_deadlines(lines)
        requests._write_deadlines(
            {
                request.id: {
                    name: min(filter(None, (request[name], moment)), default=False)
                    for name, moment in promised[request.id].items()
                }
                for request in requests
            }
        )

    def _write_deadlines(self, values_by_id):
        """Write what is another moment than before; most lines added change nothing."""
        changed = self.filtered(
            lambda request: any(
                request[name] != moment for name, moment in values_by_id[request.id].items()
            )
        )
        changed._write_guarded_each({request.id: values_by_id[request.id] for request in changed})

    def _prepare_deadlines(self, lines):
        """Return {request id: respond-by and finish-by}, each the tightest of the lines."""
        # sudo: the office's calendar counts, whoever registers
        requests, clocks = self.sudo(), self.sudo()._working_times()
        by_request = lines.sudo().grouped("request_id")
        prepared = {}
        for request in requests:
            items = by_request.get(request, lines.browse()).product_id.product_tmpl_id
            promises = [request._promise(item, clocks.get(request.office_id)) for item in items]
            respond, finish = zip(*promises, strict=True) if promises else ((), ())
            prepared[request.id] = {
                "respond_by": min(filter(None, respond), default=False),
                "finish_by": min(filter(None, finish), default=False),
            }
        return prepared

    def _working_times(self):
        """Return {office: its working time}, without the offices that have no calendar."""
        return {
            office: WorkingTime(office, min(request._deadlines_start() for request in requests))
            for office, requests in self.grouped("office_id").items()
            if office.resource_calendar_id
        }

    def _deadlines_start(self):
        return self.deadlines_from or self.registered_at

    def _promise(self, item, clock):
        """Return respond-by and finish-by (naive UTC) that one item asks for."""
        if self.is_urgent or item.convenience_round_the_clock:
            clock = None
        hours = item._convenience_hours(self.customer_type_id)
        return [deadline_after(self._deadlines_start(), number, clock) for number in hours]


def deadline_after(start, hours, clock):
    """Return the moment (naive UTC) so many hours after the start; False where none are set.

    :param clock: the `WorkingTime` that is counted by; None: day and night
    """
    if hours <= 0:
        return False
    worked = clock.after(start, hours) if clock else None
    return worked or start + timedelta(hours=hours)


def _passed(deadline, moment):
    return bool(deadline) and deadline < moment
