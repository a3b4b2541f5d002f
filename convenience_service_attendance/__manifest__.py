{
    "name": "Convenience Services: Attendance",
    "version": "19.0.1.0.0",
    "category": "Services/Property Management",
    "summary": "Workers report in and back at the office by the attendance clock",
    "author": "Convenience Services contributors",
    "license": "LGPL-3",
    "depends": ["convenience_service", "hr_attendance"],
    "data": [
        "views/office_views.xml",
    ],
    "auto_install": True,
    "installable": True,
}
