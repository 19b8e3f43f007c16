"""Opening pages and parts of pages without a browser."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from streamlit.testing.v1 import AppTest

from rnn_demo.words.glossary import GLOSSARY

EXPLANATIONS = tuple(f"**{term}**" for term in GLOSSARY)
PAGES = Path(__file__).parents[2] / "pages"
PATIENCE = 120  # seconds, for a page that reads many digits on a busy machine


def open_page(name: str, link: str = "") -> AppTest:
    """A page of ``pages/``, opened with the parameters of a link: ``open_page("memory", "view=rows")``."""
    return opened(AppTest.from_file(PAGES / f"{name}.py", default_timeout=PATIENCE), link)


def open_part(part: Callable[..., None], link: str = "", **values: object) -> AppTest:
    """A page that consists of ``part`` alone, called with ``values``."""
    return opened(AppTest.from_function(_call, args=(part, values), default_timeout=PATIENCE), link)


def _call(part, values):  # type: ignore[no-untyped-def]  # Streamlit runs its text, where no name of this file is known
    part(**values)


def keyed(page: AppTest, key: str) -> Any:
    """The widget under ``key``, of whatever kind it is."""
    return page.get_by_key(key)


def warnings(page: AppTest) -> list[str]:
    return [warning.value for warning in page.warning]


def texts(page: AppTest) -> str:
    """All that the page says in running text, without the glossary and the line that names the network."""
    said = [one.value for kind in (page.markdown, page.caption) for one in kind]
    return "\n".join(text for text in said if not text.startswith((*EXPLANATIONS, ":small[")))


def alternative_texts(page: AppTest) -> list[str]:
    """What the pictures on the page are described with, one by one."""
    return [image.alt for element in page.get("image") for image in element.proto.imgs]  # type: ignore[attr-defined]


def opened(page: AppTest, link: str) -> AppTest:
    """``page`` after its first run with the parameters of ``link``."""
    page.query_params = dict(parse_qsl(link, keep_blank_values=True))
    page.run()
    assert not page.exception
    return page
