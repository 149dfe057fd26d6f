"""Rules of the house that no linter knows: how long, how named, and what is never called."""

import ast

import pytest

from tests.architecture.tree import modules, nodes, shipped_sources

LONGEST = 450
BUDGETS = {
    "ui/main_window.py": 250,  # it places panels and restores geometry, nothing else
}
# Longer than the rule allows, and why that is better than splitting.
EXCEPTIONS: dict[str, tuple[int, str]] = {}
VAGUE = {"utils", "util", "helpers", "helper", "common", "managers", "manager", "misc"}
# Where every error is caught, since nobody above would see it.
CATCH_ALL = {"ui/job_runner.py", "ui/application.py", "cli/crash.py"}
# What they load runs as code.
LOADING_CODE = {
    "pickle",
    "cPickle",
    "_pickle",
    "dill",
    "cloudpickle",
    "joblib",
    "marshal",
    "shelve",
}
# Readers of XML without the guards of defusedxml, views of pages, and asking the network: that is
# done in `jobs/fetch_pages.py` alone, through connections that it checks itself.
UNGUARDED = {
    "xml.dom.minidom", "xml.dom.pulldom", "xml.sax", "xml.etree.ElementTree.parse",
    "xml.etree.ElementTree.fromstring", "xml.etree.ElementTree.iterparse", "xml.etree.cElementTree",
    "xml.etree.ElementTree.XML", "xml.etree.ElementTree.XMLParser", "urllib.request", "requests",
    "urllib3", "PySide6.QtNetwork", "PySide6.QtWebEngineWidgets", "PySide6.QtWebEngineCore",
}  # fmt: skip
# In two halves, so that this file does not name them either.
REGISTRIES = [
    ".".join(halves)
    for halves in (
        ("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("crates", "io"),
        ("deb.debian", "org"), ("proxy.golang", "org"), ("anaconda", "org"),
    )
]  # fmt: skip


@pytest.mark.parametrize("module", modules())
def test_modules_stay_short(module, package):
    allowed, _why = EXCEPTIONS.get(module, (BUDGETS.get(module, LONGEST), ""))
    lines = len((package / module).read_text("utf-8").splitlines())
    assert lines <= allowed, f"{module} has {lines} lines, {allowed} are allowed: split it"


def test_exceptions_are_needed_and_reasoned(package):
    for module, (allowed, why) in EXCEPTIONS.items():
        lines = len((package / module).read_text("utf-8").splitlines())
        assert why and BUDGETS.get(module, LONGEST) < lines <= allowed, module


def test_no_module_has_a_vague_name():
    vague = [m for m in modules() if VAGUE & set(m.removesuffix(".py").split("/"))]
    assert not vague, "a function lives beside the noun that it serves"


@pytest.mark.parametrize("module", modules())
def test_nothing_dangerous_is_called(module):
    assert [f"line {line}: {what}" for line, what in dangers(nodes(module))] == []


@pytest.mark.parametrize("module", sorted(set(modules()) - CATCH_ALL))
def test_only_known_errors_are_caught(module):
    handlers = [node for node in nodes(module) if isinstance(node, ast.ExceptHandler)]
    assert [f"line {each.lineno}" for each in handlers if catches_all(each)] == []


def test_no_file_names_a_package_registry():
    named = [
        f"{path}: {host}"
        for path in shipped_sources()
        for host in REGISTRIES
        if host.encode() in path.read_bytes().lower()
    ]
    assert named == []


def dangers(tree):
    for node in tree:
        match node:
            case ast.Call(func=ast.Name(id="eval" | "exec" as name)):
                yield node.lineno, name
            case ast.Attribute(value=ast.Name(id="yaml"), attr="load" | "unsafe_load" as name):
                yield node.lineno, f"yaml.{name}"
            case ast.Attribute(attr="extractall" | "setHtml" | "insertHtml" as name):
                yield node.lineno, name
            case ast.Attribute(value=ast.Name(id="os"), attr="system" | "popen" as name):
                yield node.lineno, f"os.{name}"
            case ast.keyword(arg="shell" | "allow_pickle" as name, value=ast.Constant(value=True)):
                yield node.lineno, f"{name}=True"
            case ast.Import(names=names):
                yield from ((node.lineno, n.name) for n in names if unsafe(n.name))
            case ast.ImportFrom(module=str(name), names=names):
                whole = (name, *(f"{name}.{n.name}" for n in names))
                yield from ((node.lineno, each) for each in whole if unsafe(each))


def unsafe(module):
    """Say whether what a module reads runs code, opens what it names, or reaches the network."""
    return module.split(".")[0] in LOADING_CODE or module in UNGUARDED


def catches_all(handler):
    """Say whether a handler swallows any error; one that raises it again only tidies up."""
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    names = {each.id for each in caught if isinstance(each, ast.Name)}
    last = handler.body[-1]
    if isinstance(last, ast.Raise) and last.exc is None:
        return False
    return handler.type is None or bool(names & {"Exception", "BaseException"})


@pytest.mark.parametrize(
    "source",
    [
        "eval('1')", "exec(code)", "import pickle", "from pickle import loads", "a.extractall()",
        "view.setHtml(text)", "run('ls', shell=True)",
        "yaml.load(text)", "yaml.unsafe_load(text)", "import marshal", "from joblib import load",
        "np.load(path, allow_pickle=True)", "os.system(name)", "view.insertHtml(text)",
        "from xml.etree.ElementTree import parse", "import xml.dom.minidom", "import requests",
        "from urllib import request", "from PySide6.QtNetwork import QNetworkAccessManager",
        "from PySide6 import QtNetwork", "import pickle as harmless",
    ],
)  # fmt: skip
def test_the_rule_sees_danger(source):
    assert list(dangers(ast.walk(ast.parse(source))))


@pytest.mark.parametrize(
    ("clause", "body", "swallows"),
    [
        ("except Exception:", "pass", True),
        ("except:", "pass", True),
        ("except (OSError, BaseException):", "raise KeyError", True),
        ("except BaseException:", "raise", False),
        ("except OSError:", "pass", False),
    ],
)
def test_the_rule_sees_swallowed_errors(clause, body, swallows):
    tree = ast.walk(ast.parse(f"try:\n  pass\n{clause}\n  {body}"))
    (handler,) = (node for node in tree if isinstance(node, ast.ExceptHandler))
    assert catches_all(handler) is swallows


@pytest.mark.parametrize("source", [
    "dialog.exec()", "from xml.etree.ElementTree import Element", "np.load(path)", "import urllib",
    "from xml.sax.saxutils import escape", "run(['ls'], shell=False)",
    "from defusedxml.ElementTree import parse",
])  # fmt: skip
def test_the_rule_lets_harmless_code_be(source):
    assert not list(dangers(ast.walk(ast.parse(source))))


# Only what shows Markdown without loading pictures may show it, but for our own help.
SHOWS_MARKDOWN = {"ui/calm_prose.py", "ui/dialogs.py", "ui/scheme/about_form.py"}


def test_markdown_is_shown_by_who_loads_no_picture(package):
    showing = {m for m in modules() if "setMarkdown" in (package / m).read_text("utf-8")}
    assert showing == SHOWS_MARKDOWN
