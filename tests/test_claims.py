"""What the product claims: every claim in docs/claims.md names evidence that exists."""

import ast
import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
ROW = re.compile(r"^\| (?P<claim>[^|]+) \| (?P<where>[^|]+) \| (?P<evidence>[^|]+) \|$")
CODE = re.compile(r"`([^`]+)`")


def claims() -> list[tuple[str, list[str]]]:
    """Each claim with the pieces of evidence that it names."""
    lines = (REPOSITORY / "docs" / "claims.md").read_text().splitlines()
    rows = [match for line in lines if (match := ROW.match(line)) and match["claim"] not in ("claim", "---")]
    assert rows
    return [(row["claim"], CODE.findall(row["evidence"])) for row in rows]


def names_of_tests(path: Path) -> set[str]:
    """The names of the tests in a file."""
    return {node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize(("claim", "evidence"), claims())
def test_a_claim_names_evidence_that_exists(claim: str, evidence: list[str]) -> None:
    assert evidence, claim
    for piece in evidence:
        path, _, test = piece.partition("::")
        assert (REPOSITORY / path).is_file(), piece
        assert not path.startswith("tests/") or test, f"{piece} names a file of tests, but no test in it"
        assert not test or test in names_of_tests(REPOSITORY / path), piece
