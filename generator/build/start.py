"""Where a build begins: whether there is anything to do."""

from __future__ import annotations

from dataclasses import replace

from generator.build import staging, unchanged
from generator.build.order import Order, Progress, Result


def build(order: Order, progress: Progress = lambda items, what, total=None: items) -> Result:
    """Checks, compiles and publishes. Where the data has errors, nothing is published and the report says why.

    Raises UsageError, ProseError or AuditError; in each case the output is as it was. Where nothing changed since the
    last build, its result is given at once.
    """
    asked = (order.site_url, order.as_of, order.now is None)
    told = unchanged.inputs(order.data, order.content, asked)
    if told is not None and order.output.is_dir() and not order.full:
        with staging.opened(order.output, [order.data, order.content]) as workshop:
            same: Result | None = unchanged.result(workshop.cache, workshop.output, told, order.now)
        if same is not None:
            return replace(same, output=order.output)
    from generator.build.conductor import conduct  # all that a build is made with takes its time to load

    return conduct(order, progress, told)
