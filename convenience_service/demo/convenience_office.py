import logging

from odoo import api, models
from odoo.tools.convert import convert_file

from . import (
    aftercare,
    agreements,
    billing,
    cash,
    collection,
    conduct,
    desk,
    free_services,
    planning,
    prices,
    services,
)
from .community import ADDON, Community

_logger = logging.getLogger(__name__)

# What the community starts with; what happens in it is made by its people, step by step.
FILES = (
    "res.partner.csv",
    "staff.xml",
    "convenience.unit.csv",
    "convenience.occupancy.csv",
    "settings.xml",
)
STEPS = (
    prices.approve_tariff,
    prices.tell_residents,
    prices.submit_amendment,
    desk.plan_duty,
    desk.report_present,
    services.enter_past,
    billing.settle,
    billing.compile_last_month,
    billing.pay_staff_and_providers,
    cash.take_prepayments,
    services.register,
    cash.receive_deposit,
    cash.entrust,
    services.advance,
    services.quote,
    cash.invoice_prepaid,
    cash.take_payment,
    cash.collect,
    agreements.sign,
    collection.remind,
    collection.decide,
    desk.take_enquiries,
    desk.handle_complaint,
    desk.prepare_move_out,
    free_services.lend,
    free_services.keep_key,
    free_services.stock_kit,
    free_services.hold_activities,
    planning.begin_annual_round,
    planning.name_deputy,
    planning.propose_merge,
    planning.prepare_raise,
    conduct.look_after_conduct,
    aftercare.look_after_quality,
)


class ConvenienceOffice(models.Model):
    """A small community for a first look, in databases that are to have demo data."""

    _inherit = "convenience.office"

    @api.model
    def _load_demo(self):
        """Put an office of the main company and two months of its life into the database.

        Left out, with a line in the log, where it is there already and where the company's books
        are not those of the accounting's own demo data: no receipt of a demo belongs there.
        """
        obstacle = self._demo_obstacle()
        if obstacle:
            _logger.info("The demo community is not loaded: %s", obstacle)
            return
        for name in FILES:
            path = f"demo/community/{name}"
            convert_file(self.env, ADDON, path, None, mode="init", noupdate=True)
        community = Community(self.env)
        for step in STEPS:
            step(community)

    @api.model
    def _demo_obstacle(self):
        """Return why the community cannot be loaded, or an empty string."""
        company = self.env.ref("base.main_company")
        if not company.chart_template:
            return f"{company.name} has no chart of accounts."
        if company.chart_template != "generic_coa" and company.root_id._existing_accounting():
            return f"{company.name} has entries on the chart {company.chart_template}."
        if self.env.ref(f"{ADDON}.demo_office", raise_if_not_found=False):
            return "its office is there already."
        return ""
