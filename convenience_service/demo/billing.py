"""Two months' accounts: one settled and invoiced, one on the cashier's desk; what the work cost."""


def settle(community):
    """The month before the last, from the compilation to the posted invoices."""
    community.settlement = compile_month(community, community.month(-2))
    community.by("cashier", community.settlement).action_confirm()
    # as the job does, without its commits
    statements = community.settlement.statement_ids
    statements._invoice_now()
    community.settlement._finish_invoiced()


def compile_last_month(community):
    """The service manager has signed last month's report; the cashier is to accept it."""
    compile_month(community, community.month(-1))


def compile_month(community, day):
    settlement = community.by("service_manager", "convenience.settlement").create(
        {"office_id": community.office.id, "date_to": day}
    )
    settlement.action_compile()
    settlement.action_review()
    return settlement.with_env(community.env)


def pay_staff_and_providers(community):
    """What the settled month earned the workers and outside providers."""
    month = {"office_id": community.office.id, "date_to": community.settlement.date_to}
    sheet = community.by("service_manager", "convenience.commission.sheet").create(month)
    community.by("director", sheet).action_confirm()
    bills = community.by("cashier", "convenience.provider.bill")
    bills._draft_month(community.by("cashier", community.office), community.settlement.date_to)
