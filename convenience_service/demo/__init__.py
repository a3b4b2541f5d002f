from . import account_chart_template
from . import convenience_office
