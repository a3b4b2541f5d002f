from . import test_companies
from . import test_month
from . import test_permissions
from . import test_request
from . import test_settlement
from . import test_tariff
