"""A Spark cluster on the loopback address: one master, two workers with a core each, small and quick to start."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from etl.config import PROJECT

HOST = "127.0.0.1"
_PATIENCE = 60  # seconds for a process of the cluster to start on a machine that is busy
_QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # a build of so few pages is over before better code would pay
_CONFIGURATION = f"""
spark.driver.host {HOST}
spark.driver.bindAddress {HOST}
spark.executor.cores 1
spark.ui.enabled false
spark.ui.showConsoleProgress false
"""
_SMALL = f"""
spark.driver.memory 600m
spark.executor.memory 600m
spark.driver.extraJavaOptions {_QUICK}
spark.executor.extraJavaOptions {_QUICK}
spark.sql.shuffle.partitions 2
spark.sql.codegen.wholeStage false
spark.sql.codegen.factoryMode NO_CODEGEN
spark.shuffle.io.retryWait 1s
"""


class Cluster:
    """Runs in `folder`; `master` is its address. Spark's settings are for builds of few pages unless given."""

    def __init__(self, folder: Path, settings: str = _SMALL) -> None:
        self._folder = folder
        self._processes: list[subprocess.Popen[bytes]] = []
        self._workers: list[subprocess.Popen[bytes]] = []
        configuration = folder / "conf"
        configuration.mkdir()
        (configuration / "spark-defaults.conf").write_text(_CONFIGURATION + settings)
        self.environment = {
            **os.environ,
            "SPARK_CONF_DIR": str(configuration),
            "SPARK_LOCAL_IP": HOST,
            "SPARK_LOCAL_DIRS": str(folder / "local"),
            "SPARK_DAEMON_MEMORY": "256m",
            "SPARK_DAEMON_JAVA_OPTS": _QUICK,
            "CATALYST_ATLAS_DATA": str(folder / "data"),
        }
        _, log = self._start("master.Master", "--port", "0")
        self.master = _said(log, r"Starting Spark master at (spark://\S+)")

    def have_workers(self, count: int) -> None:
        """Start workers until so many run."""
        started = [
            self._start("worker.Worker", "--port", "0", "--cores", "1", "--memory", "2g",
                        "--work-dir", str(self._folder / "work"), self.master)
            for _ in range(count - len(self._workers))
        ]  # fmt: skip
        for worker, log in started:
            _said(log, r"Successfully registered with master (\S+)")
            self._workers.append(worker)

    def kill_worker(self) -> None:
        """Take a worker away at once, with its executor and the data these hold."""
        _kill(self._workers.pop(0))

    def build(self, *arguments: str | Path) -> subprocess.Popen[str]:
        """Start `python -m etl build` on this cluster."""
        return self.run("build", *arguments, "--engine", "spark", "--master", self.master)

    def run(self, *arguments: str | Path) -> subprocess.Popen[str]:
        """Start `python -m etl` with the data folder of this cluster."""
        command = [sys.executable, "-m", "etl", *map(str, arguments)]
        return subprocess.Popen(command, cwd=PROJECT, env=self.environment, stderr=subprocess.PIPE, text=True)

    def stop(self) -> None:
        for process in reversed(self._processes):
            _kill(process)

    def _start(self, daemon: str, *options: str) -> tuple[subprocess.Popen[bytes], Path]:
        log = self._folder / f"{daemon}-{len(self._processes)}.log"
        command = [_spark_class(), f"org.apache.spark.deploy.{daemon}", "--host", HOST, "--webui-port", "0", *options]
        with log.open("wb") as output:
            process = subprocess.Popen(
                command, env=self.environment, stdout=output, stderr=output, start_new_session=True
            )
        self._processes.append(process)
        return process, log


def is_possible() -> bool:
    """Whether there is Spark, and a Java to run it with."""
    return find_spec("pyspark") is not None and (shutil.which("java") is not None or "JAVA_HOME" in os.environ)


@contextmanager
def cluster(folder: Path, settings: str = _SMALL) -> Iterator[Cluster]:
    running = Cluster(folder, settings)
    try:
        running.have_workers(2)
        yield running
    finally:
        running.stop()


def _spark_class() -> str:
    import pyspark

    return str(Path(pyspark.__file__).parent / "bin" / "spark-class")


def _said(log: Path, pattern: str) -> str:
    """Wait for a line of a log and return what it says."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        found = re.search(pattern, log.read_text(errors="replace"))
        if found:
            return found[1]
        time.sleep(0.1)
    raise AssertionError(f"not said in {_PATIENCE} s: {pattern}\n{log.read_text(errors='replace')}")


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and those that it has started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
