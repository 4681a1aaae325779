"""The modules of the package import one another in one direction."""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = "lakeswarm_airflow"
MODULES = {p.stem: p.read_text(encoding="utf-8") for p in (Path(__file__).parent.parent / PACKAGE).glob("*.py")}


def imported(source, modules):
    """The modules that a source text imports anywhere, for the type checker too."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module == PACKAGE:
            found |= {a.name if a.name in modules else "__init__" for a in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{PACKAGE}."):
            found.add(node.module.split(".")[1])
        elif isinstance(node, ast.ImportFrom) and node.level:
            raise AssertionError("write absolute imports: this test does not resolve relative ones")
        elif isinstance(node, ast.Import):
            names = [a.name.split(".") for a in node.names]
            found |= {n[1] if len(n) > 1 else "__init__" for n in names if n[0] == PACKAGE}
    return found


def order(modules):
    return list(TopologicalSorter({m: imported(source, modules) for m, source in modules.items()}).static_order())


def test_the_package_has_no_import_cycle():
    ordered = order(MODULES)
    assert set(ordered) == set(MODULES)
    assert ordered.index("resources") < ordered.index("arguments") < ordered.index("swarm_job")


@pytest.mark.parametrize(
    "back",
    ["import lakeswarm_airflow.b", "from lakeswarm_airflow import b", "if X:\n  from lakeswarm_airflow.b import c"],
)
def test_each_form_of_import_counts(back):
    with pytest.raises(CycleError):
        order({"a": back, "b": "from lakeswarm_airflow.a import f"})
