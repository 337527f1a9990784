"""Markdown and formulas as safe HTML: the one reviewed place that marks text as safe for pages."""

from functools import lru_cache
from xml.etree import ElementTree

import nh3
from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "code", "pre", "blockquote", "br", "hr"}
TABLE_TAGS = {"table", "thead", "tbody", "tr", "th", "td"}
MATHML = "{http://www.w3.org/1998/Math/MathML}"
MATH_TAGS = frozenset(
    MATHML + name
    for name in [
        "math",
        "mrow",
        "mi",
        "mn",
        "mo",
        "mtext",
        "mspace",
        "mfrac",
        "msqrt",
        "mroot",
        "msub",
        "msup",
        "msubsup",
        "munder",
        "mover",
        "munderover",
        "mtable",
        "mtr",
        "mtd",
        "mstyle",
        "mpadded",
        "mphantom",
        "menclose",
        "mfenced",
    ]
)
MATH_ATTRIBUTES = frozenset(
    [
        "display",
        "displaystyle",
        "stretchy",
        "fence",
        "form",
        "separator",
        "lspace",
        "rspace",
        "mathvariant",
        "movablelimits",
        "linethickness",
        "columnalign",
        "columnspacing",
        "rowspacing",
        "accent",
        "minsize",
        "maxsize",
        "width",
        "height",
        "depth",
        "symmetric",
        "largeop",
    ]
)
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


@lru_cache(maxsize=1024)
def markdown(text: str) -> Markup:
    """Our Markdown as HTML; raw HTML is shown as text, and only a short list of tags gets through."""
    html = _markdown.render(text)
    clean = nh3.clean(
        html,
        tags=TAGS | TABLE_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )
    return Markup(clean)  # cleaned above


@lru_cache(maxsize=512)
def formula(latex: str) -> Markup:
    """A formula as MathML, which screen readers read; the LaTeX itself when it cannot be understood."""
    try:
        root = ElementTree.fromstring(convert(latex, display="block"))
    except Exception:  # the converter raises whatever it stumbles over
        return _as_code(latex)
    if any(node.tag not in MATH_TAGS or set(node.attrib) - MATH_ATTRIBUTES for node in root.iter()):
        return _as_code(latex)
    ElementTree.register_namespace("", MATHML[1:-1])
    return Markup(ElementTree.tostring(root, encoding="unicode"))  # only MathML, written by the serialiser


def _as_code(latex: str) -> Markup:
    return Markup("<code>") + escape(latex) + Markup("</code>")
