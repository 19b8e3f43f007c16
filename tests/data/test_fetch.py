"""One file from a server that behaves in many ways."""

import hashlib
import socket

import pytest

from rnn_demo.data.fetch import NotFetched, Tell, fetch
from tests.data.mirror import TRAIN_IMAGES, Server, Source

NAME = f"{TRAIN_IMAGES}.gz"


@pytest.fixture
def content(source: Source) -> bytes:
    """The file called `NAME`, which the server has."""
    return source.gz[NAME]


def fetch_from(server: Server, behaviour: str, tell: Tell = lambda done, total: None, timeout: float = 10) -> bytes:
    return fetch(server.url(behaviour) + NAME, hashlib.md5(server.files[NAME]).hexdigest(), tell, timeout)


def test_every_byte_is_told_of(server: Server, content: bytes) -> None:
    reports: list[tuple[int, int | None]] = []
    assert fetch_from(server, "good", lambda done, total: reports.append((done, total))) == content
    assert len(reports) > 2
    assert reports[0] == (0, None)
    assert {total for _, total in reports[1:]} == {len(content)}
    done = [done for done, _ in reports]
    assert done == sorted(set(done))
    assert done[-1] == len(content)


def test_size_may_be_unknown(server: Server, content: bytes) -> None:
    reports: list[tuple[int, int | None]] = []
    assert fetch_from(server, "unsized", lambda done, total: reports.append((done, total))) == content
    assert {total for _, total in reports} == {None}
    assert reports[-1] == (len(content), None)


def test_a_server_that_packs_answers_is_asked_not_to(server: Server, content: bytes) -> None:
    """What is fetched is packed already: unpacked on the way, it would have another checksum."""
    assert fetch_from(server, "packing") == content


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        ("missing", "the server answered 404 Not Found"),
        ("wrong", "the file it sent has a wrong checksum"),
        ("mute", "Remote end closed connection without response"),
        ("waiting", "no answer within 0.2 seconds"),
        ("stalling", "no answer within 0.2 seconds"),
    ],
)
@pytest.mark.usefixtures("content")
def test_a_failure_is_told_in_words(server: Server, behaviour: str, reason: str) -> None:
    with pytest.raises(NotFetched) as caught:
        fetch_from(server, behaviour, timeout=0.2)
    assert str(caught.value) == reason


def test_a_connection_that_breaks_says_how_far_it_came(server: Server, content: bytes) -> None:
    with pytest.raises(NotFetched) as caught:
        fetch_from(server, "broken")
    assert str(caught.value) == f"the connection broke after {len(content) // 2:,} of {len(content):,} bytes"


def test_nobody_at_the_address(source: Source) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    for url, reason in [
        (f"http://127.0.0.1:{port}/{NAME}", "connection refused"),
        (f"http://no-such-host.invalid/{NAME}", "its address was not found; is this machine online?"),
    ]:
        with pytest.raises(NotFetched) as caught:
            fetch(url, "", lambda done, total: None)
        assert str(caught.value) == reason


@pytest.mark.usefixtures("content")
def test_nothing_is_printed(server: Server, capfd: pytest.CaptureFixture[str]) -> None:
    fetch_from(server, "good")
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError("the listener's own")])
def test_whoever_is_told_may_cancel(server: Server, error: BaseException) -> None:
    def cancel(done: int, total: int | None) -> None:
        if done:
            raise error

    with pytest.raises(type(error)) as caught:
        fetch_from(server, "good", cancel)
    assert caught.value is error
