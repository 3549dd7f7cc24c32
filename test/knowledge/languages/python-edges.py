"""Prints, as JSON, for each Python file below FOLDERS of ROOT the files of ROOT that its imports lead to: asked from Python itself.

usage: python-edges.py ROOT FOLDER...
"""

import ast
import importlib
import importlib.machinery
import json
import os
import sys
import types
import warnings

warnings.simplefilter("ignore")
root = os.path.realpath(sys.argv[1])
sys.path.insert(0, root)


def find(name):
    """The spec of a module by the finder that `import` uses, without running anything."""
    path, spec, found = [root], None, ""
    for part in name.split("."):
        found = f"{found}.{part}" if found else part
        spec = importlib.machinery.PathFinder.find_spec(found, path)
        if spec is None:
            return None
        path = spec.submodule_search_locations or []
    return spec


def is_attribute(package, name):
    """Whether the package itself defines the name as something else than a module, told by running it."""
    try:
        value = getattr(importlib.import_module(package), name)
    except Exception:
        return False
    return not isinstance(value, types.ModuleType)


def files_of(module, names):
    spec = find(module)
    if spec is None:
        return
    for name in names or [None]:
        below = None
        if name not in (None, "*") and spec.submodule_search_locations is not None:
            below = find(f"{module}.{name}")
            if below is not None and is_attribute(module, name):
                below = None
        origin = (below or spec).origin
        if origin and origin.endswith(".py") and origin.startswith(root + "/"):
            yield os.path.relpath(origin, root)


def edges(path):
    package = os.path.dirname(path).replace("/", ".")
    with open(os.path.join(root, path), "rb") as file:
        tree = ast.parse(file.read())
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield from files_of(alias.name, [])
        elif isinstance(node, ast.ImportFrom) and node.module != "__future__":
            module = node.module or ""
            if node.level:
                parts = package.split(".")
                base = ".".join(parts[: len(parts) - node.level + 1])
                module = f"{base}.{module}" if module else base
            yield from files_of(module, [alias.name for alias in node.names])


result = {}
for folder in sys.argv[2:]:
    for directory, _, names in os.walk(os.path.join(root, folder)):
        for name in names:
            path = os.path.relpath(os.path.join(directory, name), root)
            if name.endswith(".py") and "lib2to3/tests" not in path:
                try:
                    result[path] = sorted({target for target in edges(path) if target != path})
                except SyntaxError:
                    pass
json.dump(result, sys.stdout)
