from . import ir_actions_report
from . import month_report
from . import report_statement
from . import report_settlement_book
from . import report_month_statistics
from . import report_service_record
from . import report_tariff
from . import report_quotation
