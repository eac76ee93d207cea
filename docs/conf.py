"""How Sphinx builds the documentation: ``python -m sphinx -n -W docs docs/_build/html``.  It needs no network."""

import sys

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util.nodes import make_refnode

import cmecore

project = "cmecore"
copyright = "cmecore contributors"
author = "cmecore contributors"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.doctest"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "cmecore"

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


def _require_every_public_name(_app: Sphinx, env: BuildEnvironment) -> None:
    documented = {name.rpartition(".")[2] for name in env.domains.python_domain.objects}
    missing = sorted(set(cmecore.__all__) - documented)
    if missing:
        message = f"public names without an entry in the reference: {', '.join(missing)}"
        raise ExtensionError(message)


def setup(app: Sphinx) -> None:
    """Link annotations, and let the build fail when a public name has no entry."""
    app.connect("missing-reference", _resolve_annotation)
    app.connect("env-check-consistency", _require_every_public_name)
