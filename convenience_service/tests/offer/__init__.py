from . import test_approval
from . import test_import_tariff
from . import test_reports_tariff
from . import test_tariff
from . import test_notice
from . import test_public_table
from . import test_public_pages
from . import test_notice_papers
