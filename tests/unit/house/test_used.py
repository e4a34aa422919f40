"""Nothing is written that nobody calls."""

import ast
import re
from collections import Counter

from tests.unit.house.sources import modules, texts, tree

FOLDERS = ("services", "shared", "deploy", "acuan")
_WORD = re.compile(r"[A-Za-z_][A-Za-z_0-9]*")


def _unused() -> list[str]:
    """Functions and constants of modules whose names stand once in all code: where they are made.

    A decorator hands a function on, and dunder names are called by Python.
    """
    code = [text for path, text in texts() if path.suffix in {".py", ".toml"} or path.name in {"casn", "Makefile"}]
    said = Counter(word for text in code for word in _WORD.findall(text))
    return [
        f"{path.name}:{line} {name}"
        for path in modules(*FOLDERS)
        for node in tree(path).body
        for name, line in _made(node)
        if said[name] == 1 and not name.startswith("__")
    ]


def _made(node: ast.stmt) -> list[tuple[str, int]]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.decorator_list:
        return [(node.name, node.lineno)]
    if isinstance(node, ast.Assign):
        return [(target.id, node.lineno) for target in node.targets if isinstance(target, ast.Name)]
    return [(node.target.id, node.lineno)] if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) else []


def test_every_function_and_constant_is_used() -> None:
    assert _unused() == []
