from . import test_cash_book
from . import test_day_at_the_till
from . import test_drawn_days
