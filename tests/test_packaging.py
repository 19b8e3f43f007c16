"""The package as ``pip install .`` takes it."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import EntryPoint, PackageNotFoundError, PathDistribution, version
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())

HELP = """
import sys
from importlib.metadata import entry_points

(command,) = entry_points(group="console_scripts", name="rnn-demo")
sys.argv = ["rnn-demo", "--help"]
command.load()()
"""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is in the wheel. It is built of a copy, as building leaves files behind, and needs no network."""
    (needed,) = PYPROJECT["build-system"]["requires"]
    least = needed.removeprefix("setuptools>=")
    try:
        found = version("setuptools")
    except PackageNotFoundError:
        found = "0"
    if int(found.split(".")[0]) < int(least):
        pytest.skip(f"building a wheel without a network needs setuptools {least} or newer to be installed")
    source, wheels, unpacked = (tmp_path_factory.mktemp(name) for name in ("source", "wheels", "unpacked"))
    for name in ("pyproject.toml", "requirements.txt", "README.md", "LICENSE"):
        shutil.copy(REPOSITORY / name, source)
    shutil.copytree(REPOSITORY / "rnn_demo", source / "rnn_demo", ignore=shutil.ignore_patterns("__pycache__"))
    build = [sys.executable, "-m", "pip", "wheel", ".", "--no-deps", "--no-index", "--no-build-isolation"]
    result = subprocess.run(
        [*build, "--disable-pip-version-check", "--wheel-dir", wheels],
        cwd=source,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    (wheel,) = wheels.iterdir()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(unpacked)
    return unpacked


def metadata(unpacked: Path) -> PathDistribution:
    (folder,) = unpacked.glob("*.dist-info")
    return PathDistribution(folder)


def files_in(folder: Path) -> set[Path]:
    return {
        path.relative_to(folder) for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_has_every_file_of_the_package_and_nothing_else(unpacked: Path) -> None:
    files = files_in(unpacked / "rnn_demo")
    assert files == files_in(REPOSITORY / "rnn_demo")
    assert {path.suffix for path in files} == {
        ".py",
        ".pyi",
        ".html",
        ".css",
        ".js",
        ".npz",
        ".txt",
        ".toml",
        ".safetensors",
    }
    assert [path.name for path in unpacked.iterdir() if path.suffix != ".dist-info"] == ["rnn_demo"]


def test_the_wheel_needs_what_requirements_txt_lists(unpacked: Path) -> None:
    assert metadata(unpacked).requires == (REPOSITORY / "requirements.txt").read_text().split()


def test_the_wheel_has_one_command(unpacked: Path) -> None:
    assert [*metadata(unpacked).entry_points] == [
        EntryPoint("rnn-demo", "rnn_demo.terminal.main:main", "console_scripts")
    ]


def test_the_command_works_wherever_it_is_called(unpacked: Path, tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-c", HELP],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(unpacked)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert re.search(r"^usage: .*\btrain\b.*\bruns\b.*\btrace\b", result.stdout, re.DOTALL)
    assert list(tmp_path.iterdir()) == []
