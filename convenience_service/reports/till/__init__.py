from . import cash_book
