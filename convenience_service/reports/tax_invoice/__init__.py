from . import tax_invoice
from . import register
