from . import tariff
from . import public_offer
from . import notice
from . import handbook
from . import price_list
