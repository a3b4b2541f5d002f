from . import agreement
from . import agreement_list
from . import statement
