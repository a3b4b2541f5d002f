from . import office_report
