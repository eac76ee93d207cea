"""How Sphinx builds the documentation: ``python -m sphinx -n -W docs docs/_build/html``.  It needs no network."""

import ast
import functools
import pkgutil
import re
import sys
from importlib import import_module
from pathlib import Path

import attrs
from docutils import nodes
from sphinx.addnodes import desc_annotation, pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.pycode import ModuleAnalyzer
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.inspect import object_description
from sphinx.util.nodes import make_refnode

import cmecore

project = "cmecore"
copyright = "cmecore contributors"
author = "cmecore contributors"

# The pages of the bodies are made here, with the reader of examples that the tests use.
_HERE = Path(__file__).parent
sys.path += [str(_HERE), str(_HERE.parent / "tests")]

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.doctest", "bodies_pages", "gallery_pages"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "cmecore"
html_static_path = ["_static"]
html_css_files = ["bodies.css", "gallery.css"]

# Prose is Markdown; the reference is reStructuredText, as docstrings are.
myst_enable_extensions = ["deflist"]

autodoc_default_options = {"member-order": "bysource"}
autodoc_preserve_defaults = True
add_module_names = False
python_use_unqualified_type_names = True

# Pages have their examples run here; those in docstrings are run by pytest, each with its own module around it.
doctest_test_doctest_blocks = ""

# Every name of ours must resolve.  Other people's stay plain text: their inventories would need the network.
nitpicky = True
nitpick_ignore_regex = [(r"py:.*", rf"({'|'.join(sys.stdlib_module_names)})\..+")]


def _resolve_annotation(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, shown: nodes.TextElement
) -> nodes.Element | None:
    """Link a bare name in a signature, which Sphinx cannot place where it was imported for type checkers only.

    One that is not ours stays plain text, and mypy vouches for it.  What a person wrote as a reference has to resolve.
    """
    if node.get("refdomain") != "py" or "refexplicit" in node:
        return None
    objects = env.domains.python_domain.objects
    found = [name for name in objects if name.endswith(f".{node['reftarget']}")]
    if len(found) != 1:
        return shown
    entry = objects[found[0]]
    return make_refnode(app.builder, node.get("refdoc", env.docname), entry.docname, entry.node_id, shown, found[0])


class _ToldApart(SphinxPostTransform):
    """Places a bare name in a signature that several modules have, by what its own module imports."""

    default_priority = 5  # before references are resolved

    def run(self, **_kwargs: object) -> None:
        """Complete the names on a page."""
        several = _several(self.env)
        for node in self.document.findall(pending_xref):
            name, home = node.get("reftarget", ""), node.get("py:module")
            if node.get("refdomain") == "py" and "refexplicit" not in node and home and name in several:
                origin = _imports_of(home).get(name, home)
                found = [full for full in several[name] if full.startswith(f"{origin}.")]
                # An alias without an entry of its own leads nowhere, and stays plain text.
                node["reftarget"] = min(found, key=len, default=f"{origin}.{name}")
                node["refspecific"] = False


def _several(env: BuildEnvironment) -> dict[str, list[str]]:
    """List the names that several modules have, each with its modules."""
    homes: dict[str, list[str]] = {}
    for full in env.domains.python_domain.objects:
        homes.setdefault(full.rpartition(".")[2], []).append(full)
    return {name: found for name, found in homes.items() if len(found) > 1 and name[:1].isupper()}


@functools.cache
def _imports_of(module: str) -> dict[str, str]:
    """Tell where a module has its names from, whoever they are imported for."""
    analyzer = ModuleAnalyzer.for_module(module)
    analyzer.analyze()
    froms = [node for node in ast.walk(ast.parse(analyzer.code)) if isinstance(node, ast.ImportFrom)]
    return {alias.asname or alias.name: node.module or "" for node in froms for alias in node.names}


def _require_every_public_name(_app: Sphinx, env: BuildEnvironment) -> None:
    documented = {name.rpartition(".")[2] for name in env.domains.python_domain.objects}
    missing = sorted(set(vars(cmecore)["__all__"]) - documented)
    if missing:
        message = f"public names without an entry in the reference: {', '.join(missing)}"
        raise ExtensionError(message)


def _read_cached_properties(_app: Sphinx) -> None:
    """Hand autodoc the docstrings of cached properties: of these, a class with slots keeps the slot alone."""
    for module in pkgutil.walk_packages(cmecore.__path__, "cmecore."):
        analyzer = ModuleAnalyzer.for_module(module.name)
        analyzer.analyze()
        classes = [node for node in ast.walk(ast.parse(analyzer.code)) if isinstance(node, ast.ClassDef)]
        for kind in classes:
            for member in kind.body:
                if isinstance(member, ast.FunctionDef) and "cached_property" in map(_last_name, member.decorator_list):
                    analyzer.attr_docs[kind.name, member.name] = [*(ast.get_docstring(member) or "").splitlines(), ""]


def _last_name(decorator: ast.expr) -> str:
    return ast.unparse(decorator).rpartition(".")[2]


# What is longer than this in a signature, or after the name of a constant, says less than three dots do.
_LONGEST_DEFAULT = 40
_LONGEST_VALUE = 300


def _show_defaults(
    _app: Sphinx, _what: str, _name: str, documented: object, _options: object, arguments: str | None, returns: str | None
) -> tuple[str, str | None] | None:
    """Show the defaults of fields in place of the names that attrs gives them; one that is computed is three dots."""
    if arguments is None or not isinstance(documented, type) or not attrs.has(documented):
        return None
    fields = attrs.fields_dict(documented)

    def default(found: re.Match[str]) -> str:
        shown = object_description(fields[found["field"]].default)
        return shown if len(shown) <= _LONGEST_DEFAULT and "<" not in shown else "..."

    return re.sub(r"= NOTHING\b", "= ...", re.sub(r"attr_dict\['(?P<field>\w+)'\]\.default", default, arguments)), returns


def _cut_long_values(_app: Sphinx, doctree: nodes.document) -> None:
    """Show three dots for what a constant holds where that would fill a page."""
    for annotation in doctree.findall(desc_annotation):
        if annotation.astext().startswith(" = ") and len(annotation.astext()) > _LONGEST_VALUE:
            annotation.children = [nodes.Text(" = ...")]


def _list_public_names(_app: Sphinx, what: str, name: str, _module: object, _options: object, lines: list[str]) -> None:
    """List what :mod:`cmecore` itself offers below its docstring: by module, each name with a link."""
    if what != "module" or name != "cmecore":
        return
    homes: dict[str, list[str]] = {}
    for public in vars(cmecore)["__all__"]:
        # A constant has the module of its class, which is where ours are defined; a link that leads nowhere fails the build.
        homes.setdefault(getattr(cmecore, public).__module__, []).append(public)
    lines += ["", ".. rubric:: What can be imported from it", ""]
    for home in sorted(homes):
        purpose = (import_module(home).__doc__ or "").partition("\n\n")[0].splitlines()
        listed = ", ".join(f":py:obj:`~{home}.{public}`" for public in homes[home])
        lines += [f":mod:`{home}`", f"   {' '.join(purpose)}", "", f"   {listed}", ""]


def setup(app: Sphinx) -> None:
    """Complete what autodoc shows, link annotations, and let the build fail when a public name has no entry."""
    app.add_post_transform(_ToldApart)
    app.connect("builder-inited", _read_cached_properties)
    app.connect("autodoc-process-signature", _show_defaults)
    app.connect("autodoc-process-docstring", _list_public_names)
    app.connect("doctree-read", _cut_long_values)
    app.connect("missing-reference", _resolve_annotation)
    app.connect("env-check-consistency", _require_every_public_name)
