"""What the functions and classes that a pickle names can do.

Kept by hand: what is known to rebuild data and nothing else, and what is known to reach the system
or to carry code; everything else is unknown. What is known of a library's own classes stands in its
module in ``frameworks``. Names are as the pickle has them; a library's module that merely imports
``os`` must not make ``os`` reachable through it, which is why dotted names are never known.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from .report import GlobalRisk

CLASS = r"_?[A-Z]\w*"
"""The part of a regular expression of safe globals that stands for the name of a class."""

_SAFE_NAMES: dict[str, str] = {
    "builtins": "bool bytearray bytes complex dict float frozenset int list object range set slice "
    "str tuple",
    "collections": "Counter OrderedDict defaultdict deque",
    "copyreg": "_reconstructor __newobj__ __newobj_ex__",
    "_codecs": "encode",
    "datetime": "date datetime time timedelta timezone",
    "decimal": "Decimal",
    "fractions": "Fraction",
    "types": "SimpleNamespace",
    "joblib.numpy_pickle": "NumpyArrayWrapper",
    "numpy": "ndarray dtype matrix recarray bool bool_ int8 int16 int32 int64 uint8 uint16 "
    "uint32 uint64 float16 float32 float64 complex64 complex128 str_ bytes_ object_ datetime64 "
    "timedelta64 abs absolute arcsinh cbrt ceil clip cos exp exp2 expm1 floor log log10 log1p log2 "
    "maximum mean "
    "median minimum nanmean nanmedian reciprocal rint sign sin sqrt square std sum tanh var",
    "numpy.random._pickle": "__bit_generator_ctor __generator_ctor __randomstate_ctor",
    "numpy.random.mtrand": "RandomState",
    "numpy.random.bit_generator": "SeedSequence __pyx_unpickle_SeedSequence",
    "numpy.ma": "MaskedArray",
    "numpy.ma.core": "MaskedArray _mareconstruct",
    "scipy.spatial._ckdtree": "cKDTree",
    "scipy.spatial._kdtree": "KDTree",
    "pandas._libs.arrays": "__pyx_unpickle_NDArrayBacked",
    "pandas._libs.internals": "_unpickle_block BlockPlacement",
    "pandas._libs.tslibs.timestamps": "_unpickle_timestamp",
    "pandas.core.indexes.base": "Index _new_Index",
    "pandas.core.indexes.datetimes": "DatetimeIndex _new_DatetimeIndex",
}
_SAFE = {f"{module}.{name}" for module, names in _SAFE_NAMES.items() for name in names.split()}

_safe_patterns = [
    # numpy 1 says core, numpy 2 says _core.
    r"numpy\._?core\.(multiarray\.(_reconstruct|scalar)|numeric\._frombuffer)",
    r"numpy\.random\._(pcg64|mt19937|philox|sfc64|generator)\.(PCG64|PCG64DXSM|MT19937|Philox|"
    r"SFC64|Generator)",
    r"numpy\.dtypes\.\w+DType",
    rf"scipy\.(interpolate|optimize|sparse|spatial|special|stats)\.(\w+\.)*{CLASS}",
    r"scipy\.sparse\.(\w+\.)*(bsr|coo|csc|csr|dia|dok|lil)_(array|matrix)",
    rf"pandas\.core\.(arrays|dtypes|frame|indexes|internals|series)\.?(\w+\.)*{CLASS}",
]

# Modules of which nothing is harmless in a model, with all that is below them.
_DANGEROUS_MODULES = frozenset(
    [
        "_frozen_importlib",
        "_posixsubprocess",
        "_pickle",
        "_winapi",
        "aiohttp",
        "asyncio",
        "bdb",
        "cProfile",
        "cloudpickle",
        "codeop",
        "concurrent",
        "ctypes",
        "dill",
        "dis",
        "doctest",
        "faulthandler",
        "fcntl",
        "ftplib",
        "gc",
        "http",
        "idlelib",
        "imaplib",
        "importlib",
        "marshal",
        "mmap",
        "multiprocessing",
        "nt",
        "ntpath",
        "os",
        "paramiko",
        "pdb",
        "pexpect",
        "pickle",
        "pip",
        "pipes",
        "pkg_resources",
        "pkgutil",
        "popen2",
        "posix",
        "posixpath",
        "pty",
        "pydoc",
        "requests",
        "runpy",
        "setuptools",
        "shelve",
        "shutil",
        "signal",
        "smtplib",
        "socket",
        "socketserver",
        "ssl",
        "subprocess",
        "sys",
        "telnetlib",
        "tempfile",
        "threading",
        "timeit",
        "urllib",
        "urllib3",
        "webbrowser",
        "winreg",
        "wsgiref",
        "xmlrpc",
        "zipimport",
        "_thread",
    ]
)
_DANGEROUS = frozenset(
    [
        "builtins.__import__",
        "builtins.breakpoint",
        "builtins.compile",
        "builtins.delattr",
        "builtins.eval",
        "builtins.exec",
        "builtins.execfile",
        "builtins.getattr",
        "builtins.globals",
        "builtins.input",
        "builtins.locals",
        "builtins.open",
        "builtins.setattr",
        "builtins.type",
        "builtins.vars",
        "operator.attrgetter",
        "operator.methodcaller",
        "_operator.attrgetter",
        "_operator.methodcaller",
        "types.CodeType",
        "types.FunctionType",
        "types.MethodType",
        "types.ModuleType",
        "io.open",
        "io.FileIO",
        "_io.open",
        "_io.FileIO",
        "code.InteractiveConsole",
        "code.InteractiveInterpreter",
        "codecs.open",
        "logging.config.listen",
        "logging.config.dictConfig",
        "joblib.load",
        "joblib.numpy_pickle.load",
        "joblib.numpy_pickle.ZNDArrayWrapper",
        "joblib.numpy_pickle_compat.ZNDArrayWrapper",
        "numpy.load",
        "numpy.loadtxt",
        "numpy.fromfile",
        "numpy.memmap",
        "numpy.save",
        "numpy.savez",
        "numpy.testing._private.utils.runstring",
        "numpy.testing.utils.runstring",
        "numpy.f2py.compile",
        "numpy.distutils.exec_command",
        "pandas.eval",
        "pandas.read_pickle",
        "pandas.io.common.get_handle",
        "pandas.io.pickle.read_pickle",
        "pandas.core.computation.eval.eval",
        "torch.load",
        "torch.jit.load",
        "torch.hub.load",
        "torch.storage._load_from_bytes",
        "torch.compile",
        "torch.utils._config_module.load_config",
        "yaml.load",
        "yaml.unsafe_load",
        "jsonpickle.decode",
    ]
)


def add_safe(patterns: Iterable[str]) -> None:
    """Add names that are known to rebuild data and nothing else.

    Args:
        patterns: Regular expressions of whole names with their modules.
    """
    _safe_patterns.extend(patterns)


@functools.cache
def _pattern_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.ASCII)


def risk_of(module: str, name: str) -> GlobalRisk:
    """Say what a function or class that a pickle names can do.

    Args:
        module: Its module as the pickle has it.
        name: Its name there; dotted for something inside of something.

    Returns:
        ``known`` for what only rebuilds data, ``dangerous`` for what reaches the system, runs or
        carries code, ``unknown`` for all else.
    """
    # Python 2's names, which a pickle may use at any protocol.
    module = {"__builtin__": "builtins", "copy_reg": "copyreg"}.get(module, module)
    full = f"{module}.{name}"
    parts = full.split(".")
    if full in _DANGEROUS or parts[0] in _DANGEROUS_MODULES:
        return "dangerous"
    inner = name.split(".")
    if len(inner) > 1:
        # "sklearn.base" and "os.system": what another module has imported is reachable too.
        reached = [*_DANGEROUS_MODULES, "builtins", "__globals__", "__builtins__", "__dict__"]
        return "dangerous" if any(part in reached for part in inner) else "unknown"
    if full in _SAFE or _pattern_of(tuple(_safe_patterns)).fullmatch(full):
        return "known"
    return "unknown"
