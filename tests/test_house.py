"""The house rules that a program can check."""

import ast
import pkgutil
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from itertools import pairwise
from pathlib import Path

import pytest

import rnn_demo

REPOSITORY = Path(__file__).parents[1]
PACKAGE = REPOSITORY / "rnn_demo"
README = (REPOSITORY / "README.md").read_text()
PYPROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())
REQUIREMENTS = [line.split("==")[0] for line in (REPOSITORY / "requirements.txt").read_text().split()]
MOST_LINES = 300

# These compute, so they load torch; nothing else does, least of all what shows a page or trains nothing itself.
COMPUTES = re.compile(
    r"rnn_demo\.(network\.\w+|introspect\.(?!results)\w+|data\.(archive|dataset|download|loading|sequence)"
    r"|runner\.worker)"
)
SCRIPT = "rnn_demo.ui.main"  # runs a page when it is imported


def run(*words: str, folder: Path = REPOSITORY) -> subprocess.CompletedProcess[str]:
    """Run a tool of this Python's environment in ``folder``."""
    program = Path(sys.executable).with_name(words[0])
    return subprocess.run([program, *words[1:]], cwd=folder, capture_output=True, text=True, check=False)


def modules(folder: str) -> list[tuple[Path, ast.Module]]:
    """The Python files in ``folder``, each with its syntax tree."""
    paths = sorted((REPOSITORY / folder).rglob("*.py"))
    assert paths
    return [(path.relative_to(REPOSITORY), ast.parse(path.read_text())) for path in paths]


@pytest.mark.parametrize("words", ["ruff check .", "ruff format --check .", "mypy", "lint-imports"])
def test_the_linters_are_content(words: str) -> None:
    result = run(*words.split())
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("folder", ["rnn_demo", "pages"])
def test_no_file_is_too_long(folder: str) -> None:
    lengths = {path: len((REPOSITORY / path).read_text().splitlines()) for path, _ in modules(folder)}
    assert {path: length for path, length in lengths.items() if length > MOST_LINES} == {}


# What imports what


@pytest.mark.parametrize(("contract", "stray"), [("layers", "stray.py"), ("ui-layers", "ui/stray.py")])
def test_a_module_without_a_layer_is_refused(contract: str, stray: str, tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "rnn_demo", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path)
    check = ("lint-imports", "--no-cache", "--contract", contract)
    result = run(*check, folder=tmp_path)
    assert result.returncode == 0, result.stdout
    (tmp_path / "rnn_demo" / stray).touch()
    result = run(*check, folder=tmp_path)
    assert result.returncode == 1
    assert re.search(rf"not listed as layers:\s+- rnn_demo\.{stray[:-3].replace('/', '.')}\s", result.stdout)


def test_every_import_stands_at_the_top_of_its_module() -> None:
    """None in a function, none for the type checker alone, none that may fail."""
    for path, module in modules("rnn_demo"):
        imports = {node for node in ast.walk(module) if isinstance(node, ast.Import | ast.ImportFrom)}
        assert imports <= set(module.body), path


def test_what_is_imported_is_what_is_required() -> None:
    """No more and no less, where pydantic counts with the two packages that it shows in its own interface."""
    imported: set[str] = set()
    for _, module in [*modules("rnn_demo"), *modules("pages")]:
        for node in module.body:
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                imported.add(node.module.partition(".")[0])
    distributions = packages_distributions() | {"pydantic_core": ["pydantic"], "annotated_types": ["pydantic"]}
    foreign = imported - sys.stdlib_module_names - {"rnn_demo"}
    assert {distributions[name][0].lower() for name in foreign} == {name.lower() for name in REQUIREMENTS}


def test_only_what_computes_loads_torch() -> None:
    names = [module.name for module in pkgutil.walk_packages(rnn_demo.__path__, "rnn_demo.")]
    quick = [name for name in names if name != SCRIPT and not COMPUTES.fullmatch(name)]
    assert {"rnn_demo.data", "rnn_demo.network", "rnn_demo.introspect.results", "rnn_demo.terminal.main"} <= {*quick}
    script = "import importlib, sys\n" + "".join(
        f"importlib.import_module({name!r})\nassert 'torch' not in sys.modules, {name!r}\n" for name in quick
    )
    result = run(Path(sys.executable).name, "-c", script)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("name", ["rnn_demo.terminal.main", "rnn_demo.service.service"])
def test_the_terminal_needs_no_web_libraries(name: str) -> None:
    script = f"import sys, {name}\nassert not {{'streamlit', 'plotly'}} & set(sys.modules)"
    result = run(Path(sys.executable).name, "-c", script)
    assert result.returncode == 0, result.stderr


# What a reader may rely on


def test_the_service_says_what_it_takes_and_gives() -> None:
    """No public function of it has an ``Any`` in its signature."""
    for path, module in modules("rnn_demo/service"):
        for function in ast.walk(module):
            if isinstance(function, ast.FunctionDef) and not function.name.startswith("_"):
                signature = [function.args, *filter(None, [function.returns])]
                names = [node for part in signature for node in ast.walk(part) if isinstance(node, ast.Name)]
                assert "Any" not in {name.id for name in names}, f"{path}: {function.name}"


def test_every_test_stands_where_its_module_does() -> None:
    """``tests/x/test_y.py`` tests ``rnn_demo/x/y.py``, ``__y__.py`` or the package ``y``; ``tests/e2e`` whole pages.

    ``tests/ui/test_pages.py`` tests the scripts in ``pages``.
    """
    tests = [path.relative_to(REPOSITORY / "tests") for path in (REPOSITORY / "tests").rglob("test_*.py")]
    rooms = [
        path for path in tests if len(path.parts) > 1 and path.parts[0] != "e2e" and path != Path("ui/test_pages.py")
    ]
    assert rooms
    for path in rooms:
        name = path.stem.removeprefix("test_")
        candidates = [PACKAGE / path.parent / f"{name}.py", PACKAGE / path.parent / f"__{name}__.py"]
        candidates.append(PACKAGE / path.parent / name / "__init__.py")
        assert any(candidate.is_file() for candidate in candidates), path


# What the README says of the code


def paths_in_readme() -> Iterator[tuple[Path, bool]]:
    """The paths in the README's file tree; for each, whether it stands for everything below it.

    ``chart.{js,css}`` are the files chart.js and chart.css.
    """
    blocks = re.findall(r"^```text\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    (tree,) = (block for block in blocks if "\nrnn_demo/" in f"\n{block}")
    lines = [(len(line) - len(line.lstrip()), re.split(r"\s{2,}", line.strip())[0]) for line in tree.splitlines()]
    above: list[tuple[int, Path]] = []  # the folders around the current line, with their indentation
    for (indentation, name), (next_indentation, _) in pairwise([*lines, (0, "")]):
        above = [(depth, folder) for depth, folder in above if depth < indentation]
        parent = above[-1][1] if above else Path()
        has_children = next_indentation > indentation
        if has_children:
            above.append((indentation, parent / name))
        stem, endings = re.fullmatch(r"([^{]*)(?:\{(.*)\})?", name).groups()  # type: ignore[union-attr]
        for ending in (endings or "").split(","):
            yield parent / f"{stem}{ending}", name.endswith("/") and not has_children


def test_the_readme_names_what_exists() -> None:
    assert [str(path) for path, _ in paths_in_readme() if not (REPOSITORY / path).exists()] == []


def test_the_readme_names_every_file() -> None:
    """A package's ``__init__`` needs no line of its own, and a folder with no lines below it stands for what is in it."""
    named = {path for path, _ in paths_in_readme()}
    whole_folders = {path for path, is_whole in paths_in_readme() if is_whole}
    files = {path.relative_to(REPOSITORY) for path in REPOSITORY.rglob("*.*") if path.is_file()}
    code = {path for path in files if path.suffix in {".py", ".js", ".css", ".html"} and path.name != "__init__.py"}
    ours = {path for path in code if not path.parts[0].startswith(".") and path.parts[0] != "build"}
    assert {path for path in ours if not whole_folders & {*path.parents}} - named == set()


def test_the_readme_names_the_layers() -> None:
    (paragraph,) = re.findall(r"^An import only points down.*?\n\n(.*?)\n\n", README, re.DOTALL | re.MULTILINE)
    (contract,) = (one for one in PYPROJECT["tool"]["importlinter"]["contracts"] if one["id"] == "layers")
    assert re.findall("`(.*?)`", paragraph) == contract["layers"]


def test_the_readme_says_what_each_requirement_is_for() -> None:
    table = README.partition("### What it stands on")[2].partition("|---|---|")[2].partition("\n\n")[0]
    assert re.findall(r"^\| ([\w-]+) \|", table, re.MULTILINE) == REQUIREMENTS
