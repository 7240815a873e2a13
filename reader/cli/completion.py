"""`completion`: scripts for shells, made from what each command takes; what they ask is in `reader.cli.candidate`."""

from argparse import ArgumentParser, Namespace

from reader.cli.output import write

_SHELLS = ("bash", "zsh", "fish")
_COMPLETION_NOTES = (
    "bash: source <(paper-reader completion bash)."
    " zsh: paper-reader completion zsh > a file _paper-reader in a folder of $fpath."
    " fish: paper-reader completion fish > ~/.config/fish/completions/paper-reader.fish."
)


def add_completion(parser: ArgumentParser) -> None:
    """Add the arguments of `completion`."""
    parser.epilog = _COMPLETION_NOTES
    parser.add_argument("shell", choices=_SHELLS, metavar="SHELL", help="%(choices)s")
    parser.set_defaults(run=_print_script)


def _print_script(arguments: Namespace) -> int:
    from reader.cli.bash import bash_script
    from reader.cli.fish import fish_script
    from reader.cli.syntax import syntaxes
    from reader.cli.zsh import zsh_script

    script = {"bash": bash_script, "zsh": zsh_script, "fish": fish_script}[arguments.shell]
    write(script(syntaxes()))
    return 0
