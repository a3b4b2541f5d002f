from . import decision
from . import line_change
from . import agreement_list
