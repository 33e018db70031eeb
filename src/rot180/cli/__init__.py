"""The command line: the only place that prints.

Every command is a file of its own here; the work is done by the library, which returns data.
"""

from __future__ import annotations

import sys

import click

from rot180 import __version__
from rot180.cli.bench import bench
from rot180.cli.convert import convert
from rot180.cli.inspect import inspect
from rot180.cli.java import java
from rot180.cli.predict import predict
from rot180.cli.verify import verify
from rot180.errors import Rot180Error


class Group(click.Group):
    """A group whose errors of ours end in one readable message and exit status 1."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except Rot180Error as error:
            click.secho("error: ", fg="red", bold=True, err=True, nl=False)
            click.echo(str(error), err=True)
            sys.exit(1)
        except OSError as error:
            click.secho("error: ", fg="red", bold=True, err=True, nl=False)
            click.echo(f"{error.filename or ''}: {error.strerror or error}".lstrip(": "), err=True)
            sys.exit(1)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands in the order of the work, not of the alphabet."""
        return list(self.commands)


@click.group(
    cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="rot180")
def main() -> None:
    """Run models trained with Theano in Java, bit for bit, and prove it.

    \b
    The whole road, on the network that comes with rot180:
      rot180 inspect examples/lenet/output_graph.pkl
      rot180 convert examples/lenet/output_graph.pkl -o digits.onnx
      rot180 java digits.onnx -o digits-java --package com.acme.digits --class-name Digits
      rot180 verify digits.onnx --reference examples/lenet/data.npz --java digits-java

    No Theano is needed, and no code inside a model file is ever run.
    """


for command in (inspect, convert, predict, java, verify, bench):
    main.add_command(command)
