from . import convenience_office
from . import convenience_request
from . import convenience_request_material
from . import stock_move
from . import stock_picking
