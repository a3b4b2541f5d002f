from odoo import models


class AccountChartTemplate(models.AbstractModel):
    """The accounting's own demo data leave the service items alone."""

    _inherit = "account.chart.template"

    def _get_demo_exception_product_template_xml_ids(self):
        """They would put the company's default tax on every product that has an external id, and
        be refused: approved prices include their tax.
        """
        items = self.env["product.template"].with_context(active_test=False)
        names = items.search([("is_convenience", "=", True)])._get_external_ids().values()
        return [*super()._get_demo_exception_product_template_xml_ids(), *sum(names, [])]

    def _get_demo_exception_product_variant_xml_ids(self):
        """As for the items, for variants that were exported."""
        variants = self.env["product.product"].with_context(active_test=False)
        names = variants.search([("is_convenience", "=", True)])._get_external_ids().values()
        return [*super()._get_demo_exception_product_variant_xml_ids(), *sum(names, [])]
