"""Make commands from functions with the decorator `@command`.

The docstring of the function is the help, with examples at the end. An example is a shell line,
with an indented explanation below.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from functools import partial
from importlib import import_module
from itertools import zip_longest
from typing import Annotated, Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup

from chrono.core.english import join_or
from chrono.core.names import nearest, similar_words, unknown_word
from chrono.core.sentences import given_twice, only_one_of
from chrono.errors import NotAPeriodError, UsageError

Function = Callable[..., int | None]
"""The function of a command, which returns the exit status, or None for 0."""

SHARED = "Ledger"  # the title, in --help, of the options that every command has


class OptionBundle(NamedTuple):
    """The options from which one parameter of a command is made, such as a Session.

    - `options`: for the name of each option, an annotation for typer
    - `titles`: for each title in --help, the names of the options below the title
    - `build`: a function that makes the parameter from typer's context and the typed options. If
      `build` is None, the class of the parameter is called.
    """

    options: Mapping[str, Any]
    titles: Mapping[str, Iterable[str]] = {}
    build: Callable[..., Any] | None = None


BUNDLES: dict[type, OptionBundle] = {}
"""For each type of parameter of a command, the options from which its value is made."""


def _expanded(
    function: Function,
    parameters: Mapping[str, inspect.Parameter],
    kinds: Mapping[str, type],
    option_help: Mapping[str, str | None],
) -> Function:
    def run(context: typer.Context, **values: Any) -> int | None:
        built: dict[str, Any] = {"context": context} if "context" in parameters else {}
        # The session is built first, since other bundles need it.
        for name, kind in reversed([*kinds.items()]):
            options, _, build = BUNDLES[kind]
            taken = {option: values.pop(option) for option in options}
            built[name] = kind(**taken) if build is None else build(context, **taken)
        return function(**built, **values)

    option = partial(inspect.Parameter, kind=inspect.Parameter.KEYWORD_ONLY)
    own = [each for name, each in parameters.items() if name not in ("context", *kinds)]
    options = [option("context", annotation=typer.Context)]
    options += [option(each.name, default=each.default, annotation=each.annotation) for each in own]
    for kind in kinds.values():
        for name, annotation in BUNDLES[kind].options.items():
            if name in option_help:
                details = copy(annotation.__metadata__[0])
                details.help, details.hidden = option_help[name], option_help[name] is None
                annotation = Annotated[annotation.__origin__, details]
            default = False if annotation.__origin__ is bool else None
            options.append(option(name, default=default, annotation=annotation))
    run.__signature__ = inspect.Signature(options)  # type: ignore[attr-defined]
    run.__annotations__ = {option.name: option.annotation for option in options}
    return run


class HelpMixin:
    """A base class for commands with examples and titles in --help.

    - `titles`: for each option of a bundle, the title above the option
    - `documentation`: the help and the examples
    """

    titles: Mapping[str, str]
    documentation: str
    annotations: Mapping[str, Any]

    @property
    def examples(self) -> list[tuple[str, str]]:
        """Return (shell line, explanation) for each example in the help."""
        pairs = re.findall(r"^(\S.*)\n((?: {4}.+\n?)+)", self.documentation, re.M)
        return [(" ".join(line.split()), " ".join(text.split())) for line, text in pairs]

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the text of --help to typer's `formatter`."""
        from chrono.cli import help

        text = help.headed(help.text(help.page(self, ctx), help.width()))
        # typer writes UTF-8 even to an ASCII terminal: replace characters that it lacks here.
        encoding, errors = sys.stdout.encoding, sys.stdout.errors or "strict"
        formatter.write(text.encode(encoding, errors).decode(encoding))


class OptionalValues(NamedTuple):
    """The values of an option that can be used without a value.

    - `values`: the valid values; the first value is the default
    - `others`: words that are read as values, but give an error
    """

    values: Sequence[str]
    others: Collection[str] = ()

    def include(self, word: str) -> bool:
        """Return whether the word after an option is read as its value.

        The result is True for a misspelt value, too.
        """
        is_similar = word.isalpha() and bool(nearest(word, self.values))
        return word in self.values or word in self.others or is_similar


class Command(HelpMixin, TyperCommand):
    """A command without subcommands.

    - `optional_values`: for each option that can be used without a value, the valid values
    - `last_words`: for each option of programs, the number of words at the end that are never
      options
    """

    optional_values: Mapping[str, OptionalValues]
    last_words: Mapping[str, int]

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        """Parse the typed words `args`, and return the words that are left over.

        Raises UsageError for an option with one value that is typed twice.
        """
        ctx.meta[__name__] = no_values = dict[str, str]()
        for option, number in self.last_words.items():
            if option in args[:-number] and args[-number - 1] != "--":
                args = [*args[:-number], "--", *args[-number:]]
        words = [*self._with_values(args, no_values)]
        _refuse_repeated(self, ctx, words)
        return super().parse_args(ctx, words)

    def invoke(self, ctx: Any) -> Any:
        """Run the command, and return its result.

        Raises UsageError for an unknown word after an option that can be used without a value.
        """
        try:
            return super().invoke(ctx)
        except NotAPeriodError as error:
            is_filters = error.options.startswith("-")  # and not a period with filters
            wrong = [] if is_filters else error.text.split()
            for option, word in ctx.meta[__name__].items():
                if word.isalpha() and word in wrong:
                    choices = join_or(self.optional_values[option].values)
                    message = f'unknown value "{word}" of {option}; choose {choices}'
                    raise UsageError(message) from None
            raise

    def _with_values(self, args: Sequence[str], no_values: dict[str, str]) -> Iterator[str]:
        """Yield the typed words, and the default value after each option without a value.

        `no_values`: a dict to which each option without a value is added, with the next word.
        """
        options = [each for each in self.params if not getattr(each, "is_flag", True)]
        takes_value = {name for each in options for name in each.opts}
        is_value = ended = False
        for word, following in zip_longest(args, args[1:], fillvalue=""):
            yield word
            known = None if is_value or ended else self.optional_values.get(word)
            ended = ended or (word == "--" and not is_value)
            if known and not known.include(following):
                no_values[word] = following
                yield known.values[0]
            else:
                # What follows an option is its value, even if it looks like an option.
                is_value = not is_value and not ended and word in takes_value


def _refuse_repeated(command: Any, context: Any, words: Sequence[str]) -> None:
    if sum(word.startswith("-") for word in words) < 2:
        return  # parsing takes time
    *_, typed = command.make_parser(context).parse_args(args=[*words])
    for option, number in Counter(typed).items():
        names = [*option.opts, *option.secondary_opts]  # a plain flag may be repeated
        if number > 1 and not option.multiple and (option.secondary_opts or not option.is_flag):
            long = [name for name in names if name[1] == "-"]
            raise UsageError(only_one_of(*long) if len(long) > 1 else given_twice(*long))


class Subcommands(NamedTuple):
    """The subcommands of a command.

    - `groups`: for each title in --help, the names of the subcommands below the title
    - `usage`: the text after the command's name in the usage line of --help
    - `load`: a function that returns the subcommand with a name
    - `hint`: the end of the error message for an unknown subcommand
    - `otherwise`: a function that returns another end of this message, or None to use `hint`
    """

    groups: Mapping[str, Sequence[str]]
    usage: str
    load: Callable[[str], Command | Group]
    hint: str = ""
    otherwise: Callable[[Any, Sequence[str]], str | None] = lambda context, words: None

    @property
    def names(self) -> Sequence[str]:
        """Return the names of all subcommands, in the order of --help."""
        return [name for names in self.groups.values() for name in names]


class Group(HelpMixin, TyperGroup):
    """A command that has subcommands."""

    subcommands: Subcommands

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        """Parse the typed words `args`, and return the words from the subcommand on.

        Raises UsageError for an option with one value that is typed twice.
        """
        _refuse_repeated(self, ctx, args)
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of the subcommands."""
        return [*self.subcommands.names]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return the subcommand with the name `cmd_name`, or None if there is none."""
        if cmd_name in self.subcommands.names:
            command = self.subcommands.load(cmd_name)
            command.name = cmd_name
            return command
        return None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return (name, subcommand, other arguments) for the typed words `args`.

        An unknown name ends the program with a usage error.
        """
        names, hint = self.subcommands.names, self.subcommands.hint
        if args and not args[0].startswith("-") and args[0] not in names:
            noun = "subcommand" if ctx.parent else "command"
            otherwise = self.subcommands.otherwise(ctx, args)
            message = unknown_word(args[0], names, noun, otherwise)
            has_advice = otherwise or similar_words(args[0], names, noun)
            ctx.fail(message if has_advice else message + hint)
        return super().resolve_command(ctx, args)


def make_command(
    function: Function,
    subcommands: Subcommands | None = None,
    optional_values: Mapping[str, OptionalValues] | None = None,
    option_help: Mapping[str, str | None] | None = None,
    last_words: Mapping[str, int] | None = None,
) -> Command | Group:
    """Return a command that runs `function`, before the subcommand if there is one.

    - `optional_values`: for each option that can be used without a value, the valid values
    - `option_help`: other help for options from bundles; None: omit the option from --help
    - `last_words`: for each option of programs, the number of words at the end that are never
      options
    """
    parameters = inspect.signature(function, eval_str=True).parameters
    kinds = {
        name: each.annotation for name, each in parameters.items() if each.annotation in BUNDLES
    }
    # The options of the session come last in --help.
    kinds = dict(sorted(kinds.items(), key=lambda item: SHARED in BUNDLES[item[1]].titles))
    expanded = _expanded(function, parameters, kinds, option_help or {})
    app = typer.Typer(rich_markup_mode=None, add_completion=False)
    documentation = inspect.getdoc(function) or ""
    settings: dict[str, Any] = {
        "help": documentation.partition("\n\nchrono ")[0],
        "context_settings": {"help_option_names": ["-h", "--help"]},
    }
    if subcommands is None:
        app.command(cls=Command, **settings)(expanded)
    else:
        app.callback(cls=Group, invoke_without_command=True, **settings)(expanded)
    made: Any = typer.main.get_command(app)
    made.documentation, made.subcommands = documentation, subcommands
    made.optional_values, made.annotations = optional_values or {}, expanded.__annotations__
    made.last_words = last_words or {}
    titles = [item for kind in kinds.values() for item in BUNDLES[kind].titles.items()]
    made.titles = {name: title for title, names in titles for name in names}
    command: Command | Group = made
    return command


def command(**more: Any) -> Callable[[Function], Command | Group]:
    """Return a decorator that makes a command from a function.

    `more`: the keyword arguments of `make_command`.
    """
    return partial(make_command, **more)


def load_command(name: str) -> Command | Group:
    """Import the module of the command `name`, and return the command."""
    values = vars(import_module(f"chrono.cli.commands.{name}")).values()
    return next(value for value in values if isinstance(value, (Command, Group)))
