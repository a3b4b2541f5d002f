from . import aged_report
