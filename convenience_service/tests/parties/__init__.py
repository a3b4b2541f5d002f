from . import test_import_access
from . import test_import_flow
from . import test_import_parties
from . import test_import_reading
from . import test_import_values
from . import test_resident
from . import test_resident_data
