"""A command line as far as it is typed: which command, what was said to it, what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class PartialCommandLine:
    """Read word by word, as the parser of the command would read it.

    `command` is the one that was reached, and `path` its words; `free` are the words for its
    arguments, and `said` what its options were given, those before it too.
    """

    def __init__(self, command: Any, words: Sequence[str]) -> None:
        self.command = command
        self.path = ""
        self.free: list[str] = []
        self.said: dict[str, list[str]] = {}
        self._open: Any = None
        self._ended = False
        for word in words:
            self._take(word)

    @property
    def options(self) -> list[Any]:
        """Those of the command."""
        return [one for one in self.command.params if one.param_type_name == "option"]

    @property
    def commands(self) -> Sequence[str]:
        """The commands of the command, one of which may come next."""
        names = getattr(self.command, "list_commands", None)
        return names(None) if names else ()

    @property
    def lost(self) -> bool:
        """Whether a word stands where a command should, that is none."""
        return bool(self.free and self.commands)

    def expects(self, word: str) -> bool:
        """Whether an option comes before the next word, whose value that is or may become."""
        if self._open is None:
            return False
        return self._known is None or any(value.startswith(word) for value in self._known)

    @property
    def optional_values(self) -> Mapping[str, Sequence[str]]:
        """The options of the command that need no value, with the values that they know."""
        return getattr(self.command, "optional_values", {})

    @property
    def _known(self) -> Sequence[str] | None:
        """The only words that are values of the option that comes before."""
        return next(
            (
                self.optional_values[name]
                for name in self._open.opts
                if name in self.optional_values
            ),
            None,
        )

    @property
    def argument(self) -> Any:
        """The argument that the next free word would be for."""
        if len(self.free) < len(self._arguments):
            return self._arguments[len(self.free)]
        return self._arguments[-1] if self._endless else None

    @property
    def given(self) -> Sequence[str]:
        """The words that the last argument has already, where it can have more than one."""
        return self.free[len(self._arguments) - 1 :] if self._endless else ()

    @property
    def _arguments(self) -> list[Any]:
        return [one for one in self.command.params if one.param_type_name == "argument"]

    @property
    def _endless(self) -> bool:
        return bool(self._arguments) and self._arguments[-1].nargs == -1

    def param(self, word: str) -> tuple[Any, str]:
        """The option or argument whose value a word is, and what of the word is no value.

        None where it is the name of an option, or may be that of a command.
        """
        if self.expects(word):
            return self._open, ""
        if not self.names_option(word):
            return self.argument, ""
        name, value = _parted(word)
        option = self._option(name.rstrip("="))
        known = option is not None and not option.is_flag and (name.endswith("=") or value)
        return (option, name) if known else (None, "")

    def names_option(self, word: str) -> bool:
        """Whether a word that comes next begins with the name of an option."""
        return word.startswith("-") and not self._ended and not self.expects(word)

    def _take(self, word: str) -> None:
        if self._open is not None and self._known is not None and word not in self._known:
            self._note(self._open, "")
            self._open = None
        if self._open is not None:
            self._note(self._open, word)
            self._open = None
        elif word == "--" and not self._ended:
            self._ended = True
        elif self.names_option(word) and word != "-":
            self._take_option(word)
        elif word in self.commands:
            self.command = self.command.get_command(None, word)
            self.path = f"{self.path} {word}".lstrip()
        else:
            self.free.append(word)

    def _take_option(self, word: str) -> None:
        name, value = _parted(word)
        option = self._option(name.rstrip("="))
        if option is None:
            return
        if option.is_flag:
            self._note(option, name)
            if value and not name.startswith("--"):
                self._take_option(f"-{value}")  # of several in one word
        elif value or name.endswith("="):
            self._note(option, value)
        else:
            self._open = option

    def _option(self, name: str) -> Any:
        known = (one for one in self.options if name in (*one.opts, *one.secondary_opts))
        return next(known, None)

    def _note(self, option: Any, value: str) -> None:
        self.said.setdefault(option.name, []).append(value)


def _parted(word: str) -> tuple[str, str]:
    """An option's name, with the = behind it, and the value in the same word."""
    if not word.startswith("--"):
        return word[:2], word[2:]
    name, sign, value = word.partition("=")
    return f"{name}{sign}", value
