"""What ``jupyter models`` takes; nothing that is slow to import."""

from __future__ import annotations

from argparse import SUPPRESS, Action, ArgumentParser, RawDescriptionHelpFormatter
from typing import Any

_MODEL = "NAME, NAME/VERSION, or NAME@ALIAS for the version that an alias is on"

_EPILOG = """\
exit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 no such thing, 4 there is one already

environment: MODEL_STORAGE_PATH, MODEL_STORAGE_PVC, MODEL_STORAGE_LEGACY_PATH,
MODEL_STORAGE_TRASH_DAYS"""


def build_parser() -> ArgumentParser:
    """Return the parser of ``jupyter models``; the command that was chosen is ``command``."""
    parser = ArgumentParser(
        "jupyter models",
        description="The models on the volume that KServe serves from.",
        epilog=_EPILOG,
        formatter_class=RawDescriptionHelpFormatter,
        parents=[_shared()],
    )
    parser.set_defaults(json=False, path="", claim="")
    # Of its own: the defaults above are for what was given neither before nor after the command.
    shared = _shared()
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, words: str) -> ArgumentParser:
        return commands.add_parser(name, help=words, description=words, parents=[shared])

    add("list", "list all models")
    _model(add("show", "show a model with its versions, or a version with its card"))
    _add_save(add("save", "publish a model file, or a model's folder, as a version"))

    check = add("load-check", "check a version's bytes, and that it loads in this environment")
    _model(check)
    check.add_argument(
        "--trust", action="store_true", help="load it whatever it names: a pickle runs code"
    )

    migrate = add("migrate", "bring a model to the volume; its source stays where it is")
    migrate.add_argument("name", metavar="NAME", help="what it is called on the volume")
    migrate.add_argument(
        "source",
        metavar="SOURCE",
        nargs="?",
        help="a file, a folder or an s3:// URI; without it the folder where models lay before",
    )
    _version(migrate)
    migrate.add_argument("--overwrite", action="store_true", help="replace the version if there")

    convert = add("convert", "make published versions of what stood on the volume before")
    _model(convert)
    convert.add_argument(
        "--keep", action="store_true", help="leave the old files: a service still reads them"
    )

    delete = add("delete", "move a version to the trash")
    _model(delete, "NAME/VERSION, or NAME@ALIAS")
    delete.add_argument(
        "--served",
        action="store_true",
        help="also when a service in the cluster serves it, or whether one does is not known",
    )
    delete.add_argument("--purge", action="store_true", help="remove it for good instead")

    trash = add("trash", "show what was deleted, bring it back, or remove it for good")
    action = trash.add_mutually_exclusive_group()
    action.add_argument("--restore", metavar="ID", help="put this entry back where it was")
    action.add_argument("--empty", action="store_true", help="remove all entries for good")

    alias = add("alias", "put an alias on a version, away from the one that it is on")
    _name(alias)
    alias.add_argument("version", metavar="VERSION", help="the version that it goes to")
    alias.add_argument("alias", metavar="ALIAS", help="such as champion")

    unalias = add("unalias", "take an alias away")
    _name(unalias)
    unalias.add_argument("alias", metavar="ALIAS", help="the alias")

    compare = add("compare", "show what differs between the cards of two versions")
    _name(compare)
    compare.add_argument("one", metavar="VERSION", help="a version, or @ALIAS")
    compare.add_argument("other", metavar="VERSION", help="another")

    _model(add("uri", "print the storageUri with which KServe serves a version"))
    return parser


def _shared() -> ArgumentParser:
    shared = ArgumentParser(add_help=False, argument_default=SUPPRESS)
    shared.add_argument("--json", action="store_true", help="answer in JSON")
    shared.add_argument("--path", metavar="FOLDER", help="where the volume is mounted")
    shared.add_argument("--claim", metavar="NAME", help="the PersistentVolumeClaim behind it")
    return shared


def _add_save(save: ArgumentParser) -> None:
    save.add_argument("source", metavar="FILE", help="a model file, or a model's folder")
    save.add_argument("name", metavar="NAME", help="what it is called on the volume")
    _version(save)
    save.add_argument("--overwrite", action="store_true", help="replace the version if there")
    save.add_argument("--description", metavar="TEXT", default="", help="what to say of it")
    save.add_argument(
        "--tag", metavar="TAG", action="append", default=[], dest="tags", help="may be repeated"
    )
    save.add_argument(
        "--metadata", metavar="FILE", help="a JSON file with an object of anything; - for stdin"
    )
    save.add_argument(
        "--artifact",
        metavar="NAME=FILE",
        action="append",
        default=[],
        dest="artifacts",
        help="an artifact of the model, a scaler for example; may be repeated",
    )


def _version(parser: ArgumentParser) -> None:
    parser.add_argument("--version", metavar="VERSION", help="without it the next whole number")


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
