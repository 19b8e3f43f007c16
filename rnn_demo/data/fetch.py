"""One file from one server, by pooch: watched, checked, and with a reason in words where it cannot be had."""

import hashlib
from collections.abc import Callable
from http.client import IncompleteRead
from io import BytesIO
from socket import gaierror

import requests
from pooch import HTTPDownloader

Tell = Callable[[int, int | None], None]  # the bytes that have come, and how many there are or None if that is unknown

_CHUNK_BYTES = 1 << 14
_TIMEOUT_SECONDS = 10
_HEADERS = {"User-Agent": "rnn_demo", "Accept-Encoding": "identity"}  # as it is: requests would unpack a packed answer


class NotFetched(Exception):
    """A server did not deliver a file; the message is the reason in words."""


def fetch(url: str, md5: str, tell: Tell) -> bytes:
    """The file at ``url``. Whatever ``tell`` raises passes through and ends the download.

    Raises:
        NotFetched: there is no such file or no network, the connection breaks, or the checksum is not ``md5``.
    """
    tell(0, None)
    content = BytesIO()  # not a file, which would lie around half if this process were killed; it has 26 MB at most
    download = HTTPDownloader(_Bar(content, tell), _CHUNK_BYTES, timeout=_TIMEOUT_SECONDS, headers=_HEADERS)
    try:
        download(url, content, pooch=None)
    except requests.RequestException as error:
        raise NotFetched(_reason(error)) from error
    if hashlib.md5(content.getbuffer(), usedforsecurity=False).hexdigest() != md5:
        raise NotFetched("the file it sent has a wrong checksum")
    return content.getvalue()


class _Bar:
    """What pooch takes for a progress bar. The bytes are counted in ``content``, since pooch counts whole chunks."""

    def __init__(self, content: BytesIO, tell: Tell) -> None:
        self._content = content
        self._tell = tell
        self._bytes_done = 0
        self.total = 0  # set by pooch when the server has answered; it stays 0 if the server does not say

    def update(self, _: int) -> None:
        if self._content.tell() > self._bytes_done:
            self._bytes_done = self._content.tell()
            self._tell(self._bytes_done, self.total or None)

    def reset(self) -> None:
        """Nothing to do: pooch would now correct its own count."""

    def close(self) -> None:
        """Nothing to do."""


def _reason(error: BaseException) -> str:
    """Why a network did not do what it should: the first error that says so, from requests' down to the system's."""
    match error:
        case requests.HTTPError(response=requests.Response() as response):
            return f"the server answered {response.status_code} {response.reason}"
        case requests.Timeout() | TimeoutError():
            return f"no answer within {_TIMEOUT_SECONDS} seconds"
        case gaierror():
            return "its address was not found; is this machine online?"
        case IncompleteRead(partial=int(done), expected=int(left)):
            return f"the connection broke after {done:,} of {done + left:,} bytes"
        case OSError(strerror=str(words)):
            return words[:1].lower() + words[1:]
    cause = error.__cause__ or error.__context__
    return _reason(cause) if cause else str(error)
