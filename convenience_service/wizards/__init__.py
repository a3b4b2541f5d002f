from . import convenience_reason_wizard
from . import convenience_price_correction
