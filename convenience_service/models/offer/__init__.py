from . import account_tax
from . import product_category
from . import product_template
from . import item_hours
from . import tariff
from . import tariff_line
from . import holding_price
from . import priced
