"""Parse an incomplete command line, for shell completion."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any


class PartialCommandLine:
    """An incomplete command line.

    - `root`: the command `chrono`
    - `command`: the command or subcommand that was typed
    - `path`: the name of `command`, such as "add actor", or "" for `chrono`
    - `commands`: the names of the subcommands of `command`
    - `values`: for each typed option, its values, with "" for an omitted value
    - `word`: the incomplete last word, or the last element in an incomplete list
    - `before`: in a list, the elements before `word`, with the last separator
    """

    word = before = ""

    def __init__(self, command: Any, words: Sequence[str]) -> None:
        self.root = command
        self.path = ""
        self.arguments: list[str] = []
        self.values: defaultdict[str, list[str]] = defaultdict(list)
        self._pending: Any = None  # the option whose value comes next
        self._known: Sequence[str] | None = None  # its possible values, if it needs no value
        self._options_ended = False
        self._enter(command)
        for word in words:
            self._read(word)

    @property
    def earlier_words(self) -> Sequence[str]:
        """Return the finished words of an argument that can be repeated, or an empty sequence."""
        return self.arguments[len(self._positional) - 1 :] if self._repeats else ()

    def expects_value(self, word: str) -> bool:
        """Return whether the next word is the value of an option. `word`: the typed part of this
        word.
        """
        fits = self._known is None or any(value.startswith(word) for value in self._known)
        return self._pending is not None and fits

    def names_option(self, word: str) -> bool:
        """Return whether the next word is the name of an option. `word`: the typed part of this
        word.
        """
        return word.startswith("-") and not self._options_ended and not self.expects_value(word)

    def parameter(self, word: str) -> tuple[Any, str]:
        """Return (option or argument, start) for the incomplete `word`.

        The start is the part of `word` before the value, such as `--by=`, or "". The first result
        is None if `word` is not a value.
        """
        if self.expects_value(word):
            return self._pending, ""
        if self.names_option(word):
            name, value, option = self._option(word)
            has_value = option is not None and not option.is_flag and (name.endswith("=") or value)
            return (option, name) if has_value else (None, "")
        if len(self.arguments) < len(self._positional):
            return self._positional[len(self.arguments)], ""
        return self._positional[-1] if self._repeats else None, ""

    def _enter(self, command: Any) -> None:
        self.command = command
        self.commands: Sequence[str] = command.subcommands.names if command.subcommands else ()
        self.options = [each for each in command.params if each.param_type_name == "option"]
        self._positional = [each for each in command.params if each not in self.options]
        self._repeats = bool(self._positional) and self._positional[-1].nargs == -1

    def _read(self, word: str) -> None:
        if self._pending is not None:
            option, self._pending = self._pending, None
            is_value = self._known is None or word in self._known
            self.values[option.name].append(word if is_value else "")
            if is_value:
                return
        if word == "--" and not self._options_ended:
            self._options_ended = True
        elif self.names_option(word) and word != "-":
            self._read_option(word)
        elif word in self.commands:
            self._enter(self.command.get_command(None, word))
            self.path = f"{self.path} {word}".lstrip()
        else:
            self.arguments.append(word)

    def _read_option(self, word: str) -> None:
        name, value, option = self._option(word)
        if option is None:
            return
        if option.is_flag:
            self.values[option.name].append(name)
            if value and not name.startswith("--"):
                self._read_option(f"-{value}")  # several short options in one word
        elif value or name.endswith("="):
            self.values[option.name].append(value)
        else:
            known = self.command.optional_values
            self._pending = option
            self._known = next((known[name].values for name in option.opts if name in known), None)

    def _option(self, word: str) -> tuple[str, str, Any]:
        if word.startswith("--"):
            name, sign, value = word.partition("=")
        else:
            name, sign, value = word[:2], "", word[2:]
        named = (each for each in self.options if name in (*each.opts, *each.secondary_opts))
        return f"{name}{sign}", value, next(named, None)
