"""An incomplete command line: its command, its values, and the meaning of the next word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class PartialCommandLine:
    """A command line, read word by word as the parser would read the words.

    command: the command that the words name so far. path: its name, such as "add actor". arguments:
    the words for its arguments. values: option -> its typed values, also before the command.
    """

    def __init__(self, command: Any, words: Sequence[str]) -> None:
        self.command = command
        self.path = ""
        self.arguments: list[str] = []
        self.values: dict[str, list[str]] = {}
        self._pending: Any = None  # the option whose value comes next
        self._options_ended = False
        for word in words:
            self._read(word)

    @property
    def options(self) -> list[Any]:
        """The options of the command."""
        return [each for each in self.command.params if each.param_type_name == "option"]

    @property
    def commands(self) -> Sequence[str]:
        """The names of the subcommands, one of which may come next."""
        names = getattr(self.command, "list_commands", None)
        return names(None) if names else ()

    @property
    def has_unknown_command(self) -> bool:
        """Whether there is an unknown word where a command is expected."""
        return bool(self.arguments and self.commands)

    @property
    def optional_values(self) -> Mapping[str, Sequence[str]]:
        """The options of the command that need no value, with their known values."""
        return getattr(self.command, "optional_values", {})

    @property
    def earlier_words(self) -> Sequence[str]:
        """The words that the last argument has so far, if it takes several."""
        return self.arguments[len(self._positional) - 1 :] if self._repeats else ()

    def expects_value(self, word: str) -> bool:
        """Whether the next word, which begins with `word`, is the value of an option."""
        if self._pending is None:
            return False
        return self._known is None or any(value.startswith(word) for value in self._known)

    def names_option(self, word: str) -> bool:
        """Whether the next word, which begins with `word`, is the name of an option."""
        return word.startswith("-") and not self._options_ended and not self.expects_value(word)

    def parameter(self, word: str) -> tuple[Any, str]:
        """The parameter for the next word's value, and the part of the word before the value.

        That part is a name such as `--by=`. The parameter is None if the word is the name of an
        option or of a command.
        """
        if self.expects_value(word):
            return self._pending, ""
        if not self.names_option(word):
            return self._argument, ""
        name, value = _split(word)
        option = self._option(name.rstrip("="))
        has_value = option is not None and not option.is_flag and (name.endswith("=") or value)
        return (option, name) if has_value else (None, "")

    @property
    def _known(self) -> Sequence[str] | None:
        """The known values of the pending option, if the option needs no value."""
        names = (name for name in self._pending.opts if name in self.optional_values)
        return next((self.optional_values[name] for name in names), None)

    @property
    def _positional(self) -> list[Any]:
        return [each for each in self.command.params if each.param_type_name == "argument"]

    @property
    def _repeats(self) -> bool:
        return bool(self._positional) and self._positional[-1].nargs == -1

    @property
    def _argument(self) -> Any:
        """The argument that the next word is for."""
        if len(self.arguments) < len(self._positional):
            return self._positional[len(self.arguments)]
        return self._positional[-1] if self._repeats else None

    def _read(self, word: str) -> None:
        if self._pending is not None:
            option, known, self._pending = self._pending, self._known, None
            is_value = known is None or word in known
            self._add(option, word if is_value else "")
            if is_value:
                return
        if word == "--" and not self._options_ended:
            self._options_ended = True
        elif self.names_option(word) and word != "-":
            self._read_option(word)
        elif word in self.commands:
            self.command = self.command.get_command(None, word)
            self.path = f"{self.path} {word}".lstrip()
        else:
            self.arguments.append(word)

    def _read_option(self, word: str) -> None:
        name, value = _split(word)
        option = self._option(name.rstrip("="))
        if option is None:
            return
        if option.is_flag:
            self._add(option, name)
            if value and not name.startswith("--"):
                self._read_option(f"-{value}")  # several short options in one word
        elif value or name.endswith("="):
            self._add(option, value)
        else:
            self._pending = option

    def _option(self, name: str) -> Any:
        named = (each for each in self.options if name in (*each.opts, *each.secondary_opts))
        return next(named, None)

    def _add(self, option: Any, value: str) -> None:
        self.values.setdefault(option.name, []).append(value)


def _split(word: str) -> tuple[str, str]:
    """The name of an option with the `=` after it, and the value in the same word."""
    if not word.startswith("--"):
        return word[:2], word[2:]
    name, sign, value = word.partition("=")
    return f"{name}{sign}", value
