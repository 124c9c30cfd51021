"""What each opcode of a pickle does on the stack of inert stand-ins."""

from __future__ import annotations

import pickle
import struct
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .arrays import is_wrapper, skip_array
from .report import NotReadError
from .stubs import Blob, Made, Named

if TYPE_CHECKING:
    from .pickles import Machine

_MAX_ITEMS = 2_000
"""Items of one list, set or dictionary that are kept: facts stand in small ones."""

BLOB = Blob()
"""What stands for bytes or text that were passed over."""

MARK = object()
"""What the opcode MARK puts on the stack."""

Operation = Callable[["Machine"], None]


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
            raise NotReadError("It is malformed: the stack is empty.")
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
        machine.stack[-1] = skip_array(top, machine.source, machine.nested_pickle)


def _extension(size: int) -> Callable[[Machine], Any]:
    # What a number means is in the registry of the process that loads it.
    return lambda machine: machine.reading.name("copyreg", f"extension {machine.number(size)}")


def _out_of_band(machine: Machine) -> Any:
    machine.reading.note("Parts of it are stored outside the file.")
    return BLOB


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
        raise NotReadError("It uses a newer pickle protocol than supported.")


def _frame(machine: Machine) -> None:
    # Frames only help reading; what is in them is the same without.
    machine.source.read(8)


def _nothing(_machine: Machine) -> None:
    pass


OPERATIONS: dict[bytes, Operation] = {
    pickle.PROTO: _proto,
    pickle.FRAME: _frame,
    pickle.MARK: _push(lambda m: MARK),
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
    pickle.APPENDS: _add(lambda m: m.marked()),
    pickle.EMPTY_DICT: _push(lambda m: {}),
    pickle.DICT: _push(lambda m: (m.marked(), {})[1]),
    pickle.SETITEM: _set(_two),
    pickle.SETITEMS: _set(lambda m: m.marked()),
    pickle.EMPTY_SET: _push(lambda m: []),
    pickle.ADDITEMS: _add(lambda m: m.marked()),
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
