"""Markdown and formulas as safe HTML: the one reviewed place that marks text as safe for pages."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

import nh3
from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.list import list_block
from markdown_it.token import Token
from markupsafe import Markup, escape
from mdit_py_plugins.footnote import footnote_plugin

from pstku.core.clock import MONTHS

OUTSIDE = "gambar dari luar tidak ditampilkan"

TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "code", "pre", "blockquote", "br", "hr", "sup"}
IMAGE_PATH = "/belajar/gambar/{key}.webp"
_IMAGE = re.compile(re.escape(IMAGE_PATH).replace(r"\{key\}", "([0-9a-f]{32})"))
TABLE_TAGS = {"table", "thead", "tbody", "tr", "th", "td"}
TOP_DOMAINS = ["id", "com", "org", "net"]
_HOST = re.compile(rf"[\w-]+(?:\.[\w-]+)*\.(?:{'|'.join(TOP_DOMAINS)})(?:[/?#].*)?", re.ASCII)
# A line that begins so is no item of a list: its sign belongs to the figure, its number is a year or a day.
_NO_ITEM = re.compile(rf"[-+][ \t]+\d|(?:19|20)\d\d[.)][ \t]|\d{{1,2}}\.[ \t]+(?:{'|'.join(MONTHS)})\b", re.ASCII)
_ALIGNED = re.compile(r"\\(begin|end)\{aligned\}")
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
        "scriptlevel",
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
        return f"<em>[{escape(OUTSIDE)}{escape(token.content and f': {token.content}')}]</em>"
    return f'<img src="{token.attrGet("src")}" alt="{escape(token.content)}">'


def _heading(renderer: Any, tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    """A text's headings stand below the page's own: # becomes h2, what is deeper than h4 becomes h4."""
    token = tokens[place]
    token.tag = f"h{min(max(int(token.tag[1:]), 2), 4)}"
    return str(renderer.renderToken(tokens, place, options, env))


def _link(renderer: Any, tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    """An address without https:// is meant as one, not as a page of ours."""
    token = tokens[place]
    href = str(token.attrGet("href") or "")
    if _HOST.fullmatch(href):
        token.attrSet("href", f"https://{href}")
    elif token.markup == "linkify" and tokens[place + 1].content.startswith(href.removeprefix("http://")[:4]):
        token.attrSet("href", href.replace("http://", "https://", 1))
    return str(renderer.renderToken(tokens, place, options, env))


def _cell(renderer: Any, tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    """What a table aligns to the right are figures: they stand in digits of one width."""
    token = tokens[place]
    if "right" in str(token.attrs.pop("style", "")):
        token.attrSet("class", "n")
    return str(renderer.renderToken(tokens, place, options, env))


def _list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    return not _begins_figure(state, start) and list_block(state, start, end, silent)


def _ends_list(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """In a list such a line ends it; elsewhere it is left to the paragraph."""
    return silent and _begins_figure(state, start)


def _begins_figure(state: StateBlock, line: int) -> bool:
    return bool(_NO_ITEM.match(state.src, state.bMarks[line] + state.tShift[line], state.eMarks[line]))


def _note_ref(_renderer: Any, tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    """The number of a footnote; its text stands below, in a list of the same numbers."""
    return f"<sup>{tokens[place].meta['id'] + 1}</sup>"


def _nothing(*_args: Any) -> str:
    return ""


_markdown = MarkdownIt("commonmark", {"html": False, "linkify": True}).enable(["table", "linkify"])
_markdown.linkify = LinkifyIt(options={"fuzzy_email": False}).tlds(TOP_DOMAINS)
_markdown.use(footnote_plugin, inline=False)
_markdown.block.ruler.at("list", _list, {"alt": ["paragraph", "reference", "blockquote"]})
_markdown.block.ruler.before("list", "figure_line", _ends_list, {"alt": ["list"]})
_markdown.add_render_rule("link_open", _link)
_markdown.add_render_rule("th_open", _cell)
_markdown.add_render_rule("td_open", _cell)
_markdown.add_render_rule("footnote_ref", _note_ref)
_markdown.add_render_rule("footnote_anchor", _nothing)
_markdown.add_render_rule("footnote_block_open", lambda *_args: "<hr>\n<ol>\n")
_markdown.add_render_rule("footnote_block_close", lambda *_args: "</ol>\n")
_markdown.add_render_rule("footnote_open", lambda *_args: "<li>")
_markdown.add_render_rule("footnote_close", lambda *_args: "</li>\n")
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
        allowed_classes={"td": {"n"}, "th": {"n"}},
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
        root = ElementTree.fromstring(convert(_ALIGNED.sub(r"\\\1{align*}", latex), display="block"))
    except Exception:  # the converter raises whatever it stumbles over
        return _as_code(latex)
    if any(node.tag not in MATH_TAGS or set(node.attrib) - MATH_ATTRIBUTES for node in root.iter()):
        return _as_code(latex)
    _join_numbers(root)
    ElementTree.register_namespace("", MATHML[1:-1])
    return Markup(ElementTree.tostring(root, encoding="unicode"))  # only MathML, written by the serialiser


def _join_numbers(node: ElementTree.Element) -> None:
    """0{,}25 is one number, not three pieces for who listens."""
    parts: list[ElementTree.Element] = []
    for part in node:
        _join_numbers(part)
        is_number = part.tag == f"{MATHML}mn" and len(parts) > 1
        if is_number and parts[-2].tag == part.tag and (sign := _decimal_sign(parts[-1])):
            parts.pop()
            parts[-1].text = f"{parts[-1].text}{sign}{part.text}"
        else:
            parts.append(part)
    node[:] = parts


def _decimal_sign(node: ElementTree.Element) -> str:
    """The comma or point that stands alone in braces; empty for anything else."""
    is_braced = node.tag == f"{MATHML}mrow" and len(node) == 1 and node[0].tag == f"{MATHML}mo"
    return node[0].text or "" if is_braced and node[0].text in (",", ".") else ""


def is_formula(latex: str) -> bool:
    """Can the LaTeX be shown as mathematics?"""
    return formula(latex) != _as_code(latex)


def _as_code(latex: str) -> Markup:
    return Markup("<code>") + escape(latex) + Markup("</code>")
