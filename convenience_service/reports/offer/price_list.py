import base64

from odoo import fields, models

from ..guard.workbook import Book

KINDS = ("text", "text", "text", "money", *("text",) * 6)


class ConvenienceOffice(models.Model):
    """The price list in force as a spreadsheet, as residents may read it (P1 制度 6)."""

    _name = "convenience.office"
    _inherit = ["convenience.office"]

    price_list_file = fields.Binary(compute="_compute_price_list_file")
    price_list_name = fields.Char(compute="_compute_price_list_name")

    def _compute_price_list_file(self):
        """Made when it is fetched."""
        for office in self:
            office.price_list_file = base64.b64encode(office._price_list_xlsx())

    def _compute_price_list_name(self):
        for office in self:
            day = fields.Date.to_string(office._today())
            office.price_list_name = f"{office.name} {office.tariff_title or ''} {day}.xlsx"

    def _price_list_xlsx(self):
        """Return the bytes of the workbook, in the language of residents."""
        office = self.with_context(lang=self._public_lang())
        offer, book = office._public_offer(), Book()
        env = office.env
        heading = [f"{offer['office']} {offer['title']}", offer["heading"]]
        sheet = book.add_sheet(offer["title"], KINDS, heading)
        sheet.head(
            [
                env._("Category"), env._("Item"), env._("Meant For"), env._("Price"),
                env._("Unit of Measure"), env._("Beforehand"), env._("Materials"),
                env._("How It Is Counted"), env._("Standard of Service"), env._("Warranty"),
            ]
        )  # fmt: skip
        for category, rows in [*offer["paid"], *offer["free"]]:
            for row in rows:
                sheet.row(
                    [
                        category, row["name"], row["types"] or env._("All"),
                        row["price"] if row["value"] is None else row["value"],
                        row["uom"], row["terms"], row["materials"], row["counting"],
                        row["standard"], row["warranty"],
                    ]
                )  # fmt: skip
        return book.close()

    def action_download_price_list(self):
        """Return the address of the price list in force as a spreadsheet."""
        self.ensure_one()
        self.check_access("read")
        address = f"/web/content/{self._name}/{self.id}/price_list_file"
        return {
            "type": "ir.actions.act_url",
            "url": f"{address}?download=true&filename_field=price_list_name",
            "target": "download",
        }
