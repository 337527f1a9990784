"""Markdown and formulas as safe HTML: the one reviewed place that marks text as safe for pages."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "code", "pre", "blockquote", "br", "hr"}
IMAGE_PATH = "/belajar/gambar/{key}.webp"
_IMAGE = re.compile(re.escape(IMAGE_PATH).replace(r"\{key\}", "([0-9a-f]{32})"))
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


def _image(_renderer: Any, tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    """Only pictures of the library: one from elsewhere would tell that place who reads here."""
    token = tokens[place]
    if not _IMAGE.fullmatch(str(token.attrGet("src") or "")):
        return ""
    return f'<img src="{token.attrGet("src")}" alt="{escape(token.content)}">'


def _heading(renderer: Any, tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    """A text's headings stand below the page's own: # becomes h2, what is deeper than h4 becomes h4."""
    token = tokens[place]
    token.tag = f"h{min(max(int(token.tag[1:]), 2), 4)}"
    return str(renderer.renderToken(tokens, place, options, env))


_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
_markdown.add_render_rule("image", _image)
_markdown.add_render_rule("heading_open", _heading)
_markdown.add_render_rule("heading_close", _heading)


@lru_cache(maxsize=1024)
def markdown(text: str) -> Markup:
    """Our Markdown as HTML; raw HTML is shown as text, and only a short list of tags gets through."""
    html = _markdown.render(text)
    clean = nh3.clean(
        html,
        tags=TAGS | TABLE_TAGS | {"img"},
        attributes={"a": {"href"}, "ol": {"start"}, "img": {"src", "alt"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )
    return Markup(clean)  # cleaned above


def image_keys(text: str) -> list[str]:
    """The pictures a text shows."""
    return _IMAGE.findall(text)


@lru_cache(maxsize=512)
def formula(latex: str) -> Markup:
    """A formula as MathML, which screen readers read; the LaTeX itself when it cannot be understood."""
    from latex2mathml.converter import convert  # its table of symbols is a tenth of a worker's start

    try:
        root = ElementTree.fromstring(convert(latex, display="block"))
    except Exception:  # the converter raises whatever it stumbles over
        return _as_code(latex)
    if any(node.tag not in MATH_TAGS or set(node.attrib) - MATH_ATTRIBUTES for node in root.iter()):
        return _as_code(latex)
    ElementTree.register_namespace("", MATHML[1:-1])
    return Markup(ElementTree.tostring(root, encoding="unicode"))  # only MathML, written by the serialiser


def is_formula(latex: str) -> bool:
    """Can the LaTeX be shown as mathematics?"""
    return formula(latex) != _as_code(latex)


def _as_code(latex: str) -> Markup:
    return Markup("<code>") + escape(latex) + Markup("</code>")
