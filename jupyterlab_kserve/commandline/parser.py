"""What ``jupyter models`` takes; nothing that is slow to import."""

from __future__ import annotations

from argparse import SUPPRESS, Action, ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .output import Answer

_MODEL = "NAME, NAME/VERSION, or NAME@ALIAS for the version that an alias points to"

_EPILOG = """\
exit codes: 0 done, 1 refused, failed or a problem found, 2 wrong usage, 3 no such thing,
4 there is one already

environment: MODEL_STORAGE_PATH, MODEL_STORAGE_PVC, MODEL_STORAGE_LEGACY_PATH,
MODEL_STORAGE_TRASH_DAYS"""


@dataclass(frozen=True)
class Command:
    """A command of ``jupyter models``.

    Attributes:
        name: What is typed.
        help: What it does.
        function: ``module:function`` in this package. Imported when it runs, so that help and
            completion are quick; it takes the options and returns an ``Answer``.
        add_arguments: Adds its own arguments to its parser.
    """

    name: str
    help: str
    function: str
    add_arguments: Callable[[ArgumentParser], object] = lambda parser: None

    def run(self, options: Namespace) -> Answer:
        """Run it.

        Args:
            options: What was given on the command line.
        """
        module, _, name = self.function.partition(":")
        function = getattr(import_module(f".{module}", __package__), name)
        answer: Answer = function(options)
        return answer


def build_parser() -> ArgumentParser:
    """Return the parser of ``jupyter models``; what was chosen is run by ``run``."""
    parser = ArgumentParser(
        "jupyter models",
        description="Manage the models on the volume that KServe serves from.",
        epilog=_EPILOG,
        formatter_class=RawDescriptionHelpFormatter,
        parents=[_shared()],
    )
    parser.set_defaults(json=False, path="", claim="")
    # Of its own: the defaults above are for what was given neither before nor after the command.
    shared = _shared()
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        added = commands.add_parser(
            command.name, help=command.help, description=command.help, parents=[shared]
        )
        command.add_arguments(added)
        added.set_defaults(run=command.run)
    return parser


def _shared() -> ArgumentParser:
    shared = ArgumentParser(add_help=False, argument_default=SUPPRESS)
    shared.add_argument("--json", action="store_true", help="print JSON")
    shared.add_argument("--path", metavar="FOLDER", help="path where the volume is mounted")
    shared.add_argument("--claim", metavar="NAME", help="name of the PersistentVolumeClaim")
    return shared


def _add_load_check(check: ArgumentParser) -> None:
    _model(check)
    check.add_argument(
        "--trust",
        action="store_true",
        help="load it even if it names dangerous functions; loading a pickle runs code",
    )


def _add_migrate(migrate: ArgumentParser) -> None:
    migrate.add_argument("name", metavar="NAME", help="name of the model on the volume")
    migrate.add_argument(
        "source",
        metavar="SOURCE",
        nargs="?",
        help="a file, a folder, or an s3:// URI; default: the legacy folder",
    )
    _version(migrate)
    migrate.add_argument(
        "--overwrite", action="store_true", help="replace the version if it exists"
    )


def _add_convert(convert: ArgumentParser) -> None:
    _model(convert)
    convert.add_argument(
        "--keep", action="store_true", help="keep the old files, for services that still read them"
    )


def _add_delete(delete: ArgumentParser) -> None:
    _model(delete, "NAME/VERSION, or NAME@ALIAS")
    delete.add_argument(
        "--served",
        action="store_true",
        help="even if a service uses it, or if that is unknown",
    )
    delete.add_argument("--purge", action="store_true", help="delete it permanently instead")


def _add_trash(trash: ArgumentParser) -> None:
    action = trash.add_mutually_exclusive_group()
    action.add_argument("--restore", metavar="ID", help="restore this entry")
    action.add_argument("--empty", action="store_true", help="delete all entries permanently")


def _add_alias(alias: ArgumentParser) -> None:
    _name(alias)
    alias.add_argument("version", metavar="VERSION", help="the version that it goes to")
    alias.add_argument("alias", metavar="ALIAS", help="such as champion")


def _add_unalias(unalias: ArgumentParser) -> None:
    _name(unalias)
    unalias.add_argument("alias", metavar="ALIAS", help="the alias")


def _add_compare(compare: ArgumentParser) -> None:
    _name(compare)
    compare.add_argument("one", metavar="VERSION", help="a version, or @ALIAS")
    compare.add_argument("other", metavar="VERSION", help="another")


def _add_save(save: ArgumentParser) -> None:
    save.add_argument("source", metavar="FILE", help="a model file or a model folder")
    save.add_argument("name", metavar="NAME", help="name of the model on the volume")
    _version(save)
    save.add_argument("--overwrite", action="store_true", help="replace the version if it exists")
    save.add_argument(
        "--description", metavar="TEXT", default="", help="description of the version"
    )
    save.add_argument(
        "--tag", metavar="TAG", action="append", default=[], dest="tags", help="can be repeated"
    )
    save.add_argument("--metadata", metavar="FILE", help="a JSON file with an object; - for stdin")
    save.add_argument(
        "--artifact",
        metavar="NAME=FILE",
        action="append",
        default=[],
        dest="artifacts",
        help="an artifact of the model, for example scaler=s.joblib; can be repeated",
    )


def _version(parser: ArgumentParser) -> None:
    parser.add_argument("--version", metavar="VERSION", help="default: the next whole number")


def _model(parser: ArgumentParser, words: str = _MODEL) -> None:
    _completed(parser.add_argument("model", metavar="MODEL", help=words))


def _name(parser: ArgumentParser) -> None:
    _completed(parser.add_argument("name", metavar="NAME", help="the model"))


def _completed(action: Action) -> None:
    # Where argcomplete looks for it; argparse knows of no such thing.
    vars(action)["completer"] = _models


def _models(prefix: str, parsed_args: Any, **_: Any) -> list[str]:
    """Return what a model may be completed to."""
    from ..settings import store_from_environment

    found = store_from_environment(getattr(parsed_args, "path", "")).list()
    if "/" not in prefix:
        return [model.name for model in found]
    return [f"{model.name}/{record.version}" for model in found for record in model.versions]


COMMANDS = (
    Command("list", "list all models", "commands:list_models"),
    Command(
        "show",
        "show a model with its versions, or a version with its card",
        "commands:show",
        _model,
    ),
    Command(
        "save",
        "publish a model file or a model folder as a version",
        "commands:save",
        _add_save,
    ),
    Command(
        "load-check",
        "verify the files of a version and load it in this environment",
        "commands:load_check",
        _add_load_check,
    ),
    Command(
        "migrate",
        "copy a model to the volume; the source is kept",
        "commands:migrate",
        _add_migrate,
    ),
    Command(
        "convert",
        "turn legacy files on the volume into versions",
        "commands:convert",
        _add_convert,
    ),
    Command("delete", "move a version to the trash", "commands:delete", _add_delete),
    Command(
        "trash",
        "list deleted versions, restore one, or delete them permanently",
        "commands:trash",
        _add_trash,
    ),
    Command(
        "alias",
        "point an alias to a version",
        "commands:alias",
        _add_alias,
    ),
    Command("unalias", "remove an alias", "commands:unalias", _add_unalias),
    Command(
        "compare",
        "show the differences between the cards of two versions",
        "commands:compare",
        _add_compare,
    ),
    Command(
        "uri",
        "print the storageUri of a version for KServe",
        "commands:uri",
        _model,
    ),
    Command(
        "doctor",
        "check the volume, its claim, your permissions and the cluster",
        "doctor:doctor",
    ),
)
"""All commands. A new one is a line here, and a function."""
