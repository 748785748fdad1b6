"""Images from the command line: the dashboard's renderer, run in one headless Chromium tab.

Nothing is sent or fetched over the network, and the files are those that the dashboard's PNG buttons give.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from pathlib import Path

from analytics.export import PngSpec
from analytics.files import make_folder, write_whole
from analytics.i18n import _
from etl.errors import RenderError

OnDone = Callable[[Path], None]


def render_pngs(specs: Iterable[PngSpec], out: Path, on_done: OnDone | None = None) -> list[Path]:
    """Draw each image into the folder `out` (made if missing) under its own file name; the paths, in order.

    A file appears whole or not at all and replaces an older one of its name; `on_done` is called with each. Raises
    RenderError if `choreographer`, a browser or the folder is missing, or if an image cannot be drawn.
    """
    return asyncio.run(_render_pngs(specs, out, on_done or (lambda _: None)))


async def _render_pngs(specs: Iterable[PngSpec], out: Path, on_done: OnDone) -> list[Path]:
    try:
        from analytics.chromium import drawing_tab
    except ModuleNotFoundError as error:
        text = _("images need the package '{name}', which is not installed: pip install -r requirements-render.txt")
        raise RenderError(text.format(name=error.name)) from None
    paths = []
    make_folder(out)
    async with drawing_tab() as draw:
        for spec in specs:
            paths.append(write_whole(out / spec["filename"], await draw(spec)))
            on_done(paths[-1])
    return paths
