"""What an import refuses as a whole; faults of single rows are reported, not raised."""

from linli.core.errors import Invalid


class MappingInvalid(Invalid):
    """The mapping file cannot be used; every fault is named."""

    code = "mapping-invalid"
