from . import decision
from . import line_change
from . import agreement_list
from . import import_kind
from . import import_agreements
from . import import_agreements_writing
