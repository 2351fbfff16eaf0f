"""Where a build begins: whether there is anything to do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from generator.build import staging
from generator.build.look import Look
from generator.build.order import Order, Progress, Result
from generator.engine.pool import default_workers, without_collector
from generator.engine.shared import Shared
from generator.reading.version import require_known


def build(order: Order, progress: Progress = lambda items, what, total=None: items) -> Result:
    """Checks, compiles and publishes. Where the data has errors, nothing is published and the report says why.

    Raises UsageError, ProseError or AuditError; in each case the output is as it was. Where nothing changed since the
    last build, its result is given at once.
    """
    if not order.data.is_dir():
        from generator.reading.folder import require

        require(order.data)
    require_known(order.data)  # before anything is written, templates too
    sources, dated = [order.data, order.content], order.dated_by_content
    with without_collector(), staging.opened(order.output, sources, dated=dated) as workshop:
        workers = 0 if order.full else order.workers or default_workers()
        with Look(workshop.cache, workshop.output, workshop.store.folder, workers) as look:
            from generator.build import unchanged  # while others look already

            asked = (order.site_url, order.as_of, order.now is None, order.keys, order.published)
            told = unchanged.inputs(order.data, order.content, asked)
            if not order.full:
                same: Result | None = unchanged.result(workshop.cache, look, told, order.now)
                if same is not None:
                    return replace(same, output=order.output)
            with _templates(workshop, order.workers or default_workers()):
                from generator.build.conductor import conduct  # all that a build is made with takes its time to load

                return conduct(order, progress, told, workshop, look)


def _templates(workshop: staging.Stage, workers: int) -> Shared[Path, None]:
    """Compiles the templates of a program that never ran here, in another process where there may be one: each worker
    would, with its first page."""
    from generator.build import cache  # as above

    folder = workshop.templates(cache.program_of_site()[:16])
    return Shared(_compiled, () if folder.is_dir() else (folder,), workers - 1)


def _compiled(folder: Path) -> None:
    from generator.publish.pages import renderer  # in the other process: here it comes with everything else

    renderer.compile_all(folder)
