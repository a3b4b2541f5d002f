from . import receipt
from . import wallet
from . import entrusted
from . import held
from . import payer_account
from . import handover
from . import takings
