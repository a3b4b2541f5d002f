"""What becomes of bills that are not paid: reminders, a stop, a release."""


def decide(community):
    """The director has one payer left alone for a while, and lets another order on."""
    common = {"office_id": community.office.id}
    community.by("director", "convenience.release").create(
        {
            **common,
            "partner_id": community.ref("demo_owner_zhao").id,
            "reason": "住院治疗，家属答应下月一并缴清。",
        }
    )


def remind(community):
    """Two owners are reminded by the step that is due; a firm that disputes its bill is not."""
    community.by("director", "convenience.reminder.stop").create(
        {
            "office_id": community.office.id,
            "partner_id": community.ref("demo_firm_debang").id,
            "reason": "对电脑维修次数有异议，正在核对。",
        }
    )
    # as the job does, without its commits
    statements = community.settlement.statement_ids
    due = statements.filtered_domain(statements._reminder_domain())
    due._remind()
