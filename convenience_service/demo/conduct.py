"""After the service: what was told in confidence, handed in and praised, and found on a round."""


def look_after_conduct(community):
    """A report in confidence whose person is being heard, a hand-in, praise, a finding."""
    worker = community.env["convenience.worker"].search(
        [("employee_id.user_id", "=", community.user("worker").id)], limit=1
    )
    cleaner = community.ref("demo_worker_cleaner_2")
    hear(community, tell(community, worker), worker)
    own = {"office_id": community.office.id, "date": community.today}
    community.by("clerk", "convenience.handin").create(
        {
            **own,
            "employee_id": cleaner.employee_id.id,
            "amount": 200.0,
            "partner_id": community.ref("demo_owner_sun").id,
            "note": "擦窗后业主执意塞红包，当天上交。",
        }
    )
    community.by("clerk", "convenience.praise").create(
        {
            **own,
            "kind": "banner",
            "employee_id": worker.employee_id.id,
            "partner_id": community.ref("demo_owner_feng").id,
            "words": "急住户所急，解住户所难。",
        }
    )
    community.by("director", "convenience.round.finding").create(
        {
            **own,
            "place": "2栋地下车库",
            "about": "入口减速带松动，夜间照明灯两盏不亮。",
            "responsible_id": community.user("supervisor").id,
            "date_due": community.day(2),
        }
    )


def tell(community, worker):
    """The clerk passes it on, and keeps the slip."""
    telling = community.by("clerk", "convenience.confidential.telling").create(
        {
            "office_id": community.office.id,
            "about": "住户说师傅用自己的收款码收了150元，没有开单。",
            "amount": 150.0,
            "told_by": "匿名",
            "employee_ids": [(6, 0, worker.employee_id.ids)],
        }
    )
    telling.action_forward()
    return community.by("director", "convenience.confidential").search(
        [("name", "=", telling.slip_id.name)]
    )


def hear(community, report, worker):
    """The director opens a text to the person, who has yet to answer."""
    hearing = community.by("director", "convenience.confidential.hearing").create(
        {
            "confidential_id": report.id,
            "employee_id": worker.employee_id.id,
            "disclosed_text": "有住户反映本周一项疏通服务未开单收款，请说明经过。",
        }
    )
    hearing.action_open()
