"""Names that Java takes."""

from __future__ import annotations

import re

from rot180.errors import ExportError

IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
RESERVED = frozenset(
    [
        "abstract",
        "assert",
        "boolean",
        "break",
        "byte",
        "case",
        "catch",
        "char",
        "class",
        "const",
        "continue",
        "default",
        "do",
        "double",
        "else",
        "enum",
        "extends",
        "final",
        "finally",
        "float",
        "for",
        "goto",
        "if",
        "implements",
        "import",
        "instanceof",
        "int",
        "interface",
        "long",
        "native",
        "new",
        "package",
        "private",
        "protected",
        "public",
        "return",
        "short",
        "static",
        "strictfp",
        "super",
        "switch",
        "synchronized",
        "this",
        "throw",
        "throws",
        "transient",
        "try",
        "void",
        "volatile",
        "while",
        "true",
        "false",
        "null",
        "_",
    ]
)


def check_names(package: str, class_name: str) -> None:
    """Check the names of a package and a class.

    Raises
    ------
    rot180.errors.ExportError
        If one is no Java name, or the package is the runtime's own.

    Examples
    --------
    >>> check_names("com.acme.digits", "Digits")
    """
    if not all(IDENTIFIER.fullmatch(part) for part in package.split(".")):
        raise ExportError(f"{package!r} is no Java package: it must look like com.acme.digits")
    for part in (*package.split("."), class_name):
        if part in RESERVED:
            raise ExportError(f"{part!r} is a reserved word in Java: choose another name")
    if not IDENTIFIER.fullmatch(class_name) or not class_name[0].isupper():
        raise ExportError(f"{class_name!r} is no Java class name: it must look like Digits")
    if package == "dev.rot180" or package.startswith("dev.rot180."):
        raise ExportError("the package dev.rot180 is the runtime's own: choose one of yours")
