"""How accounts are summed up.  Loads nothing: the command line names these before it does anything."""

from enum import StrEnum


class CostsBy(StrEnum):
    """What costs are summed up by; a day is one of UTC."""

    DAY = "day"
    BATCH = "batch"
    MODEL = "model"
    PURPOSE = "purpose"
