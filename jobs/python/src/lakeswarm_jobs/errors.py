"""Errors that end a job, with an exit code and the form "Cannot <verb> <object>: <cause>. <remedy>"."""


class JobError(Exception):
    """The job could not do its work; running it again may succeed once the cause is gone."""

    exit_code = 1

    def __init__(self, what: str, cause: str, remedy: str) -> None:
        """Build the message from what was tried, why it failed and what to do."""
        super().__init__(f"Cannot {what}: {cause.rstrip('.')}. {remedy}")


class ApiError(JobError):
    """The brewery API gave no usable answer within the allowed attempts."""


class StoreError(JobError):
    """The object store refused or did not answer."""


class DataMismatchError(JobError):
    """Everything answered, but the numbers do not agree; nothing was published."""

    exit_code = 2


class PagesShiftedError(DataMismatchError):
    """The API's rows moved between pages while they were read, so the reading is no snapshot."""


class Terminated(BaseException):
    """SIGTERM arrived; raised in the main thread to interrupt blocking calls."""

    exit_code = 143
