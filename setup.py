"""What pyproject.toml cannot say: every .pyx of the package is compiled, several at once."""

import os
from pathlib import Path

from Cython.Build import cythonize
from setuptools import Extension, setup

THREADS = os.cpu_count() or 1
SOURCES = sorted(Path("src").rglob("*.pyx"))

setup(
    ext_modules=cythonize(
        [Extension(".".join(path.with_suffix("").parts[1:]), [str(path)], extra_compile_args=["-O3", "-g0"]) for path in SOURCES],
        nthreads=THREADS,
        compiler_directives={"language_level": 3},
    ),
    options={"build_ext": {"parallel": THREADS}},
)
