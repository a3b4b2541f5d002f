"""The service desk: who is on duty and at work, who called, what was complained of."""

from odoo.fields import Command


def plan_duty(community):
    """The desk has two shifts a day, the leaders take turns."""
    make_rota(community, "supervisor", "desk", "2", ("clerk", "supervisor"))
    make_rota(community, "director", "leader", "1", ("director", "service_manager"))
    shift = community.by("supervisor", "convenience.duty").search(
        [("office_id", "=", community.office.id), ("kind", "=", "desk")], order="start_at", limit=1
    )
    shift.handover_note = "1栋2单元电梯上午检修，下午恢复；2栋101装修材料进场已登记。"


def make_rota(community, planner, kind, shifts, turns):
    rota = community.by(planner, "convenience.duty.rota").create(
        {
            "office_id": community.office.id,
            "kind": kind,
            "shifts_a_day": shifts,
            "date_from": community.day(-1),
            "date_to": community.day(5),
            "turn_ids": [
                Command.create({"sequence": number, "user_id": community.user(role).id})
                for number, role in enumerate(turns)
            ],
        }
    )
    rota.action_make()


def report_present(community):
    """Who came to work today, and what the desk has read of the rules."""
    staff = community.by("clerk", "convenience.worker").search(
        [("office_id", "=", community.office.id)]
    )
    (staff - community.ref("demo_worker_cleaner_2")).action_report_present()
    community.by("clerk", community.office.document_ids).action_acknowledge()


def take_enquiries(community):
    """One enquiry of each outcome, and one that is still open."""
    call(community, "1_1_302", "owner_sun", "物业费可以用什么方式缴纳？", answer="柜台或转账均可。")
    call(community, "2_101", "shop_luo", "店门口路灯不亮，晚上看不清台阶。")
    call(community, "1_2_201", "owner_feng", "希望提供上门遛狗服务。").action_demand()
    call(community, "1_1_301", "owner_zhao", "楼上深夜装修，噪音很大。").action_complaint()
    call(community, "1_2_302", "tenant_gao", "上次维修迟到一小时。").action_complaint()


def call(community, unit, caller, about, answer=""):
    enquiry = community.by("clerk", "convenience.enquiry").create(
        {
            "office_id": community.office.id,
            "unit_id": community.ref(f"demo_unit_{unit}").id,
            "partner_id": community.ref(f"demo_{caller}").id,
            "phone": community.ref(f"demo_{caller}").phone,
            "about": about,
            "answer": answer,
        }
    )
    if answer:
        enquiry.action_answered()
    return enquiry


def handle_complaint(community):
    """The supervisor has dealt with one of the complaints; the clerk is to verify it."""
    complaint = community.by("supervisor", "convenience.complaint").search(
        [("partner_id", "=", community.ref("demo_tenant_gao").id)]
    )
    complaint.action_handle()
    complaint.resolution = "当面致歉，并提醒工程部预约须提前十分钟到场。"
    complaint.action_resolve()


def prepare_move_out(community):
    """A tenant leaves; the desk has yet to see to everything."""
    community.by("clerk", "convenience.move.out").create(
        {
            "occupancy_id": community.ref("demo_occupancy_1_2_302_tenant_gao").id,
            "date": community.today,
            "note": "租约到期，本周交房。",
        }
    )
