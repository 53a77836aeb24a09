"""Converters of URLs: what a number in an address may be."""

from werkzeug.routing import IntegerConverter


class RowNumber(IntegerConverter):
    """The number of a row: plain digits, no more of them than a BIGINT holds. Any other address leads nowhere (404)."""

    regex = "[0-9]{1,18}"
