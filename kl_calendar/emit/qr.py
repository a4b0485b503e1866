"""An address in, its QR code as an SVG picture out (black on white in both themes: some readers refuse the reverse)."""

from __future__ import annotations

import io

import segno


def svg(address: str, title: str) -> str:
    """Return the picture as SVG markup for a page, with a title for those who hear it."""
    stream = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(
        stream,
        kind="svg",
        scale=4,
        border=4,
        light="#fff",
        dark="#000",
        xmldecl=False,
        svgclass="qr",
        lineclass=None,
        title=title,
        omitsize=True,
        nl=False,
    )
    return stream.getvalue().decode("utf-8")
