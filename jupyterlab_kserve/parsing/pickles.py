"""Reads a pickle without running it: a machine whose objects are inert stand-ins.

The machine knows every opcode of ``pickletools``. Those by which a pickle reaches code (GLOBAL,
INST, OBJ, NEWOBJ, REDUCE, BUILD, the extension registry, persistent ids) only make stand-ins:
nothing that is named in the file is imported, called or looked up.

joblib puts the bytes of an array right behind the object that describes it
(``joblib.numpy_pickle.NumpyArrayWrapper``): scanners that only follow opcodes stop there, and never
see what comes after. Here the array's length is computed from its shape and type, and passed over.
"""

from __future__ import annotations

import pickle
from _compat_pickle import IMPORT_MAPPING, NAME_MAPPING
from typing import Any

from .opcodes import BLOB, MARK, OPERATIONS
from .report import NotReadError
from .source import Source
from .stubs import Named, Reading

MAX_OPERATIONS = 4_000_000
_CLOCK = 1_000
"""Operations after which the clock is looked at."""

_MAX_NESTED = 20
_MAX_KEPT = 1 << 20
"""Bytes of a text or byte string that are kept; longer ones are passed over."""

_MAX_KEPT_IN_ALL = 64 << 20

_MAX_DIGITS = 1_000
"""Bytes of a whole number that are kept."""


def read_pickle(source: Source, reading: Reading, joblib: bool, nested: int = 0) -> Any:
    """Read one pickle to its end.

    Args:
        source: Where it starts.
        reading: Where to note what it names.
        joblib: Whether arrays stand between the opcodes, as joblib writes them.
        nested: In how many pickles it stands itself.

    Returns:
        What stands for the object.

    Raises:
        NotReadError: If it cannot be read to its end.
    """
    if nested > _MAX_NESTED:
        raise NotReadError("It contains nested pickles beyond the depth limit.")
    try:
        return Machine(source, reading, joblib, nested).run()
    except NotReadError:
        raise
    except RecursionError:
        raise NotReadError("It is nested beyond the depth limit.") from None
    except MemoryError:
        raise NotReadError("It needs more memory than the limit for inspection.") from None
    except Exception as error:  # a malformed pickle can fail in any way that Python can
        raise NotReadError(f"It is malformed ({type(error).__name__}).") from error


class Machine:
    """The stack and the memo of one pickle.

    Args:
        source: Where the pickle starts.
        reading: Where to note what it names.
        joblib: Whether arrays stand between the opcodes.
        nested: In how many pickles it stands itself.
    """

    def __init__(self, source: Source, reading: Reading, joblib: bool, nested: int) -> None:
        self.source: Source = source
        self.reading = reading
        self.joblib = joblib
        self._nested = nested
        self.stack: list[Any] = []
        self.memo: dict[int, Any] = {}
        self.protocol = 0

    def run(self) -> Any:
        """Read until the opcode STOP, and return what is on top then."""
        source, reading = self.source, self.reading
        for code in source.until(pickle.STOP):
            operation = OPERATIONS.get(code)
            if operation is None:
                raise NotReadError("It is not a pickle." if code else "It is truncated.")
            reading.operations += 1
            if not reading.operations % _CLOCK:
                source.check_time()
                if reading.operations > MAX_OPERATIONS:
                    raise NotReadError("It is larger than the limit for inspection.")
            operation(self)
        return self.stack.pop()

    def nested_pickle(self) -> Any:
        """Read the pickle that starts here: joblib hands arrays of objects to pickle itself."""
        return read_pickle(self.source, self.reading, False, self._nested + 1)

    def number(self, size: int, signed: bool = False) -> int:
        """Read a whole number, its lowest byte first.

        Args:
            size: How many bytes it has.
            signed: Whether it may be negative.
        """
        return int.from_bytes(self.source.read(size), "little", signed=signed)

    def line(self) -> str:
        """Read a line of text without its end."""
        return self.source.readline()[:-1].decode("latin-1")

    def marked(self) -> list[Any]:
        """Take everything off the stack down to the last mark."""
        stack = self.stack
        position = len(stack) - 1
        while stack[position] is not MARK:
            position -= 1
            if position < 0:
                raise NotReadError("It is malformed: a mark is missing.")
        items = stack[position + 1 :]
        del stack[position:]
        return items

    def bytes_of(self, count: int) -> Any:
        """Read a byte string, or pass over a long one."""
        if count < 0:
            raise NotReadError("It declares implausible lengths.")
        self.reading.kept += count
        if count > _MAX_KEPT or self.reading.kept > _MAX_KEPT_IN_ALL:
            self.source.skip(count)
            return BLOB
        return self.source.read(count)

    def text_of(self, count: int) -> Any:
        """Read a text, or pass over a long one."""
        data = self.bytes_of(count)
        return data if data is BLOB else data.decode("utf-8", "surrogatepass")

    def integer_of(self, count: int) -> Any:
        """Read a whole number of any size, or pass over one that is absurd."""
        if count < 0 or count > _MAX_DIGITS:
            self.bytes_of(count)
            return BLOB
        return int.from_bytes(self.source.read(count), "little", signed=True)

    def name(self, module: Any, name: Any) -> Named:
        """Note a function or class that is named."""
        if not isinstance(module, str) or not isinstance(name, str):
            raise NotReadError("It is malformed: a name is not a string.")
        if self.protocol < 3:
            # As the real one does for what Python 2 wrote.
            module, name = NAME_MAPPING.get(
                (module, name), (IMPORT_MAPPING.get(module, module), name)
            )
        return self.reading.name(module, name)
