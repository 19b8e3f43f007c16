"""Choosing the row up to which a picture has been read, by playing the reading; it stands in the URL."""

from rnn_demo.figures.chart import Chart
from rnn_demo.ui.address.linked import linked_number
from rnn_demo.ui.address.params import Param, is_number, read, write
from rnn_demo.ui.components.row_reader import WHOLE, row_reader


def linked_reader(chart: Chart, *, key: str, alt: str, rows: int, line: str, warns: bool = True) -> None:
    """Panels of ``rows`` rows, called a ``line`` each, that are read row by row; the URL follows them.

    ``warns`` is whether a row in the URL that the picture does not have gets its sentence here: not where something
    else on the page says it.
    """
    text = read(Param.ROW)
    is_known = text is not None and is_number(text) and int(text) < rows
    start = int(text) if text is not None and is_known else None
    if warns and text is not None and not is_known:
        linked_number(Param.ROW, rows - 1, rows - 1)
    row = row_reader(chart, key=key, alt=alt, rows=rows, line=line, start=start)
    if row is not None and row < rows:
        write(Param.ROW, None if row == WHOLE else str(row))
