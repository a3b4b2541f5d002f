{
    "name": "Convenience Services: Stock",
    "version": "19.0.1.0.0",
    "category": "Services/Property Management",
    "summary": "Issue and return slips for the materials that jobs take from the office's stock",
    "author": "Convenience Services contributors",
    "license": "LGPL-3",
    "depends": ["convenience_service", "stock"],
    "data": [
        "security/ir.model.access.csv",
        "data/stock_location_data.xml",
        "wizards/material_return_views.xml",
        "reports/material_slip.xml",
        "views/office_views.xml",
        "views/request_views.xml",
        "views/stock_picking_views.xml",
    ],
    "auto_install": True,
}
