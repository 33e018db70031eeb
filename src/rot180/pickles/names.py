"""Which names of Python's own library a pickle may mention, and how old names read today.

Classes of other packages and of the user's own scripts may all be named: they become inert records.
The standard library is where every attack finds its tools (``os.system``, ``builtins.eval``), and
honest models need little of it, so there the allow-list is by name. Nothing would be run anyway:
this is so that a hostile file is reported as one, even if it holds a good model too.
"""

from __future__ import annotations

import sys

from rot180.pickles.records import Global


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Python 2's modules, as Python 3 calls them.
_RENAMED = {
    "__builtin__": "builtins",
    "copy_reg": "copyreg",
    "exceptions": "builtins",
    "numpy._core.multiarray": "numpy.core.multiarray",
    "numpy._core.numeric": "numpy.core.numeric",
    "numpy._core": "numpy.core",
}
_PYTHON2_ONLY = frozenset({"commands", "cPickle", "imp", "new", "os2", "popen2", "sets", "thread"})
_STANDARD = sys.stdlib_module_names | _PYTHON2_ONLY

# Modules whose objects people keep beside their parameters, options and dates for instance.
_HARMLESS = _words(
    "argparse array collections copyreg datetime decimal enum fractions functools itertools math "
    "numbers operator pathlib random re string time uuid"
)
_BUILTINS = _words(
    "abs all any ascii basestring bin bool bytearray bytes callable chr classmethod cmp coerce "
    "complex dict divmod ellipsis enumerate filter float format frozenset getattr hash hex id int "
    "intern isinstance issubclass iter len list long map max min next NoneType NotImplementedType "
    "object oct ord pow property range reduce repr reversed round set slice sorted staticmethod "
    "str sum super tuple type unichr unicode xrange zip"
)
_CODECS = frozenset({"encode"})


def canonical(name: Global) -> tuple[str, str]:
    """Return the module and name that Python 3 and current NumPy use.

    Examples
    --------
    >>> canonical(Global("copy_reg", "_reconstructor"))
    ('copyreg', '_reconstructor')
    """
    return _RENAMED.get(name.module, name.module), name.name


def may_be_named(name: Global) -> bool:
    """Whether an honest model may refer to this class or function.

    Examples
    --------
    >>> may_be_named(Global("lasagne.nonlinearities", "rectify"))
    True
    >>> may_be_named(Global("os", "system"))
    False
    """
    module, attribute = canonical(name)
    if module == "builtins":
        is_exception = attribute.endswith(("Error", "Exception", "Warning"))
        return attribute in _BUILTINS or is_exception
    if module == "_codecs":
        return attribute in _CODECS
    top = module.partition(".")[0]
    return top not in _STANDARD or top in _HARMLESS
