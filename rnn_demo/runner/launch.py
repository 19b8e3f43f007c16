"""Starting training processes: the command and the environment that suit them. Knows nothing of torch."""

import os
import subprocess
import sys
from collections.abc import Mapping

# glibc hands freed tensors back to the kernel and asks for them again at every step, which costs more than anything
# else in training small networks on the CPU. These limits (1 GiB, 4 GiB) make it keep them.
_ALLOCATOR = {"MALLOC_MMAP_THRESHOLD_": str(1 << 30), "MALLOC_TRIM_THRESHOLD_": str(1 << 32)}


def training_environment() -> Mapping[str, str]:
    """The environment for a process that trains: this one's, with an allocator set up for tensors on Linux."""
    return {**_ALLOCATOR, **os.environ} if sys.platform == "linux" else dict(os.environ)


def start_runner() -> subprocess.Popen[bytes]:
    """Start the runner as a process of its own. It ends, with all its workers, when its standard input is closed.

    The working folder stays the same, so that a relative store is the same one. It gets its own process group, so that
    Ctrl-C in the server's terminal reaches it as that and not as a signal.
    """
    return subprocess.Popen(
        [sys.executable, "-m", "rnn_demo.runner"],
        stdin=subprocess.PIPE,
        # It imports from where this process does: nobody need have installed the package, and the working folder need
        # not be the one in which it lies.
        env={**training_environment(), "PYTHONPATH": os.pathsep.join(sys.path)},
        start_new_session=True,
    )
