"""Writing a file again so that nothing is lost: all of it or none, and only over what was read."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path


class Changed(Exception):  # noqa: N818  # a fact about the file
    """The file is not what was read: somebody else wrote it meanwhile."""


def replace_contents(path: str, before: bytes, after: bytes) -> None:
    """Write a file in one step, with its permissions; a link keeps pointing to it.

    Arguments:
        path: the file.
        before: what was read from it.
        after: what it should hold.

    Raises:
        Changed: when it does not hold `before` any more.
        OSError: when it cannot be written; it then holds what it held.
    """
    real = Path(path).resolve()
    if real.read_bytes() != before:
        raise Changed
    status = real.stat()
    if not os.access(real, os.W_OK):
        raise PermissionError(13, "Permission denied")
    if status.st_nlink > 1:  # a new file would not be the one that the other names stand for
        real.write_bytes(after)
        return
    handle, name = tempfile.mkstemp(prefix=f".{real.name[:100]}.", dir=real.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(after)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(stat.S_IMODE(status.st_mode))
        with suppress(OSError, AttributeError):  # only the administrator can keep another's file another's
            os.chown(name, status.st_uid, status.st_gid)
        Path(name).replace(real)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
