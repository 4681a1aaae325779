"""Errors a job ends with; each knows its exit code and reads "Cannot <verb> <object>: <cause>. <remedy>"."""


class JobError(Exception):
    """The job could not do its work; running it again may succeed once the cause is gone."""

    exit_code = 1

    def __init__(self, what: str, cause: str, remedy: str) -> None:
        """Keep the three parts a person needs: what was tried, why it failed, what to do."""
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
    """SIGTERM arrived; raised in the main thread so that blocking calls end at once."""

    exit_code = 143
