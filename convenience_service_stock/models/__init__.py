from . import office
from . import request
from . import request_material
from . import stock_move
from . import stock_picking
