"""What stands for the objects of a pickle that is read without being run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .report import Global, NotReadError
from .risk import risk_of

_MAX_GLOBALS = 2_000


class Blob:
    """Stands for bytes or text that were passed over."""


@dataclass(frozen=True, eq=False)
class Named:
    """Stands for a function or class.

    Attributes:
        module: Its module.
        name: Its name there.
    """

    module: str
    name: str

    @property
    def full(self) -> str:
        """The name with its module."""
        return f"{self.module}.{self.name}"


@dataclass(eq=False)
class Made:
    """Stands for what calling something would have made.

    Attributes:
        by: What would have been called.
        arguments: With what.
        state: What it would have been given afterwards.
    """

    by: Any
    arguments: Any = ()
    state: Any = None

    @property
    def class_name(self) -> str:
        """The name of its class, as far as it is one; empty otherwise."""
        by = self.by
        # copyreg._reconstructor(cls, ...) makes an object of the class that it is given.
        if isinstance(by, Named) and by.full in ("copyreg._reconstructor", "copyreg.__newobj__"):
            by = self.arguments[0] if isinstance(self.arguments, tuple) and self.arguments else by
        return by.full if isinstance(by, Named) else ""


@dataclass(eq=False)
class Array:
    """Stands for an array whose bytes were passed over.

    Attributes:
        shape: Its shape.
        content: For an array of objects, what stands for it.
    """

    shape: tuple[int, ...]
    content: Any = None


@dataclass
class Reading:
    """What was read of a file: one for all pickles in it.

    Attributes:
        globals: What was named, by name.
        operations: How many operations were done.
        kept: Bytes of text and byte strings that are kept.
        notes: What stands out.
    """

    globals: dict[str, Global] = field(default_factory=dict)
    operations: int = 0
    kept: int = 0
    notes: list[str] = field(default_factory=list)

    def name(self, module: str, name: str) -> Named:
        """Note that something is named."""
        named = Named(module, name)
        if named.full not in self.globals:
            if len(self.globals) >= _MAX_GLOBALS:
                raise NotReadError("It names more functions and classes than can be checked.")
            # What is shown to people must be text that can be shown.
            shown = ascii(named.full)[1:-1][:300]
            self.globals[named.full] = Global(shown, risk_of(module, name))
        return named

    def note(self, text: str) -> None:
        """Add a note, once."""
        if text not in self.notes:
            self.notes.append(text)
