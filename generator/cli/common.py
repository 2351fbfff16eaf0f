"""What the commands share: options, progress, and how an error ends them."""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Sized
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, NoReturn, TextIO, TypeVar

import click

from generator.cli import failures, helping, usage
from generator.errors import UsageError
from generator.register.times import before, end_of, is_time

if TYPE_CHECKING:
    from generator.transparency.keys import PrivateKey

Item = TypeVar("Item")
FOLDER = click.Path(path_type=Path)


class Time(click.ParamType[str]):
    """A day (its end, +08:00) or a time."""

    name = "T"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text itself, if it is a time; what people say for one (昨天, 2022年12月6日) as the data has it."""
        text = str(value)
        if is_time(text):
            return text
        from generator.staff.recording.typed import time

        try:
            return time(text, now()[:10])
        except UsageError as error:
            self.fail(str(error), param, ctx)


class Moment(Time):
    """A time, or `now`."""

    name = "now|T"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text itself, or the time of the clock."""
        return now() if value in ("now", "现在") else super().convert(value, param, ctx)


class People(click.ParamType[int]):
    """A number of people."""

    name = "N"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number that was typed."""
        from generator.staff.recording.typed import count

        number = value if isinstance(value, int) else count(str(value))
        if number is None:
            self.fail(f"“{value}”不是人数；写成 1，没有就写 0", param, ctx)
        return number


class Group(click.Group):
    """Turns every error into one sentence and exit status 2; a reader that has gone away ends it well."""

    context_class = helping.Context

    def add_command(self, cmd: click.Command, name: str | None = None) -> None:
        """A command, or several under one name, whose help is in Chinese too."""
        for command in (cmd, *getattr(cmd, "commands", {}).values()):
            command.context_class = helping.Context
        super().add_command(cmd, name)

    def main(self, *arguments: Any, **options: Any) -> Any:
        """The program as a whole: what it prints can be printed, whatever the terminal."""
        for stream in (sys.stdout, sys.stderr):
            _legible(stream)
        try:
            return super().main(*arguments, **options)
        except OSError as error:  # help that cannot be printed; what a command meets is told below
            fail(failures.sentence(error))

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Reads the arguments; help and version are printed on the way."""
        with _unread():
            try:
                return super().make_context(info_name, args, parent, **extra)
            except click.exceptions.NoArgsIsHelpError:
                raise
            except click.UsageError as error:
                fail(usage.sentence(error))

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command."""
        with _unread():
            try:
                return super().invoke(ctx)
            except click.exceptions.NoArgsIsHelpError:
                raise
            except click.UsageError as error:
                fail(usage.sentence(error))
            except (click.ClickException, click.exceptions.Exit, click.Abort):
                raise
            except (Exception, KeyboardInterrupt) as error:  # whatever it is, it is told in a sentence
                if _is_unread(error):
                    raise
                fail(failures.sentence(error, ctx.invoked_subcommand))


def _legible(stream: object) -> None:
    """A character that an encoding does not have (GBK, when output is redirected on Windows) is written as its code.

    By itself Python would end in the middle of a report.
    """
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")


def machine(text: str) -> None:
    """Prints a line that programs read (JSON, annotations, Markdown of a merge request): UTF-8 wherever it goes."""
    click.echo(text.encode("utf-8", "backslashreplace"))


def signers(data: Path, *outside: Path) -> tuple[PrivateKey, ...]:
    """The keys of the log that the environment gives: none of them may lie in the repository, or in these folders."""
    sources = [os.environ.get(name, "").strip() for name in ("WUYI_LOG_KEY", "WUYI_LOG_KEY_MLDSA")]
    if not any(sources):
        return ()
    from generator.history import git
    from generator.transparency import keys

    top = git.top(data) or data.resolve().parent
    return tuple(keys.load(source, top, *outside) for source in sources if source)


def in_repository(folder: Path) -> str:
    """The path of a folder from the top of its repository, or from where the command runs; "" for the top itself."""
    from generator.history import git

    whole = folder.resolve()
    workspace = os.environ.get("GITHUB_WORKSPACE")  # the top for the annotations of GitHub, if it holds the folder
    for top in (Path(workspace).resolve() if workspace else None, git.top(whole), Path.cwd()):
        if top is not None and whole.is_relative_to(top):
            path = whole.relative_to(top).as_posix()
            return "" if path == "." else path
    return whole.name


@contextmanager
def _unread() -> Iterator[None]:
    """Who reads the output may stop (`wuyi check | head`): there is nobody to tell, and nothing went wrong."""
    try:
        yield
    except BrokenPipeError as error:
        if not _is_unread(error):
            raise
        _discard(sys.stdout)
        sys.exit(0)


def _is_unread(error: BaseException) -> bool:
    """True for the pipe of the output. A file that is a pipe has a name, and is one's own."""
    return isinstance(error, BrokenPipeError) and error.filename is None


def _discard(stream: TextIO) -> None:
    """Lets what a stream still holds go nowhere: Python writes it at its very end, and would fail once more."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def fail(message: str) -> NoReturn:
    """Ends the program with one sentence and exit status 2."""
    try:
        complain(message)
    except BrokenPipeError:
        _discard(sys.stderr)
    sys.exit(2)


def complain(message: str) -> None:
    """Says what went wrong."""
    from generator.commands.reporting import visible

    click.echo("wuyi: " + "\n".join(map(visible, message.split("\n"))), err=True)


@contextmanager
def progress_bar(quiet: bool) -> Iterator[Any]:
    """A function (items, what) that passes the items on, behind a bar on a terminal after a second."""
    if quiet or not sys.stderr.isatty():
        yield lambda items, what, total=None: items
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    begun = monotonic()

    def passed(items: Iterable[Item], what: str, total: int | None = None) -> Iterator[Item]:
        size = len(items) if total is None and isinstance(items, Sized) else total
        task = bar.add_task(what, total=size)
        for item in items:
            yield item
            if not bar.live.is_started and monotonic() - begun > 1:
                bar.start()
            bar.advance(task)
        bar.remove_task(task)

    try:
        yield passed
    finally:
        bar.stop()


data_option = click.option(
    "--data", type=FOLDER, default=Path("data"), show_default=True, metavar="DIR", help="数据文件夹。"
)
as_of_option = click.option("--as-of", type=Time(), metavar="T", help="截至某日（当日结束）或某一时刻。")
quiet_option = click.option("--quiet", is_flag=True, help="只输出结果，不显示进度。")
workers_option = click.option(
    "--workers", type=click.IntRange(1, 256), metavar="N", help="并行进程数，默认为全部核心。"
)

cluster_option = click.option(
    "--cluster", metavar="ADDRESS", help="把各区县交给一个 Dask 集群，如 tcp://10.0.0.1:8786，见 docs/cluster.md。"
)
patience_option = click.option(
    "--cluster-timeout", "patience", type=click.FloatRange(1), metavar="SECONDS",
    help="集群多久没有新的结果就放弃，默认 600 秒。",
)  # fmt: skip


def https(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """An address that the site settings would accept."""
    from generator.reading.schemas import documents

    definition = documents()["common"]["$defs"]["https"]
    if value is not None and not (re.fullmatch(definition["pattern"], value) and len(value) <= 300):
        raise click.BadParameter(f"“{value}”不是 https 网址，应为{definition['x-expected']}", ctx, param)
    return value


content_option = click.option(
    "--content", type=FOLDER, default=Path("content"), show_default=True, metavar="DIR", help="文章文件夹。"
)
output_option = click.option(
    "--output", type=FOLDER, default=Path("site"), show_default=True, metavar="DIR", help="输出文件夹。"
)
site_url_option = click.option("--site-url", metavar="URL", callback=https, help="网站地址，代替 data/site.json 里的。")


def program(elsewhere: Path | None = None) -> str:
    """The program as it was started, to be typed again: here, or in another folder."""
    started = Path(sys.argv[0])
    if started.name == "__main__.py":
        return "python -m generator"
    name = started.name.removesuffix(".exe") if started.name != "-c" else "wuyi"
    found = shutil.which(name)
    if started.name == "-c" or (found is not None and Path(found).absolute() == started.absolute()):
        return name
    return str(started if elsewhere is None else started.absolute())


def now() -> str:
    """The time, +08:00."""
    from datetime import datetime, timedelta, timezone

    return datetime.now(timezone(timedelta(hours=8))).isoformat(timespec="seconds")


def tomorrow(now: str | None = None) -> str:
    """A day after now, +08:00: what is recorded later than this is pointed out. `now` stands for the clock."""
    from datetime import datetime, timedelta, timezone

    clock = end_of(now) if now else datetime.now(timezone(timedelta(hours=8))).isoformat(timespec="seconds")
    return before(clock, timedelta(days=-1))
