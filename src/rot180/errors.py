"""Every exception that rot180 raises on purpose.

::

    Rot180Error
    ├── ModelFileError (ValueError)      a model file cannot be used
    │   ├── UnknownFormatError           its bytes are of no kind that we read
    │   ├── CorruptFileError             truncated, or contradicts itself
    │   ├── UnsafeFileError              asks for code that is on no allow-list
    │   ├── LimitError                   larger, deeper or longer than the limits
    │   ├── GraphMissingError            holds parameters only: the model's code is needed
    │   └── TranslationError             a graph, or code joined with it, cannot become ONNX
    │       └── UnsupportedOperatorError an operator that we do not have
    ├── ModelInputError (ValueError)     an array does not fit the model's input
    ├── ExportError                      a project could not be written
    ├── VerificationError                a reference cannot be compared with the model
    └── BenchmarkError                   there is nothing to measure, or measuring failed

Wrong arguments to functions that stand in for another library's (``conv2d``, ``convolve2d``) raise
what that library raises, mostly ``ValueError`` or ``TypeError``.
"""


class Rot180Error(Exception):
    """Base of all errors that rot180 raises on purpose."""


class ModelFileError(Rot180Error, ValueError):
    """A model file cannot be used."""


class UnknownFormatError(ModelFileError):
    """The bytes of a file are of no kind that rot180 reads."""


class CorruptFileError(ModelFileError):
    """A file is truncated or contradicts itself."""


class UnsafeFileError(ModelFileError):
    """A file asks for code that is on no allow-list."""


class LimitError(ModelFileError):
    """A file is larger, deeper or longer than the limits allow."""


class GraphMissingError(ModelFileError):
    """A file holds parameters only: the model's own code is needed as well."""


class TranslationError(ModelFileError):
    """A graph, from a file or from a model's own code, cannot be translated to ONNX."""


class UnsupportedOperatorError(TranslationError):
    """A graph uses an operator that rot180 does not have."""


class ModelInputError(Rot180Error, ValueError):
    """An array does not fit the model's input."""


class ExportError(Rot180Error):
    """A project or file could not be written."""


class VerificationError(Rot180Error):
    """A reference cannot be compared with a model."""


class BenchmarkError(Rot180Error):
    """There is nothing to measure, or measuring failed."""
