"""What a module loads, asked in a process of its own."""

import subprocess
import sys


def assert_loads_no_torch(module: str) -> None:
    script = f"import sys, {module}; assert 'torch' not in sys.modules"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
