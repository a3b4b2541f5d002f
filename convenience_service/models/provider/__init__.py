from . import bill
from . import claim
from . import credit
from . import month
from . import rate
from . import office
from . import account_move
