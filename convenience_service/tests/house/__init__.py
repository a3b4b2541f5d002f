from . import test_attacks
from . import test_companies
from . import test_month
from . import test_permissions
from . import test_random_months
from . import test_tours
from . import test_translations
from . import test_views
