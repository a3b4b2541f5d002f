"""What the cashier and a collector take: prepayments, a deposit, money for an errand, bills."""

PREPAID = {"tenant_he": 500.0, "tenant_lin": 300.0}


def take_prepayments(community):
    """Tenants pay ahead before they order."""
    journal = till(community)
    for payer, amount in PREPAID.items():
        community.by("cashier", "convenience.prepayment.wizard").create(
            {
                "office_id": community.office.id,
                "partner_id": community.ref(f"demo_{payer}").id,
                "direction": "in",
                "amount": amount,
                "journal_id": journal.id,
            }
        ).action_apply()


def invoice_prepaid(community):
    """Bill what is reviewed and paid ahead, as the job does, without its commits."""
    statements = community.env["convenience.statement"].search(statements_due(community, "prepaid"))
    statements._invoice_now()


def statements_due(community, kind):
    return [
        ("office_id", "=", community.office.id),
        ("kind", "=", kind),
        ("state", "=", "confirmed"),
    ]


def receive_deposit(community):
    deposit = community.requests["deposit"].deposit_ids
    community.by("cashier", deposit)._receive(deposit.amount_due, till(community))


def entrust(community):
    """A resident leaves money for tickets; the clerk has bought them, the cashier is to book."""
    errand = community.requests["errand"]
    entrusted = community.by("clerk", "convenience.entrusted")._open_for(errand)
    community.by("cashier", entrusted)._receive(1200.0, till(community))
    community.by("clerk", "convenience.entrusted.voucher").create(
        {
            "entrusted_id": entrusted.id,
            "name": "机票两张",
            "number": "784-2210045",
            "date": community.today,
            "amount": 1130.0,
            "payee": "航空公司",
        }
    )


def take_payment(community):
    """One owner pays the settled month at the till, and applies for a tax invoice."""
    bill = community.bill("owner_wang")
    community.by("cashier", "convenience.statement.payment").create(
        {"statement_ids": [(6, 0, bill.ids)]}
    ).action_pay()
    community.by("clerk", "convenience.tax.invoice").create(
        {
            "office_id": community.office.id,
            "partner_id": bill.partner_id.id,
            "line_ids": [(0, 0, {"statement_id": bill.id})],
        }
    )


def collect(community):
    """A collector has handed in one owner's money, and holds another's."""
    collect_from(community, "owner_li")
    community.by("clerk", "convenience.handover").create(
        {"office_id": community.office.id}
    ).action_submit()
    collect_from(community, "owner_zhang")


def collect_from(community, payer):
    bill = community.bill(payer)
    community.by("clerk", "convenience.collection").create(
        {
            "office_id": community.office.id,
            "partner_id": bill.partner_id.id,
            "statement_ids": [(6, 0, bill.ids)],
            "request_ids": [(5,)],
        }
    ).action_give_receipt()


def till(community):
    """The office's till; a company without cash journal, or whose one is a till, gets another."""
    tills, journals = community.env["convenience.till"], community.env["account.journal"]
    own = tills.search([("office_id", "=", community.office.id)], limit=1)
    if own:
        return own.journal_id
    values = {"type": "cash", "company_id": community.company.id}
    found = journals.search([(name, "=", value) for name, value in values.items()])
    taken = tills.search([("company_id", "=", community.company.id)]).journal_id
    journal = (found - taken)[:1] or journals.create(
        {**values, "name": "现金", "code": f"XJ{community.office.id}"[:5]}
    )
    tills.create(
        {
            "name": f"{community.office.name}收费处",
            "office_id": community.office.id,
            "journal_id": journal.id,
            "date_start": community.today,
        }
    )
    return journal
