"""Where a build begins: whether there is anything to do."""

from __future__ import annotations

from dataclasses import replace

from generator.build import staging
from generator.build.look import Look
from generator.build.order import Order, Progress, Result
from generator.engine.pool import default_workers, without_collector


def build(order: Order, progress: Progress = lambda items, what, total=None: items) -> Result:
    """Checks, compiles and publishes. Where the data has errors, nothing is published and the report says why.

    Raises UsageError, ProseError or AuditError; in each case the output is as it was. Where nothing changed since the
    last build, its result is given at once.
    """
    if not order.data.is_dir():
        from generator.reading.folder import require

        require(order.data)
    with without_collector(), staging.opened(order.output, [order.data, order.content]) as workshop:
        workers = 0 if order.full else order.workers or default_workers()
        with Look(workshop.cache, workshop.output, workshop.store.folder, workers) as look:
            from generator.build import unchanged  # while others look already

            told = unchanged.inputs(order.data, order.content, (order.site_url, order.as_of, order.now is None))
            if not order.full:
                same: Result | None = unchanged.result(workshop.cache, look, told, order.now)
                if same is not None:
                    return replace(same, output=order.output)
            from generator.build.conductor import conduct  # all that a build is made with takes its time to load

            return conduct(order, progress, told, workshop, look)
