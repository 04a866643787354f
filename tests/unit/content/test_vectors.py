"""Of an SVG its shapes, colours and texts stay; whatever runs, loads or repeats goes."""

import pytest
from defusedxml.ElementTree import fromstring

from progressive_flow.content.inspection import vectors
from progressive_flow.content.inspection.findings import RejectedError

START = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'


def kept(inside: str, start: str = START) -> str:
    """Return what is kept of an SVG with this inside."""
    body = vectors.sanitized(f"{start}{inside}</svg>".encode()).body
    assert body
    return body.decode()


def test_shapes_gradients_and_texts_stay() -> None:
    shown = kept(
        '<title>A &amp; B</title><defs><linearGradient id="g"><stop offset="0" stop-color="red"/></linearGradient></defs>'
        '<g transform="translate(1 2)"><path d="M0 0L9 9" fill="url(#g)" stroke-width="2"/><text x="1">Text</text></g>'
    )
    root = fromstring(shown)
    assert [element.tag.rpartition("}")[2] for element in root.iter()] == [
        *("svg", "title", "defs", "linearGradient", "stop", "g", "path", "text")
    ]
    for part in ("A &amp; B", 'fill="url(#g)"', 'transform="translate(1 2)"', 'viewBox="0 0 9 9"', ">Text<"):
        assert part in shown


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>secret</script>",
        "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'><b>secret</b></body></foreignObject>",
        "<image href='https://secret.example/x.png'/>",
        "<image xlink:href='data:image/png;base64,secret'/>",
        "<use href='#secret'/>",
        "<a href='javascript:secret'><path d='M0 0'/></a>",
        "<rect onload='secret()' width='1'/>",
        "<rect width='1' fill='url(https://secret.example/x.svg#a)'/>",
        "<rect width='1' style='fill:url(//secret.example/a)'/>",
        "<rect width='1' style='behavior:secret'/>",
        "<rect width='1' fill='u\\72l(secret)'/>",
        "<style>@import 'https://secret.example/a.css'</style>",
        "<animate attributeName='href' to='javascript:secret'/>",
        "<set attributeName='onload' to='secret'/>",
        "<filter id='f'><feImage href='https://secret.example'/></filter>",
        "<pattern id='secret'><path d='M0 0'/></pattern>",
        "<x:script xmlns:x='http://www.w3.org/2000/svg'>secret</x:script>",
        "<script xmlns='http://www.w3.org/1999/xhtml'>secret</script>",
        "<script xmlns=''>secret</script>",
        "<!-- secret -->",
        "<?xml-stylesheet href='https://secret.example'?>",
        "<SCRIPT>secret</SCRIPT>",
        "<g><g><iframe src='https://secret.example'/></g></g>",
    ],
)
def test_what_runs_or_loads_goes(hostile: str) -> None:
    assert "secret" not in kept(hostile)


def test_a_gradient_takes_its_colours_from_one_of_the_same_file() -> None:
    """Inkscape writes every gradient so, and numbers what it draws: `image1`, `path7`."""
    colours = "<linearGradient id='image1'><stop offset='0' stop-color='red'/></linearGradient>"
    for name in ("href", "xlink:href"):
        shown = kept(f"{colours}<radialGradient id='b' {name}='#image1'/><rect fill='url(#b)' width='1'/>")
        for part in ('id="image1"', 'href="#image1"', 'fill="url(#b)"'):
            assert part in shown
    assert "href" not in kept("<radialGradient id='b' href='https://example.com/a.svg#image1'/><rect href='#b'/>")


def test_a_style_becomes_attributes() -> None:
    assert 'fill="red"' in kept("<rect width='1' style='fill: red; position: fixed'/>")
    assert "position" not in kept("<rect width='1' style='fill: red; position: fixed'/>")


@pytest.mark.parametrize(
    "body",
    [
        "<!DOCTYPE svg [<!ENTITY a 'x'>]><svg xmlns='http://www.w3.org/2000/svg'><text>&a;</text></svg>",
        "<!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>",
        "<!DOCTYPE svg [<!ENTITY % a SYSTEM 'https://example.com/a.dtd'>%a;]><svg xmlns='http://www.w3.org/2000/svg'/>",
        "<svg xmlns='http://www.w3.org/2000/svg'><g></svg>",
        "<html xmlns='http://www.w3.org/1999/xhtml'><svg/></html>",
        "<svg><path/></svg>",
        "",
    ],
)
def test_entities_and_what_is_no_svg_are_refused(body: str) -> None:
    with pytest.raises(RejectedError):
        vectors.sanitized(body.encode())


def test_too_many_and_too_deep_are_refused() -> None:
    with pytest.raises(RejectedError, match="too many elements"):
        kept("<g/>" * vectors.MAX_ELEMENTS)
    deep = vectors.MAX_DEPTH
    with pytest.raises(RejectedError, match="nested too deeply"):
        kept("<g>" * deep + "</g>" * deep)
    kept("<g>" * (deep - 1) + "</g>" * (deep - 1))


def test_what_is_kept_is_kept_again() -> None:
    once = kept("<rect width='1' style='fill: red' onclick='x'/><script/>")
    body = vectors.sanitized(once.encode()).body
    assert body == once.encode()
