"""The house rules that a program can check."""

import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

import rnn_demo

REPOSITORY = Path(__file__).parents[1]
MOST_LINES = 300


def run(*words: str) -> subprocess.CompletedProcess[str]:
    """Run a tool of this Python's environment in the repository."""
    program = Path(sys.executable).with_name(words[0])
    return subprocess.run([program, *words[1:]], cwd=REPOSITORY, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("words", ["ruff check .", "ruff format --check .", "mypy", "lint-imports"])
def test_the_linters_are_content(words: str) -> None:
    result = run(*words.split())
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("folder", ["rnn_demo", "pages"])
def test_no_file_is_too_long(folder: str) -> None:
    lengths = {path: len(path.read_text().splitlines()) for path in (REPOSITORY / folder).rglob("*.py")}
    assert lengths
    assert {path: length for path, length in lengths.items() if length > MOST_LINES} == {}


def quick_modules() -> Iterator[str]:
    """What pages and terminal load before they show anything; and the runner, which lives long and trains nothing."""
    yield from (
        "rnn_demo.terminal.main",
        "rnn_demo.service.service",
        "rnn_demo.store",
        "rnn_demo.runner.launch",
        "rnn_demo.runner.loop",
    )
    for module in pkgutil.iter_modules([str(Path(rnn_demo.__path__[0]) / "ui")], "rnn_demo.ui."):
        if module.name != "rnn_demo.ui.main":  # a script: it runs a page when it is imported
            yield module.name


def test_only_what_computes_loads_torch() -> None:
    script = "import importlib, sys\n" + "".join(
        f"importlib.import_module({name!r})\nassert 'torch' not in sys.modules, {name!r}\n" for name in quick_modules()
    )
    result = run(Path(sys.executable).name, "-c", script)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("name", ["rnn_demo.terminal.main", "rnn_demo.service.service"])
def test_the_terminal_needs_no_web_libraries(name: str) -> None:
    script = f"import sys, {name}\nassert not {{'streamlit', 'plotly'}} & set(sys.modules)"
    result = run(Path(sys.executable).name, "-c", script)
    assert result.returncode == 0, result.stderr


def paths_in_readme() -> list[tuple[Path, bool]]:
    """The paths in the README's file tree; for each, whether it stands for everything below it."""
    blocks = re.findall(r"^```text\n(.*?)^```", (REPOSITORY / "README.md").read_text(), re.DOTALL | re.MULTILINE)
    (tree,) = (block for block in blocks if "\nrnn_demo/" in f"\n{block}")
    lines = [(len(line) - len(line.lstrip()), re.split(r"\s{2,}", line.strip())[0]) for line in tree.splitlines()]
    paths = []
    above: list[tuple[int, Path]] = []  # the folders around the current line, with their indentation
    for (indentation, name), (next_indentation, _) in pairwise([*lines, (0, "")]):
        above = [(depth, folder) for depth, folder in above if depth < indentation]
        path = (above[-1][1] if above else Path()) / name
        has_children = next_indentation > indentation
        if has_children:
            above.append((indentation, path))
        paths.append((path, name.endswith("/") and not has_children))
    return paths


def test_the_readme_names_what_exists() -> None:
    assert [str(path) for path, _ in paths_in_readme() if not (REPOSITORY / path).exists()] == []


def test_the_readme_names_every_file() -> None:
    """An ``__init__.py`` needs no line of its own, and a folder with no lines below it stands for what is in it."""
    named = {path for path, _ in paths_in_readme()}
    whole_folders = {path for path, is_whole in paths_in_readme() if is_whole}
    files = {path.relative_to(REPOSITORY) for path in REPOSITORY.rglob("*.py")}
    ours = {path for path in files if not path.parts[0].startswith(".") and path.name != "__init__.py"}
    assert {path for path in ours if not whole_folders & {*path.parents}} - named == set()
