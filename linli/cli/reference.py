"""The page that lists every command, written from the commands themselves."""

from collections.abc import Iterator

import click

HEAD = """# Commands

`./run COMMAND` in a checkout, `linli COMMAND` where the wheel is installed. Written by `./run reference`; a test
fails when this page and the commands differ.
"""


def markdown(*, root: click.Group) -> str:
    """The whole page."""
    return "\n".join([HEAD, *_sections(root, "linli")])


def _sections(group: click.Group, path: str) -> Iterator[str]:
    for name in sorted(group.commands):
        command = group.commands[name]
        if command.hidden:
            continue
        if isinstance(command, click.Group):
            yield f"## {path} {name}\n\n{_help(command)}\n"
            yield from _sections(command, f"{path} {name}")
        else:
            yield from _command(command, f"{path} {name}")


def _command(command: click.Command, path: str) -> Iterator[str]:
    arguments = [parameter for parameter in command.params if isinstance(parameter, click.Argument)]
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    usage = " ".join([path, *(argument.make_metavar(click.Context(command)) for argument in arguments)])
    yield f"### {usage}\n\n{_help(command)}\n"
    if options:
        lines = [
            f"- `{', '.join(option.opts + option.secondary_opts)}` {option.help or ''}".rstrip() for option in options
        ]
        yield "\n".join(lines) + "\n"


def _help(command: click.Command) -> str:
    return " ".join((command.help or "").split())
