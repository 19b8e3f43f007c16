"""The arrays that results are made of."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]
Array = NDArray[np.generic]
