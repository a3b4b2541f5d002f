"""How a payer pays, on every paper that asks for money."""

from odoo.tools.image import image_data_uri


def ways_to_pay(office, reference):
    """Return what the office says of paying: its note, account and code, whoever prints it.

    :param str reference: what a transfer is to name
    """
    # sudo: it is printed for the payer
    own = office.sudo()
    company = own.company_id.partner_id
    bank = own.payment_bank_id or company.bank_ids[:1]
    return {
        "note": office.payment_note or "",
        "account": bank.acc_number or "",
        "bank": bank.bank_id.name or "",
        "holder": bank.acc_holder_name or company.name,
        "code": image_data_uri(own.payment_code) if own.payment_code else "",
        "reference": reference,
    }
