from . import (
    convenience_import,
    convenience_import_kind,
    convenience_import_people,
    convenience_import_services,
    convenience_import_staff,
    convenience_import_tariff,
    convenience_import_units,
    convenience_month_report,
    convenience_price_correction,
    convenience_reason_wizard,
    convenience_responsibility_decision,
)
