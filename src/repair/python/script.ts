/**
 * Names that a Python file uses and nothing defines, as JSON: runs in the box by the project's own Python, imports nothing of the project.
 * Takes the changed files as arguments. What defines names in ways that cannot be seen (`from x import *`, `exec`) makes a file be left out.
 */
export const script = String.raw`
import ast, builtins, importlib, json, os, sys

def top_level(tree):
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and node in tree.body:
            names.add(node.name)
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        names.update(t.id for t in targets if isinstance(t, ast.Name))
    return names

def undefined(tree):
    defined = set(dir(builtins)) | {"__file__", "__name__", "__doc__", "__path__", "__class__"}
    used = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and any(a.name == "*" for a in node.names):
            return None, []
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            defined.update((a.asname or a.name).split(".")[0] for a in node.names)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            defined.add(node.name)
        elif isinstance(node, ast.arg):
            defined.add(node.arg)
        elif isinstance(node, ast.ExceptHandler) and node.name:
            defined.add(node.name)
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            defined.update(node.names)
        elif isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Load):
                used.append(node)
                if node.id in ("exec", "eval", "globals", "locals"):
                    return None, []
            else:
                defined.add(node.id)
        elif type(node).__name__ in ("MatchAs", "MatchStar") and node.name:
            defined.add(node.name)
        elif type(node).__name__ == "MatchMapping" and node.rest:
            defined.add(node.rest)
        elif type(node).__name__ in ("TypeVar", "ParamSpec", "TypeVarTuple"):
            defined.add(node.name)
    return defined, [n for n in used if n.id not in defined]

def attributes(tree, name):
    return {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name) and n.value.id == name}

COMMON = ["pathlib", "typing", "collections", "dataclasses", "datetime", "functools", "contextlib", "enum", "abc", "decimal",
          "fractions", "itertools", "collections.abc", "tempfile", "unittest.mock", "concurrent.futures", "uuid", "types"]

def stdlib_homes(name):
    homes = []
    for module in COMMON:
        found = importlib.import_module(module)
        if name in getattr(found, "__all__", []) or (not hasattr(found, "__all__") and getattr(getattr(found, name, None), "__module__", None) == module):
            homes.append(module)
    return homes

def is_stdlib(name, attrs):
    if name not in getattr(sys, "stdlib_module_names", ()) or name.startswith("_") or not attrs:
        return False
    try:
        module = importlib.import_module(name)
    except Exception:
        return False
    return all(hasattr(module, a) for a in attrs)

def modules():
    found = {}
    for root in [".", "src"]:
        for folder, folders, files in os.walk(root):
            folders[:] = [f for f in folders if not f.startswith(".") and f not in ("node_modules", "venv", "build", "dist", "__pycache__", "tests", "test") and not (root == "." and folder == "." and f == "src")]
            for file in files:
                path = os.path.join(folder, file)
                if len(found) < 2000 and file.endswith(".py") and not file.startswith("test_") and os.path.getsize(path) < 1000000:
                    parts = os.path.relpath(path, root)[:-3].split(os.sep)
                    if parts[-1] == "__init__":
                        parts.pop()
                    if parts and all(p.isidentifier() for p in parts):
                        found.setdefault(os.path.normpath(path), ".".join(parts))
    return found

sys.path = [p for p in sys.path if p not in ("", os.getcwd())]
homes = {}
parsed = {}
for path, module in modules().items():
    try:
        parsed[path] = top_level(ast.parse(open(path, encoding="utf8").read()))
    except (SyntaxError, ValueError):
        continue
    for name in parsed[path]:
        if not name.startswith("_"):
            homes.setdefault(name, []).append(module)

report = []
for path in sys.argv[1:]:
    try:
        tree = ast.parse(open(path, encoding="utf8").read())
    except (SyntaxError, ValueError):
        continue
    defined, missing = undefined(tree)
    if not missing:
        continue
    body = tree.body
    first = 1 if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant) and isinstance(body[0].value.value, str) else 0
    imports = [n for n in body if isinstance(n, (ast.Import, ast.ImportFrom))]
    line = imports[-1].end_lineno if imports else body[first - 1].end_lineno if first else 0
    names = sorted(n for n in defined if not n.startswith("__"))
    for node in missing:
        report.append({
            "file": path, "line": node.lineno, "column": len(node_line[:node.col_offset].decode("utf8")) if (node_line := open(path, "rb").read().split(b"\n")[node.lineno - 1]) is not None else 0,
            "name": node.id, "module": is_stdlib(node.id, attributes(tree, node.id)), "stdlib": stdlib_homes(node.id),
            "project": homes.get(node.id, []), "names": names, "importLine": line, "hasImports": bool(imports),
        })
print(json.dumps(report))
`;
