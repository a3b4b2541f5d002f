from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

LIST_URL = "/my/service-requests"
HISTORY = "my_service_requests_history"
FILTERS = {
    "all": [],
    "open": [("state", "in", ("new", "assigned", "in_progress"))],
    "to_sign": [("state", "=", "done"), ("signature_required", "=", True)],
    "finished": [("state", "in", ("done", "signed", "reviewed"))],
}


class ServiceRequestPortal(CustomerPortal):
    """The customer's own requests online: the list, the page of each, and the signature."""

    # ------------------------------------------------------------------ home and list

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "service_request_count" in counters:
            requests = request.env["convenience.request"]
            values["service_request_count"] = (
                requests.search_count(self._own_requests_domain())
                if requests.has_access("read")
                else 0
            )
        return values

    def _own_requests_domain(self):
        """Own is what the partner ordered or pays for, also for who may see more than that."""
        partner = request.env.user.partner_id
        return Domain("customer_id", "=", partner.id) | Domain("payer_id", "=", partner.id)

    def _service_request_sortings(self):
        return {
            "date": {"label": request.env._("Newest"), "order": "registered_at desc, id desc"},
            "name": {"label": request.env._("Number"), "order": "name desc"},
            "state": {"label": request.env._("Status"), "order": "state, id desc"},
        }

    def _service_request_filters(self):
        labels = {
            "all": request.env._("All"),
            "open": request.env._("Open"),
            "to_sign": request.env._("To Sign"),
            "finished": request.env._("Finished"),
        }
        return {name: {"label": labels[name], "domain": FILTERS[name]} for name in FILTERS}

    @http.route([LIST_URL, f"{LIST_URL}/page/<int:page>"], type="http", auth="user", website=True)
    def portal_my_service_requests(self, page=1, sortby=None, filterby=None, **kw):
        """List the user's own requests."""
        requests = request.env["convenience.request"]
        if not requests.has_access("read"):
            return request.redirect("/my")
        sortings, filters = self._service_request_sortings(), self._service_request_filters()
        sortby = sortby if sortby in sortings else "date"
        filterby = filterby if filterby in filters else "all"
        domain = self._own_requests_domain() & Domain(filters[filterby]["domain"])
        pager = portal_pager(
            url=LIST_URL,
            url_args={"sortby": sortby, "filterby": filterby},
            total=requests.search_count(domain),
            page=page,
            step=self._items_per_page,
        )
        order, limit = sortings[sortby]["order"], self._items_per_page
        found = requests.search(domain, order=order, limit=limit, offset=pager["offset"])
        request.session[HISTORY] = found.ids[:100]
        values = {
            **self._prepare_portal_layout_values(),
            # sudo: the rows are the user's own; names of unit and office come with them
            "service_requests": found.sudo(),
            "service_balances": request.env.user.partner_id._convenience_portal_balances(),
            "page_name": "service_request",
            "default_url": LIST_URL,
            "pager": pager,
            **{"searchbar_sortings": sortings, "searchbar_filters": filters},
            **{"sortby": sortby, "filterby": filterby},
        }
        return request.render("convenience_service.portal_my_service_requests", values)

    # ------------------------------------------------------------------ page and signature

    def _service_request_of(self, request_id, access_token):
        """Return the request for somebody who may act as its customer, as the real user.

        :raise AccessError, MissingError: for everybody else, the staff included
        """
        record = self._document_check_access("convenience.request", request_id, access_token)
        record = record.with_user(request.env.user)
        if not record._may_sign_online(access_token):
            raise AccessError(request.env._("Only the customer signs for this request."))
        # sudo: it is the customer who asks, by login or by the link that only they got
        return record.sudo()

    @http.route([f"{LIST_URL}/<int:request_id>"], type="http", auth="public", website=True)
    def portal_service_request(self, request_id, access_token=None, **kw):
        """Show one request, and the way to sign it to who may."""
        try:
            record = self._document_check_access("convenience.request", request_id, access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        may_sign = record.with_user(request.env.user)._may_sign_online(access_token)
        values = self._get_page_view_values(
            record,
            access_token,
            {
                "page_name": "service_request",
                "service_request": record,
                "to_sign": may_sign and record._awaits_customer(),
                "sign_url": self._action_url(record, "sign", access_token),
                "refuse_url": self._action_url(record, "refuse", access_token),
            },
            HISTORY,
            False,
            **kw,
        )
        return request.render("convenience_service.portal_service_request", values)

    def _action_url(self, record, action, access_token):
        url = f"{record.access_url}/{action}" if action else record.access_url
        return f"{url}?access_token={access_token}" if access_token else url

    @http.route([f"{LIST_URL}/<int:request_id>/sign"], type="jsonrpc", auth="public", website=True)
    def portal_service_request_sign(self, request_id, access_token=None, name=None, signature=None):
        """Take the signature of the form on the page; what is wrong comes back as a sentence."""
        access_token = access_token or request.httprequest.args.get("access_token")
        try:
            record = self._service_request_of(request_id, access_token)
            with request.env.cr.savepoint():
                record._sign_online(name, signature)
        except (AccessError, MissingError):
            return {"error": request.env._("This link does not belong to the request.")}
        except UserError as error:
            return {"error": str(error)}
        return {"force_refresh": True, "redirect_url": self._action_url(record, "", access_token)}

    @http.route(
        [f"{LIST_URL}/<int:request_id>/refuse"],
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
    )
    def portal_service_request_refuse(self, request_id, access_token=None, reason=None, **kw):
        """Take the reason why the customer does not sign, and show the page again."""
        try:
            record = self._service_request_of(request_id, access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        try:
            with request.env.cr.savepoint():
                record._refuse_online(reason)
        except UserError as error:
            return self.portal_service_request(request_id, access_token, error=str(error))
        return request.redirect(self._action_url(record, "", access_token))
