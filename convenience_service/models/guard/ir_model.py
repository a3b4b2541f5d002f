from odoo import models

from .door import front_of


class IrModel(models.Model):
    """Doors are put up when all modules are loaded, and taken down before they are loaded anew."""

    _inherit = "ir.model"

    def _register_hook(self):
        result = super()._register_hook()
        for model_class in self._guarded_classes():
            front = front_of(model_class)
            if front:
                model_class.__bases__ = (front, *model_class.__bases__)
        return result

    def _unregister_hook(self):
        result = super()._unregister_hook()
        for model_class in self._guarded_classes():
            model_class.__bases__ = model_class._base_classes__
        return result

    def _guarded_classes(self):
        """Return the classes of the models that have records."""
        return [one for one in self.env.registry.values() if not one._abstract]
