"""Three years of requests in seconds, for the benchmark of the desk.

They are written with SQL: through the ORM, 200,000 requests would take hours, and it is the
reading that is measured. All stored fields agree with each other as the ORM would have left them,
sums and states of billing included; what nobody at the desk reads (taxes, history, statements and
messages) is left out.
"""

from odoo.tools import SQL

from bench_community import Community

OFFICES, UNITS, WORKERS = 4, 2000, 40
YEARS = 3
# Of a hundred requests so many of the newest are open, in every open state alike.
OPEN_SHARE = 3
CANCELLED_EVERY = 33

PLACES = """
    CREATE TEMP TABLE bench_place ON COMMIT PRESERVE ROWS AS
    SELECT row_number() OVER (ORDER BY occupancy.id) - 1 AS place, unit.id AS unit_id,
           unit.office_id, unit.company_id, unit.customer_type_id, occupancy.id AS occupancy_id,
           partner.id AS partner_id, partner.phone
      FROM convenience_occupancy occupancy
      JOIN convenience_unit unit ON unit.id = occupancy.unit_id
      JOIN res_partner partner ON partner.id = occupancy.partner_id
     WHERE unit.company_id = %(company)s
"""

ITEMS_OFFERED = """
    CREATE TEMP TABLE bench_item ON COMMIT PRESERVE ROWS AS
    SELECT row_number() OVER (PARTITION BY line.office_id ORDER BY line.id) - 1 AS slot,
           line.office_id, line.id AS tariff_line_id, line.product_id, line.price,
           line.department_id, line.uom_id, template.categ_id
      FROM convenience_tariff_line line
      JOIN product_product product ON product.id = line.product_id
      JOIN product_template template ON template.id = product.product_tmpl_id
     WHERE line.company_id = %(company)s
"""

STAFF = """
    CREATE TEMP TABLE bench_staff ON COMMIT PRESERVE ROWS AS
    SELECT row_number() OVER (PARTITION BY office_id ORDER BY id) - 1 AS slot,
           office_id, employee_id
      FROM convenience_worker WHERE company_id = %(company)s
"""

# The newest are open; of the older ones some are cancelled, the others reviewed.
ORDERS = """
    CREATE TEMP TABLE bench_order AS
    SELECT i, (i * 7919) %% %(units)s AS place,
           CASE WHEN i > %(last)s - %(last)s * %(open_share)s / 100
                THEN (ARRAY['new', 'assigned', 'in_progress', 'done', 'signed'])[1 + i %% 5]
                WHEN i %% %(cancelled_every)s = 0 THEN 'cancelled'
                ELSE 'reviewed' END AS state,
           date_trunc('second', now() at time zone 'utc'
                      - (%(last)s - i) * interval '%(years)s years' / %(last)s) AS registered
      FROM generate_series(1, %(last)s) i
"""

REQUESTS = """
    INSERT INTO convenience_request (
        name, office_id, company_id, unit_id, customer_id, payer_id, occupancy_id,
        customer_type_id, settlement_mode, responsibility, phone, channel, state, department_id,
        amount_total, signature_required, billing_state, registered_at, date_registered,
        respond_by, finish_by, wanted_on, assigned_on, started_on, done_at, date_done,
        signed_name, signed_on_paper, signed_at, reviewed_on, cancelled_on, note,
        create_uid, create_date, write_uid, write_date)
    SELECT 'R' || lpad(i::text, 7, '0'), place.office_id, place.company_id, place.unit_id,
           place.partner_id, place.partner_id, place.occupancy_id, place.customer_type_id,
           'monthly', 'paid', place.phone, (ARRAY['phone', 'phone', 'desk', 'portal'])[1 + i %% 4],
           state, first_item.department_id,
           first_item.price + CASE WHEN i %% 2 = 1 THEN second_item.price ELSE 0 END,
           TRUE,
           CASE WHEN state = 'cancelled' THEN 'none'
                WHEN state <> 'reviewed' THEN 'pending'
                WHEN registered > now() at time zone 'utc' - interval '40 days' THEN 'to_bill'
                ELSE 'billed' END,
           registered, (registered at time zone 'utc' at time zone 'Asia/Shanghai')::date,
           registered + interval '1 hour', registered + interval '1 day',
           CASE WHEN i %% 3 = 0 THEN registered + interval '4 hours' END,
           CASE WHEN state NOT IN ('new', 'cancelled') THEN registered + interval '1 hour' END,
           CASE WHEN state NOT IN ('new', 'assigned', 'cancelled')
                THEN registered + interval '2 hours' END,
           CASE WHEN finished THEN registered + interval '3 hours' END,
           CASE WHEN finished THEN ((registered + interval '3 hours')
                at time zone 'utc' at time zone 'Asia/Shanghai')::date END,
           CASE WHEN state IN ('signed', 'reviewed') THEN 'The customer' END,
           state IN ('signed', 'reviewed'),
           CASE WHEN state IN ('signed', 'reviewed') THEN registered + interval '4 hours' END,
           CASE WHEN state = 'reviewed' THEN registered + interval '1 day' END,
           CASE WHEN state = 'cancelled' THEN registered + interval '1 hour' END,
           CASE WHEN i %% 5 = 0 THEN 'Please ring twice' END,
           %(user)s, registered, %(user)s, registered
      FROM (SELECT *, state IN ('done', 'signed', 'reviewed') AS finished FROM bench_order) orders
      JOIN bench_place place USING (place)
      JOIN bench_item first_item
        ON first_item.office_id = place.office_id AND first_item.slot = i %% %(items)s
      JOIN bench_item second_item
        ON second_item.office_id = place.office_id AND second_item.slot = (i + 1) %% %(items)s
     ORDER BY i
"""

LINES = """
    INSERT INTO convenience_request_line (
        request_id, office_id, company_id, customer_id, department_id, product_id, categ_id,
        tariff_line_id, uom_id, name, settlement_mode, date_registered, date_done, quantity,
        price_unit, amount, signature_required, is_claimed,
        create_uid, create_date, write_uid, write_date)
    SELECT request.id, request.office_id, request.company_id, request.customer_id,
           item.department_id, item.product_id, item.categ_id, item.tariff_line_id, item.uom_id,
           'Service', 'monthly', request.date_registered, request.date_done, 1, item.price,
           item.price, TRUE, request.billing_state = 'billed',
           %(user)s, request.create_date, %(user)s, request.create_date
      FROM bench_order orders
      JOIN convenience_request request
        ON request.company_id = %(company)s AND request.name = 'R' || lpad(i::text, 7, '0')
     CROSS JOIN generate_series(0, 1) part
      JOIN bench_item item
        ON item.office_id = request.office_id AND item.slot = (i + part) %% %(items)s
     WHERE part <= i %% 2
     ORDER BY i, part
"""

# Every tenth job takes two.
WHO_WORKS = """
    INSERT INTO convenience_request_worker_rel (convenience_request_id, hr_employee_id)
    SELECT request.id, staff.employee_id
      FROM bench_order orders
      JOIN convenience_request request
        ON request.company_id = %(company)s AND request.name = 'R' || lpad(i::text, 7, '0')
     CROSS JOIN generate_series(0, 1) part
      JOIN bench_staff staff
        ON staff.office_id = request.office_id
       AND staff.slot = (i / 4 + part) %% (%(workers)s / %(offices)s)
     WHERE request.state <> 'new' AND (part = 0 OR i %% 10 = 0)
"""


class DeskCommunity(Community):
    """Several offices with households and staff, and as many requests as asked for."""

    ROLES = (*Community.ROLES, "clerk", "worker")

    def __init__(self, env):
        super().__init__(env)
        offices = [self.office, *(self.add_office(f"Office {n}") for n in range(2, OFFICES + 1))]
        for number, office in enumerate(offices):
            numbers = range(number, UNITS, OFFICES)
            self.households(self.env(context=self._quiet()), office, numbers)
            self._staff(office, number)
        self.env.flush_all()
        for statement in (PLACES, ITEMS_OFFERED, STAFF):
            self.env.cr.execute(statement, self._facts())
        self._tell_planner("bench_place", "bench_item", "bench_staff")

    def _tell_planner(self, *tables):
        """Without it the planner takes what was just filled for small, and loops over it."""
        for table in tables:
            self.env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))

    def _quiet(self):
        return {**self.env.context, "tracking_disable": True, "mail_create_nolog": True}

    def _staff(self, office, number):
        """Field staff of one office; the first of all has a login."""
        count = WORKERS // OFFICES
        users = [self.people["worker"].id] if not number else [False]
        employees = self.env["hr.employee"].create(
            [
                {
                    "name": f"Worker {number}-{n}",
                    "company_id": self.company.id,
                    "user_id": users[n] if n < len(users) else False,
                }
                for n in range(count)
            ]
        )
        self.env["convenience.worker"].create(
            [
                {"employee_id": employee.id, "office_id": office.id, "number": f"{number}-{n}"}
                for n, employee in enumerate(employees)
            ]
        )

    def _facts(self, **more):
        return {
            "company": self.company.id,
            "user": self.root.id,
            "units": UNITS,
            "items": len(self.items),
            "workers": WORKERS,
            "offices": OFFICES,
            "years": YEARS,
            "open_share": OPEN_SHARE,
            "cancelled_every": CANCELLED_EVERY,
            **more,
        }

    def requests(self, count):
        """Put so many requests into the database, spread over the years."""
        cr = self.env.cr
        # what is joined is there: looking each key up again would take most of the time
        cr.execute("SET LOCAL session_replication_role = replica")
        for statement, table in (
            (ORDERS, "bench_order"),
            (REQUESTS, "convenience_request"),
            (LINES, "convenience_request_line"),
            (WHO_WORKS, "convenience_request_worker_rel"),
        ):
            cr.execute(statement, self._facts(last=count))
            self._tell_planner(table)
        cr.commit()
        # the planner knows the new sizes, as after a night of autovacuum
        cr.execute("ANALYZE")
        cr.commit()
