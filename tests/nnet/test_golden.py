"""Every public function against what Theano recorded for it."""

import warnings

import numpy as np
import pytest

from golden_cases import CASES, Case, compare, parameters
from rot180 import nnet

ACTIVATIONS = {
    "elu": nnet.elu,
    "half_abs": nnet.relu,
    "hard_sigmoid": nnet.hard_sigmoid,
    "leaky_0.01": lambda x: nnet.relu(x, 0.01),
    "leaky_0.3": lambda x: nnet.relu(x, 0.3),
    "relu": nnet.relu,
    "selu": nnet.selu,
    "sigmoid": nnet.sigmoid,
    "softplus": nnet.softplus,
    "softsign": nnet.softsign,
    "ultra_fast_sigmoid": nnet.ultra_fast_sigmoid,
}
FUNCTIONS = {
    "activation": lambda x, name: ACTIVATIONS[name](x),
    "logsoftmax": lambda x: nnet.logsoftmax(x),
    "lrn": nnet.local_response_normalization,
    "softmax": lambda x: nnet.softmax(x),
    "theano.tensor.nnet.Conv3D.conv3D": nnet.conv3D,
    "theano.tensor.nnet.abstract_conv.bilinear_upsampling": nnet.bilinear_upsampling,
    "theano.tensor.nnet.abstract_conv.causal_conv1d": nnet.causal_conv1d,
    "theano.tensor.nnet.abstract_conv.conv2d_grad_wrt_inputs": nnet.conv2d_grad_wrt_inputs,
    "theano.tensor.nnet.abstract_conv.conv2d_grad_wrt_weights": nnet.conv2d_grad_wrt_weights,
    "theano.tensor.nnet.abstract_conv.separable_conv2d": nnet.separable_conv2d,
    "theano.tensor.nnet.bn.batch_normalization": nnet.batch_normalization,
    "theano.tensor.nnet.bn.batch_normalization_test": nnet.batch_normalization_test,
    "theano.tensor.nnet.conv.conv2d": nnet.conv.conv2d,
    "theano.tensor.nnet.conv2d": nnet.conv2d,
    "theano.tensor.nnet.conv2d_transpose": nnet.conv2d_transpose,
    "theano.tensor.nnet.conv3d": nnet.conv3d,
    "theano.tensor.nnet.conv3d2d.conv3d": nnet.conv3d2d.conv3d,
    "theano.tensor.nnet.elu": nnet.elu,
    "theano.tensor.nnet.neighbours.images2neibs": nnet.images2neibs,
    "theano.tensor.nnet.relu": nnet.relu,
    "theano.tensor.signal.conv.conv2d": nnet.signal_conv2d,
    "theano.tensor.signal.downsample.max_pool_2d": nnet.max_pool_2d,
    "theano.tensor.signal.pool.max_pool_2d_same_size": nnet.max_pool_2d_same_size,
    "theano.tensor.signal.pool.pool_2d": nnet.pool_2d,
    "theano.tensor.signal.pool.pool_3d": nnet.pool_3d,
}
# Where we differ on purpose: the exception that we raise, or None where we compute.
DIFFERENT = {
    "s-conv2d-0118": TypeError,  # float64 filters for float32 images: Theano's type says nothing
    "s-conv2d-0120": None,  # float16
    "s-errors-0010": ValueError,  # a stride of 0 killed the process
    "s-errors-0013": ValueError,  # a negative dilation gave garbage
    "s-errors-0018": None,  # integers
    "s-errors-0019": TypeError,  # uint8 images, float32 filters
    "s-errors-0020": ValueError,  # a wrong shape hint was ignored
    "s-errors-0032": ValueError,  # a pooling stride of 0 killed the process
}
EXCEPTIONS = {
    exception.__name__: exception
    for exception in (AssertionError, Exception, NotImplementedError, TypeError, ValueError)
}


def is_public(case: Case) -> bool:
    return case.op in FUNCTIONS and case.args.get("name", "relu") in ACTIVATIONS


PUBLIC = [case for case in CASES if is_public(case)]
COMPUTED = [case for case in PUBLIC if not (case.error or DIFFERENT.get(case.id))]


def bound(case: Case, expected: np.ndarray) -> float:
    """Sums whose every rounding can be avoided, comparisons and copies must be equal."""
    exact = case.record["values"] == "integer" and "conv" in case.op.lower()
    copies = case.args.get("mode", "max").startswith("max") and "pool" in case.op
    if exact or copies or "neibs" in case.op or expected.dtype.kind != "f":
        return 0
    return 1e-13 if expected.dtype == np.float64 else 1e-6


def call(case: Case, inputs: dict[str, np.ndarray]) -> np.ndarray:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        if "neibs" in case.op:  # recorded under another name than Theano's argument has
            return nnet.images2neibs(inputs["input"], **case.args)
        return FUNCTIONS[case.op](**inputs, **case.args)


@pytest.mark.parametrize("case", parameters(PUBLIC))
def test_equals_theano(case: Case) -> None:
    exception = DIFFERENT.get(case.id, EXCEPTIONS.get(case.error))
    if exception:
        with pytest.raises(exception) as caught:
            call(case, case.inputs)
        assert caught.type is exception
        assert len(str(caught.value)) > 20
    elif case.id in DIFFERENT:
        assert call(case, case.inputs).size
    else:
        expected = case.outputs["out"]
        result = call(case, case.inputs)
        assert result.flags.c_contiguous
        compare(result, expected, bound(case, expected))


def disguised(array: np.ndarray) -> np.ndarray:
    """The same values backwards in memory, with gaps, in the other byte order, read-only."""
    store = np.zeros([2 * size for size in array.shape], array.dtype.newbyteorder())
    view = store[(slice(None, None, -2),) * array.ndim]
    view[...] = array
    view.flags.writeable = False
    return view


@pytest.mark.parametrize("case", parameters(COMPUTED))
def test_memory_layout_does_not_matter_and_inputs_stay(case: Case) -> None:
    inputs = {name: disguised(array) for name, array in case.inputs.items()}
    compare(call(case, inputs), call(case, case.inputs))
    for name, array in inputs.items():
        np.testing.assert_array_equal(array, case.inputs[name])


def test_all_recorded_functions_are_run() -> None:
    others = {case.op for case in CASES if not is_public(case)}
    assert not {op for op in others if op.startswith("theano.")}
    assert len(PUBLIC) == 324
