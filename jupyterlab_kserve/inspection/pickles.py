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
import struct
from _compat_pickle import IMPORT_MAPPING, NAME_MAPPING
from collections.abc import Callable
from typing import Any

from .arrays import is_wrapper, skip_array
from .report import NotRead
from .source import Source
from .standins import Blob, Made, Named, Reading

MAX_OPERATIONS = 4_000_000
_CLOCK = 1_000
"""Operations after which the clock is looked at."""

_MAX_ITEMS = 2_000
"""Items of one list, set or dictionary that are kept: facts stand in small ones."""

_MAX_NESTED = 20
_MAX_KEPT = 1 << 20
"""Bytes of a text or byte string that are kept; longer ones are passed over."""

_MAX_KEPT_IN_ALL = 64 << 20

_MAX_DIGITS = 1_000
"""Bytes of a whole number that are kept."""

_BLOB = Blob()
_MARK = object()

Operation = Callable[["Machine"], None]


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
        NotRead: If it cannot be read to its end.
    """
    if nested > _MAX_NESTED:
        raise NotRead("It holds pickles in pickles, deeper than is read.")
    try:
        return Machine(source, reading, joblib, nested).run()
    except NotRead:
        raise
    except RecursionError:
        raise NotRead("It is nested deeper than is read.") from None
    except MemoryError:
        raise NotRead("It needs more memory than is given to reading it.") from None
    except Exception as error:  # a malformed pickle can fail in any way that Python can
        raise NotRead(f"It is malformed ({type(error).__name__}).") from error


class Machine:
    """The stack and the memo of one pickle.

    Args:
        source: Where the pickle starts.
        reading: Where to note what it names.
        joblib: Whether arrays stand between the opcodes.
        nested: In how many pickles it stands itself.
    """

    def __init__(self, source: Source, reading: Reading, joblib: bool, nested: int) -> None:
        self.source = source
        self.reading = reading
        self.joblib = joblib
        self.nested = nested
        self.stack: list[Any] = []
        self.memo: dict[int, Any] = {}
        self.protocol = 0

    def run(self) -> Any:
        """Read until the opcode STOP, and return what is on top then."""
        source, reading = self.source, self.reading
        for code in source.until(pickle.STOP):
            operation = OPERATIONS.get(code)
            if operation is None:
                raise NotRead("It is no pickle." if code else "It ends too early.")
            reading.operations += 1
            if not reading.operations % _CLOCK:
                source.check_time()
                if reading.operations > MAX_OPERATIONS:
                    raise NotRead("It holds more than is read.")
            operation(self)
        return self.stack.pop()

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
        while stack[position] is not _MARK:
            position -= 1
            if position < 0:
                raise NotRead("It is malformed: a mark is missing.")
        items = stack[position + 1 :]
        del stack[position:]
        return items

    def bytes_of(self, count: int) -> Any:
        """Read a byte string, or pass over a long one."""
        if count < 0:
            raise NotRead("It states lengths that are not believable.")
        self.reading.kept += count
        if count > _MAX_KEPT or self.reading.kept > _MAX_KEPT_IN_ALL:
            self.source.skip(count)
            return _BLOB
        return self.source.read(count)

    def text_of(self, count: int) -> Any:
        """Read a text, or pass over a long one."""
        data = self.bytes_of(count)
        return data if data is _BLOB else data.decode("utf-8", "surrogatepass")

    def integer_of(self, count: int) -> Any:
        """Read a whole number of any size, or pass over one that is absurd."""
        if count < 0 or count > _MAX_DIGITS:
            self.bytes_of(count)
            return _BLOB
        return int.from_bytes(self.source.read(count), "little", signed=True)

    def name(self, module: Any, name: Any) -> Named:
        """Note a function or class that is named."""
        if not isinstance(module, str) or not isinstance(name, str):
            raise NotRead("It is malformed: a name is no text.")
        if self.protocol < 3:
            # As the real one does for what Python 2 wrote.
            module, name = NAME_MAPPING.get(
                (module, name), (IMPORT_MAPPING.get(module, module), name)
            )
        return self.reading.name(module, name)


def _push(value: Callable[[Machine], Any]) -> Operation:
    def operation(machine: Machine) -> None:
        machine.stack.append(value(machine))

    return operation


def _persistent(identifier: Any) -> Any:
    """What stands for an object that is kept elsewhere."""
    # PyTorch before 1.6 names a module's class so, with the source of it.
    match identifier:
        case ("module", Named() as named, *_):
            return named
    return Made("persistent", identifier)


def _add(items_of: Callable[[Machine], list[Any]]) -> Operation:
    """Append to the list on top; what is no list takes them as calls of its own."""

    def operation(machine: Machine) -> None:
        items = items_of(machine)
        top = machine.stack[-1]
        if isinstance(top, list):
            top.extend(items[: max(0, _MAX_ITEMS - len(top))])

    return operation


def _set(items_of: Callable[[Machine], list[Any]]) -> Operation:
    def operation(machine: Machine) -> None:
        items = items_of(machine)
        top = machine.stack[-1]
        if isinstance(top, dict):
            for key, value in zip(items[::2], items[1::2], strict=True):
                # Only text is looked up later, and text cannot be made to collide on purpose.
                if isinstance(key, str) and len(top) < _MAX_ITEMS:
                    top[key] = value

    return operation


def _one(machine: Machine) -> list[Any]:
    return [machine.stack.pop()]


def _two(machine: Machine) -> list[Any]:
    value = machine.stack.pop()
    return [machine.stack.pop(), value]


def _tuple(count: int) -> Operation:
    def operation(machine: Machine) -> None:
        stack = machine.stack
        items = tuple(stack[len(stack) - count :])
        if len(items) != count:
            raise NotRead("It is malformed: the stack is empty.")
        del stack[len(stack) - count :]
        stack.append(items)

    return operation


def _call(machine: Machine) -> Any:
    arguments = machine.stack.pop()
    return Made(machine.stack.pop(), arguments)


def _call_with_names(machine: Machine) -> Any:
    machine.stack.pop()
    return _call(machine)


def _inst(machine: Machine) -> Any:
    named = machine.name(machine.line(), machine.line())
    return Made(named, tuple(machine.marked()))


def _obj(machine: Machine) -> Any:
    by, *arguments = machine.marked()
    return Made(by, tuple(arguments))


def _stack_global(machine: Machine) -> Any:
    name = machine.stack.pop()
    return machine.name(machine.stack.pop(), name)


def _build(machine: Machine) -> None:
    state = machine.stack.pop()
    top = machine.stack[-1]
    if not isinstance(top, Made):
        return
    top.state = state
    if machine.joblib and is_wrapper(top):

        def nested() -> Any:
            # joblib hands object arrays to pickle itself.
            return read_pickle(machine.source, machine.reading, False, machine.nested + 1)

        machine.stack[-1] = skip_array(top, machine.source, nested)


def _extension(size: int) -> Callable[[Machine], Any]:
    # What a number means is in the registry of the process that loads it.
    return lambda machine: machine.reading.name("copyreg", f"extension {machine.number(size)}")


def _out_of_band(machine: Machine) -> Any:
    machine.reading.note("Parts of it stand outside of the file.")
    return _BLOB


def _put(key: Callable[[Machine], int]) -> Operation:
    def operation(machine: Machine) -> None:
        machine.memo[key(machine)] = machine.stack[-1]

    return operation


def _binget(machine: Machine) -> None:
    # Of all operations of a forest, two in five: this is _push() with one call in place of three.
    machine.stack.append(machine.memo[machine.source.read(1)[0]])


def _text_number(machine: Machine) -> Any:
    line = machine.line()
    known = {"00": False, "01": True}
    return known[line] if line in known else int(line.rstrip("L") or 0)


def _pop(machine: Machine) -> None:
    machine.stack.pop()


def _pop_mark(machine: Machine) -> None:
    machine.marked()


def _proto(machine: Machine) -> None:
    machine.protocol = machine.number(1)
    if machine.protocol > pickle.HIGHEST_PROTOCOL:
        raise NotRead("It was written with a newer protocol than is known.")


def _frame(machine: Machine) -> None:
    # Frames only help reading; what is in them is the same without.
    machine.source.read(8)


def _nothing(_machine: Machine) -> None:
    pass


OPERATIONS: dict[bytes, Operation] = {
    pickle.PROTO: _proto,
    pickle.FRAME: _frame,
    pickle.MARK: _push(lambda m: _MARK),
    pickle.POP: _pop,
    pickle.POP_MARK: _pop_mark,
    pickle.DUP: _push(lambda m: m.stack[-1]),
    pickle.NONE: _push(lambda m: None),
    pickle.NEWTRUE: _push(lambda m: True),
    pickle.NEWFALSE: _push(lambda m: False),
    pickle.INT: _push(_text_number),
    pickle.LONG: _push(_text_number),
    pickle.BININT: _push(lambda m: m.number(4, signed=True)),
    pickle.BININT1: _push(lambda m: m.number(1)),
    pickle.BININT2: _push(lambda m: m.number(2)),
    pickle.LONG1: _push(lambda m: m.integer_of(m.number(1))),
    pickle.LONG4: _push(lambda m: m.integer_of(m.number(4, signed=True))),
    pickle.FLOAT: _push(lambda m: float(m.line())),
    pickle.BINFLOAT: _push(lambda m: struct.unpack(">d", m.source.read(8))[0]),
    pickle.STRING: _push(lambda m: m.line()[1:-1]),
    pickle.BINSTRING: _push(lambda m: m.bytes_of(m.number(4, signed=True))),
    pickle.SHORT_BINSTRING: _push(lambda m: m.bytes_of(m.number(1))),
    pickle.BINBYTES: _push(lambda m: m.bytes_of(m.number(4))),
    pickle.SHORT_BINBYTES: _push(lambda m: m.bytes_of(m.number(1))),
    pickle.BINBYTES8: _push(lambda m: m.bytes_of(m.number(8))),
    pickle.BYTEARRAY8: _push(lambda m: m.bytes_of(m.number(8))),
    pickle.UNICODE: _push(lambda m: m.line()),
    pickle.BINUNICODE: _push(lambda m: m.text_of(m.number(4))),
    pickle.SHORT_BINUNICODE: _push(lambda m: m.text_of(m.number(1))),
    pickle.BINUNICODE8: _push(lambda m: m.text_of(m.number(8))),
    pickle.NEXT_BUFFER: _push(_out_of_band),
    pickle.READONLY_BUFFER: _nothing,
    pickle.EMPTY_TUPLE: _push(lambda m: ()),
    pickle.TUPLE: _push(lambda m: tuple(m.marked())),
    pickle.TUPLE1: _tuple(1),
    pickle.TUPLE2: _tuple(2),
    pickle.TUPLE3: _tuple(3),
    pickle.EMPTY_LIST: _push(lambda m: []),
    pickle.LIST: _push(lambda m: m.marked()),
    pickle.APPEND: _add(_one),
    pickle.APPENDS: _add(Machine.marked),
    pickle.EMPTY_DICT: _push(lambda m: {}),
    pickle.DICT: _push(lambda m: (m.marked(), {})[1]),
    pickle.SETITEM: _set(_two),
    pickle.SETITEMS: _set(Machine.marked),
    pickle.EMPTY_SET: _push(lambda m: []),
    pickle.ADDITEMS: _add(Machine.marked),
    pickle.FROZENSET: _push(lambda m: m.marked()),
    pickle.GLOBAL: _push(lambda m: m.name(m.line(), m.line())),
    pickle.STACK_GLOBAL: _push(_stack_global),
    pickle.REDUCE: _push(_call),
    pickle.NEWOBJ: _push(_call),
    pickle.NEWOBJ_EX: _push(_call_with_names),
    pickle.INST: _push(_inst),
    pickle.OBJ: _push(_obj),
    pickle.BUILD: _build,
    pickle.EXT1: _push(_extension(1)),
    pickle.EXT2: _push(_extension(2)),
    pickle.EXT4: _push(_extension(4)),
    pickle.PERSID: _push(lambda m: Made("persistent", m.line())),
    pickle.BINPERSID: _push(lambda m: _persistent(m.stack.pop())),
    pickle.PUT: _put(lambda m: int(m.line())),
    pickle.BINPUT: _put(lambda m: m.number(1)),
    pickle.LONG_BINPUT: _put(lambda m: m.number(4)),
    pickle.MEMOIZE: _put(lambda m: len(m.memo)),
    pickle.GET: _push(lambda m: m.memo[int(m.line())]),
    pickle.BINGET: _binget,
    pickle.LONG_BINGET: _push(lambda m: m.memo[m.number(4)]),
}
