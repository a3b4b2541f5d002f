from . import tax_invoice
from . import numbers
from . import buyer
from . import line
from . import crediting
from . import red_letter
from . import res_partner
from . import account_move
