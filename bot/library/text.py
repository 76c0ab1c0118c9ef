"""YAML read as text: every scalar stays as it was typed, a repeated key is refused, every key has its line.

The only importer of yaml. YAML's own typing would turn `no` into false and 38:30 into 2310, and would keep
the last of two equal keys in silence; here pydantic types the words later, and the author is told the line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from core.errors import ContentError
from core.guideline import Place

# The C parser reads the same nodes ten times faster; wheels bring it, a bare build may not.
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

Path = tuple[str | int, ...]
Value = str | list["Value"] | dict[str, "Value"]


@dataclass(frozen=True, slots=True)
class Document:
    """What one YAML text says: mappings, lists and strings, and the line of every key and entry."""

    file: str
    data: Any
    lines: Mapping[Path, int]

    def place(self, path: Path = ()) -> Place:
        """Where *path* stands, or the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return Place(self.file, self.lines.get(path, 1))


def parse(text: str, file: str, before: int = 0) -> Document:
    """Read one YAML text; *before* counts the lines of the file that stand above it.

    Raises:
        ContentError: the text is no YAML, repeats a key, or uses a list or mapping as a key (the author's fault).

    >>> parse("a: no", "x.yaml").data
    {'a': 'no'}
    """
    try:
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as fault:
        raise _no_yaml(fault, file, before) from None
    except yaml.YAMLError as fault:
        raise ContentError(
            file, f"no YAML: {fault}", "Write the file as UTF-8 text without control characters"
        ) from None
    lines: dict[Path, int] = {}
    data = {} if root is None else _value(root, (), lines, file, before)
    return Document(file, data, lines)


def _no_yaml(fault: yaml.MarkedYAMLError, file: str, before: int) -> ContentError:
    mark = fault.problem_mark or fault.context_mark
    line = before + (mark.line + 1 if mark else 1)
    return ContentError(
        str(Place(file, line)), f"no YAML: {fault.problem}", "Correct the line: quotes, brackets, indents"
    )


def _value(node: yaml.Node, path: Path, lines: dict[Path, int], file: str, before: int) -> Value:
    lines.setdefault(path, before + node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, lines, file, before)
    if isinstance(node, yaml.SequenceNode):
        return [_value(one, (*path, number), lines, file, before) for number, one in enumerate(node.value)]
    return str(node.value)


def _mapping(node: yaml.MappingNode, path: Path, lines: dict[Path, int], file: str, before: int) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for key_node, value_node in node.value:
        line = before + key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise ContentError(
                str(Place(file, line)), "a key is no plain word", "Write the key as one word or a quoted text"
            )
        key = key_node.value
        if key in found:
            first = lines[(*path, key)]
            raise ContentError(
                str(Place(file, line)), f"key {key!r} is repeated (first on line {first})", "Keep one of the two"
            )
        lines[(*path, key)] = line
        found[key] = _value(value_node, (*path, key), lines, file, before)
    return found
