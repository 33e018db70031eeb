"""Measure the Java runtime beside ONNX Runtime's Java API and write bench/results/java.*.

Both run the same ONNX files in the same run, one after the other: JMH for the time of a prediction,
whole processes for start-up and memory.

    python bench/java_run.py [--nets FOLDER] [--only lenet --only resnet50] [--quick]
"""

import argparse
import json
import os
import platform
import re
import statistics
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import java_nets
import java_report

ROOT = Path(__file__).resolve().parent.parent
BENCH = ROOT / "java" / "bench" / "target"
VECTOR = ["--add-modules", "jdk.incubator.vector"]
NETS = ["lenet-recorded", "lenet", "squeezenet", "mobilenetv2", "resnet50", "vgg16"]
START_UPS = 10
MEMORY_CALLS = "20"

Row = dict[str, Any]


def jdks() -> dict[str, Path]:
    """Every JDK from 17 on that is on this machine: release to its java command."""
    found: dict[str, Path] = {}
    for java in sorted(Path("/usr/lib/jvm").glob("*/bin/java")):
        text = subprocess.run([java, "-version"], capture_output=True, text=True, check=True).stderr
        release = re.search(r'version "(\d+)', text)
        if release and int(release[1]) >= 17:
            found.setdefault(release[1], java)
    return found


def build() -> str:
    """Build runtime and benchmark; return the class path."""
    command = ["mvn", "-q", "--batch-mode", "-Pbench", "-DskipTests", "-Dmaven.javadoc.skip"]
    subprocess.run([*command, "-f", str(ROOT / "java" / "pom.xml"), "package"], check=True)
    jars = [*BENCH.glob("rot180-bench-*.jar"), *(BENCH / "libraries").glob("*.jar")]
    return os.pathsep.join(map(str, jars))


def jmh(java: Path, flags: list[str], classes: str, parameters: dict[str, str], quick: bool) -> Row:
    """Run the benchmark; return microseconds for each (engine, threads)."""
    effort = ["-wi", "2", "-w", "1s", "-i", "3", "-r", "1s"]
    if not quick:
        effort = ["-wi", "3", "-w", "3s", "-i", "7", "-r", "1s"]
    settings = [word for pair in parameters.items() for word in ("-p", "=".join(pair))]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "jmh.json")
        command = [java, *flags, "-cp", classes, "org.openjdk.jmh.Main", "-f", "1", *effort]
        command += [*settings, "-rf", "json", "-rff", out, "-v", "SILENT", "PredictionBenchmark"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        results = json.loads(out.read_text())
    return {
        (result["params"]["engine"], result["params"]["threads"]): statistics.median(
            result["primaryMetric"]["rawData"][0]
        )
        for result in results
    }


def predictions(nets: dict[str, Path], classes: str, quick: bool) -> list[Row]:
    """Time one prediction: nets x JDKs x kernels x threads."""
    rows = []
    for net, file in nets.items():
        for release, java in jdks().items():
            for kernels, flags in (("vector", VECTOR), ("plain", [])):
                parameters = {"net": str(file), "threads": "1,2"}
                times = jmh(java, flags, classes, parameters, quick)
                for threads in ("1", "2"):
                    ours, rival = times["rot180", threads], times["onnxruntime", threads]
                    rows.append(
                        {"net": net, "jdk": release, "kernels": kernels, "threads": int(threads),
                         "rot180_us": ours, "onnxruntime_us": rival, "ratio": rival / ours}
                    )  # fmt: skip
                    print(
                        net, release, kernels, threads, f"{ours:.1f} us, ratio {rival / ours:.2f}"
                    )
    return rows


def process(java: Path, flags: list[str], classes: str, *arguments: str) -> tuple[float, int]:
    """Run a whole process; return its seconds and its peak memory in KiB."""
    command = [java, *flags, "-cp", classes, "dev.rot180.bench.OneProcess", *arguments]
    start = time.perf_counter()
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return time.perf_counter() - start, int(done.stdout)


def start_up(file: Path, classes: str) -> list[Row]:
    """Time from the start of a JVM to its end after one prediction, in turn for both engines."""
    rows = []
    for release, java in jdks().items():
        seconds: dict[str, list[float]] = {"rot180": [], "onnxruntime": []}
        for _ in range(START_UPS):
            for engine, times in seconds.items():
                times.append(process(java, [], classes, engine, str(file), "1")[0])
        ours, rival = (statistics.median(times) for times in seconds.values())
        rows.append(
            {"jdk": release, "rot180_s": ours, "onnxruntime_s": rival, "ratio": rival / ours}
        )
    return rows


def memory(file: Path, classes: str) -> list[Row]:
    """Peak memory of a process that predicts some times."""
    rows = []
    for release, java in jdks().items():
        ours, rival = (
            process(java, VECTOR, classes, engine, str(file), MEMORY_CALLS)[1]
            for engine in ("rot180", "onnxruntime")
        )
        rows.append(
            {"jdk": release, "net": file.stem, "rot180_kib": ours, "onnxruntime_kib": rival,
             "ratio": rival / ours}
        )  # fmt: skip
    return rows


def jar_sizes() -> Row:
    """Bytes of the jar of each library."""
    ours, rival = (
        next((BENCH / "libraries").glob(pattern)).stat().st_size
        for pattern in ("rot180-runtime-*.jar", "onnxruntime-*.jar")
    )
    return {"rot180_bytes": ours, "onnxruntime_bytes": rival, "ratio": rival / ours}


def machine() -> Row:
    """What was measured on."""
    info = Path("/proc/cpuinfo").read_text()
    model = re.search(r"model name\s*: (.*)", info)
    return {
        "cpu": model[1] if model else platform.processor(),
        "cores": os.cpu_count(),
        "onnxruntime": next((BENCH / "libraries").glob("onnxruntime-*.jar")).stem.split("-")[1],
    }


def main() -> None:
    """Measure everything and write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--nets", type=Path, default=ROOT / "build" / "bench-nets")
    parser.add_argument("--only", action="append", choices=NETS, help="measure this net alone")
    parser.add_argument("--quick", action="store_true", help="short runs, for a first look")
    options = parser.parse_args()
    if not all((options.nets / f"{net}.onnx").exists() for net in NETS):
        java_nets.main(options.nets)
    nets = {net: options.nets / f"{net}.onnx" for net in options.only or NETS}
    classes = build()
    results = {
        "machine": machine(),
        "predictions": predictions(nets, classes, options.quick),
        "start_up": start_up(options.nets / "lenet-recorded.onnx", classes),
        "memory": memory(options.nets / "resnet50.onnx", classes),
        "jar": jar_sizes(),
    }
    java_report.write(results, ROOT / "bench" / "results")


if __name__ == "__main__":
    main()
