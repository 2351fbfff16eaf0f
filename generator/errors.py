"""Exceptions: a bad world. Bad data is never one of these, it is a `Finding`."""


class RegisterError(Exception):
    """Base of every error that the program raises on purpose; its text is shown to people."""


class UsageError(RegisterError):
    """What was asked for cannot be done: an option, a folder, an address (exit status 2)."""


class UnfinishedError(RegisterError):
    """The disk refused a step (the cause) while a site was put into place: the next build does the rest."""


class AuditError(RegisterError):
    """The compiled site does not hold what it promises; nothing was published.

    `problems` are sentences, one for each thing that is wrong.
    """

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(f"{len(problems)} problems in the compiled site: " + "; ".join(problems[:5]))


class ThemeError(RegisterError):
    """A template of a register's own could not be made a page of."""


class LogError(RegisterError):
    """What is no note, checkpoint, tile, key or proof of a log, or one that does not hold."""


class ClusterError(RegisterError):
    """A cluster failed, or one of its workers is not like this machine. The cause, if there is one, came up there."""


class ProseError(RegisterError):
    """Pelican could not render what stands in content/."""
