from odoo import api, models

from ...sheets import values


class ConvenienceImportStaff(models.AbstractModel):
    """Staff of an office: the number tells them apart, the person is the ERP's employee.

    Neither desk nor director has personnel rights. Employees and departments are therefore read
    and made with sudo(), after `_check_user` let the user in, and only at the office's company.
    """

    _name = "convenience.import.staff"
    _inherit = ["convenience.import.kind"]
    _description = "Sheet of Staff"
    _fills = "convenience.worker"

    @api.model
    def _examine(self, office, grid):
        reason = self.env._("The staff number stands twice in the sheet.")
        self._refuse_repeated(grid.rows, "number", lambda row: row.get("number"), reason)
        workers = self._known_workers(office, grid.rows)
        employees = self._known_employees(office, grid.rows)
        departments = self._departments_of(office)
        for row in grid.rows:
            worker = workers.get(row.get("number"))
            self._check_row(office, row, worker)
            if row.good:
                self._plan_row(office, row, worker, employees, departments)

    @api.model
    def _known_workers(self, office, rows):
        """Return {staff number: worker} of the whole company, since numbers are unique there."""
        numbers = [row.get("number") for row in rows if row.has("number")]
        # sudo: a number that another office took is taken
        workers = self.env["convenience.worker"].sudo().with_context(active_test=False)
        found = workers.search(
            [("company_id", "=", office.company_id.id), ("number", "in", numbers)]
        )
        return {worker.number: worker for worker in found}

    @api.model
    def _known_employees(self, office, rows):
        """Return {person: employee} of the company, of those not among the office's staff yet."""
        names = [row.get("name") for row in rows if row.has("name")]
        taken = self.env["convenience.worker"].sudo().with_context(active_test=False)
        taken = taken.search([("office_id", "=", office.id)]).employee_id
        found = (
            self.env["hr.employee"]
            .sudo()
            .search([("company_id", "=", office.company_id.id), ("name", "in", names)])
        )
        return {
            self._person_key(office.company_id, employee.name, employee.work_phone): employee
            for employee in found - taken
        }

    @api.model
    def _departments_of(self, office):
        """Return {folded name: departments} that work for the office."""
        root, company = office.sudo().department_id, office.company_id
        # sudo: departments are the company's, whoever loads the sheet
        below = [("id", "child_of", root.id)] if root else []
        found = self.env["hr.department"].sudo().search([("company_id", "=", company.id), *below])
        return self._by_name(found)

    @api.model
    def _find_or_make_departments(self, office, names):
        """Return {folded name: department}, making the missing ones below the office's own."""
        known = self._departments_of(office)
        missing = {values.folded(name): name for name in names if name}
        missing = {key: name for key, name in missing.items() if key not in known}
        made = (
            self.env["hr.department"]
            .sudo()
            .create(
                [
                    {
                        "name": name,
                        "company_id": office.company_id.id,
                        "parent_id": office.sudo().department_id.id,
                    }
                    for name in missing.values()
                ]
            )
        )
        return {**known, **dict(zip(missing, made, strict=True))}

    @api.model
    def _check_row(self, office, row, worker):
        if not worker or not row.has("number", "name"):
            return
        if worker.office_id != office:
            row.refuse(
                "number",
                self.env._(
                    "%(name)s of %(office)s has this staff number.",
                    name=worker.employee_id.name,
                    office=worker.office_id.name,
                ),
            )
        elif values.folded(worker.employee_id.name) != values.folded(row.get("name")):
            row.refuse(
                "name",
                self.env._(
                    "%(name)s has this staff number. Change the name on the employee's form, or "
                    "give the newcomer another number.",
                    name=worker.employee_id.name,
                ),
            )

    @api.model
    def _plan_row(self, office, row, worker, employees, departments):
        person = self._person_key(office.company_id, row.get("name"), row.get("phone"))
        employee = worker.employee_id if worker else employees.get(person)
        changed = not worker or self._changes_worker(row, worker, departments)
        row.action = "create" if not worker else "update" if changed else "unchanged"
        row.plan = (worker, employee)

    @api.model
    def _changes_worker(self, row, worker, departments):
        department = departments.get(values.folded(row.get("department")))
        moved = row.has("department") and worker.department_id not in (department or [])
        return bool(moved or self._changes(worker, {**self._prepare_person(row), "active": True}))

    @api.model
    def _prepare_person(self, row):
        return {name: row.get(name) for name in ("job_title", "phone") if row.has(name)}

    @api.model
    def _write_rows(self, office, rows):
        rows = [row for row in rows if row.action != "unchanged"]
        departments = self._find_or_make_departments(
            office, [row.get("department") for row in rows]
        )
        employees = self._make_employees(office, rows, departments)
        self.env["convenience.worker"].create(
            [
                {
                    **self._prepare_worker(row, departments),
                    "number": row.get("number"),
                    "office_id": office.id,
                    "employee_id": employee.id,
                }
                for row, employee in zip(rows, employees, strict=True)
                if row.action == "create"
            ]
        )
        for row, employee in zip(rows, employees, strict=True):
            worker, known = row.plan
            if worker:
                worker.sudo(False).write({**self._prepare_worker(row, departments), "active": True})
            if known:
                employee.write(self._prepare_employee(row, departments))

    @api.model
    def _make_employees(self, office, rows, departments):
        """Return one employee for each row, made where nobody knows the person yet."""
        made = iter(
            self.env["hr.employee"]
            .sudo()
            .create(
                [
                    {
                        **self._prepare_employee(row, departments),
                        "name": row.get("name"),
                        "company_id": office.company_id.id,
                    }
                    for row in rows
                    if not row.plan[1]
                ]
            )
        )
        return [row.plan[1] or next(made) for row in rows]

    @api.model
    def _prepare_worker(self, row, departments):
        vals = self._prepare_person(row)
        if row.has("department"):
            vals["department_id"] = departments[values.folded(row.get("department"))][:1].id
        return vals

    @api.model
    def _prepare_employee(self, row, departments):
        vals = self._prepare_worker(row, departments)
        if "phone" in vals:
            vals["work_phone"] = vals.pop("phone")
        return vals
