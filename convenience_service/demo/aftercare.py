"""After the service: customers asked, a problem handed up, an item's fixed cost, an evaluation."""

from dateutil.relativedelta import relativedelta


def look_after_quality(community):
    """Each of what the management reads, in a state in which somebody has to act."""
    draw(community)
    own = {"office_id": community.office.id}
    community.by("supervisor", "convenience.problem").create(
        {
            **own,
            "about": "2栋主下水管多次堵塞，疏通后一周内复发三次。",
            "question": "是否请专业公司做管道内窥检查？",
            "proposal": "由工程部联系，费用先由管理处垫付。",
        }
    )
    lines = community.env["convenience.request.line"].search(
        [("office_id", "=", community.office.id)], limit=1
    )
    month = community.today.replace(day=1) - relativedelta(months=1)
    community.by("service_manager", "convenience.fixed.cost").create(
        {
            **own,
            "product_id": lines.product_id.id,
            "amount": 600.0,
            "date_from": month,
            "note": "设备租金",
        }
    )
    worker = community.env["convenience.worker"].search(
        [("employee_id.user_id", "=", community.user("worker").id)], limit=1
    )
    evaluation = community.by("service_manager", "convenience.evaluation").create(
        {
            **own,
            "kind": "employee",
            "employee_id": worker.employee_id.id,
            "date_to": community.today,
        }
    )
    evaluation.action_show()


def draw(community):
    """The round of yesterday: every paid service asked about, the first of them answered."""
    director = community.by("director", "convenience.followup.policy")
    director.create({"office_id": community.office.id, "company_id": community.office.company_id.id,
                     "subject": "paid", "share": 100})  # fmt: skip
    # sudo: a draw is the system's
    rounds = community.env["convenience.followup.round"].sudo()
    rounds._draw_until_yesterday(community.office)
    drawn = rounds.search([("office_id", "=", community.office.id)]).followup_ids
    clerk = community.user("clerk")
    own = drawn.filtered(lambda one: one.state == "drawn" and one.caller_id == clerk)[:1]
    if own:
        community.by("clerk", own).action_satisfied()
