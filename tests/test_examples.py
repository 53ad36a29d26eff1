"""Every example runs as its README says, offline, and none of its planted values comes out."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from recognizers import pk
from redactor import Key, Redactor

if TYPE_CHECKING:
    from types import ModuleType

EXAMPLES = Path(__file__).parents[1] / "examples"
# What opens no connection can still be imported; what tries to fails loudly.
OFFLINE = """
import runpy, socket, sys
def refuse(*_, **__):
    raise OSError("an example tried to use the network")
socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse
"""
RUN_FILE = OFFLINE + "sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
RUN_COMMAND = OFFLINE + "from redactor.cli import main; sys.argv[0] = 'redactor'; main()"


def run(program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a program text in a fresh interpreter without network."""
    return subprocess.run(
        [sys.executable, "-W", "error::UserWarning", "-c", program, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    """Return examples/make_examples.py as a module."""
    path = EXAMPLES / "make_examples.py"
    spec = importlib.util.spec_from_file_location("make_examples", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


FILES = (
    ("subscribers/subscribers.csv", "make_subscribers"),
    ("complaints/complaints.log", "make_complaints"),
)


@pytest.mark.parametrize(("name", "maker"), FILES)
def test_the_committed_data_is_what_the_generator_writes(
    generator: ModuleType, name: str, maker: str
) -> None:
    """Else a real value could hide in a file that is said to be generated."""
    assert (EXAMPLES / name).read_bytes() == getattr(generator, maker)().text.encode()


def test_no_number_in_the_examples_can_be_a_persons(generator: ModuleType) -> None:
    """Checked by reading the committed files, not by asking the generator."""
    for name, _ in FILES:
        text = (EXAMPLES / name).read_text("utf-8")
        plain = "".join(
            character if not character.isdecimal() else str(int(character)) for character in text
        )
        plain = re.sub("[\u200f\ufeff]", "", plain)
        plain = re.sub("[\u2010-\u2015\u2212_./]", "-", plain)
        bare = re.findall(r"(?<![0-9])[1-8][0-9]{12}(?![0-9])", plain)
        parted = re.findall(r"(?<![0-9])([0-9]{5})[- ][0-9]{7}[- ][0-9](?![0-9])", plain)
        assert bare or parted
        assert all(number[3] == "9" for number in (*bare, *parted)), f"a CNIC in {name}"
        for number in re.findall(
            r"(?<![0-9A-Z])(?:0|92|0092|\+92[ -])?(3[0-9]{2}[ -]?[0-9]{7})(?![0-9])", plain
        ):
            assert re.fullmatch("(?:338|364)[ -]?0000[0-9]{3}", number), f"a mobile in {name}"
        for host in re.findall(r"@([a-z.]+)", text):
            assert re.fullmatch(r"example\.(?:com|org|net)", host), f"an e-mail in {name}"


@pytest.mark.parametrize("policy", ["study", "evidence"])
@pytest.mark.parametrize(("name", "maker"), FILES)
def test_no_planted_value_is_left_by_the_command(
    generator: ModuleType, tmp_path: Path, name: str, maker: str, policy: str
) -> None:
    out = tmp_path / "redacted"
    finished = run(RUN_COMMAND, "redact", EXAMPLES / name, "--out", out, "--policy", policy)
    assert finished.returncode == 0, finished.stderr
    example = getattr(generator, maker)()
    redacted = (out / Path(name).name).read_bytes().decode()
    printed = finished.stdout + finished.stderr
    left = [value for value in example.values if value in redacted or value in printed]
    assert left == []
    assert redacted.count("\n") == example.text.count("\n"), "a line was lost or added"


def test_the_recognisers_work_in_presidio_by_code() -> None:
    finished = run(RUN_FILE, EXAMPLES / "presidio" / "by_code.py")
    assert finished.returncode == 0, finished.stderr
    assert finished.stdout.count("<PK_CNIC>") == 3
    assert finished.stdout.count("<PK_MOBILE>") == 2
    assert finished.stdout.count("<IBAN_CODE>") == 1
    assert "without context 0 found, with it 1" in finished.stdout


def test_the_recognisers_work_in_presidio_by_yaml() -> None:
    finished = run(RUN_FILE, EXAMPLES / "presidio" / "by_yaml.py")
    assert finished.returncode == 0, finished.stderr
    assert "Please call <PK_MOBILE>, CNIC <PK_CNIC>." in finished.stdout


def test_the_yaml_names_every_recogniser() -> None:
    """Presidio runs without what is not in it, and says nothing."""
    text = (EXAMPLES / "presidio" / "recognizers.yaml").read_text("utf-8")
    listed = [entry["name"] for entry in yaml.safe_load(text)["recognizer_registry"]["recognizers"]]
    assert sorted(listed) == sorted(type(recognizer).__name__ for recognizer in pk.recognizers())


def test_the_library_works_in_a_pandas_pipeline(generator: ModuleType) -> None:
    finished = run(RUN_FILE, EXAMPLES / "pandas_pipeline" / "pipeline.py")
    assert finished.returncode == 0, finished.stderr
    assert "CLOSED" in finished.stdout
    assert not [value for value in generator.make_subscribers().values if value in finished.stdout]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["dask", "ray"])
def test_the_function_fits_dask_and_ray(name: str, tmp_path: Path) -> None:
    pytest.importorskip(name, reason=f"{name} is not installed; nothing else needs it")
    (tmp_path / "in.csv").write_text("cnic,name\n35292-0000001-1,ALI KHAN\n")
    key = Key.generate()
    key.save(tmp_path / "k")
    # Without the ban on sockets: both speak to their own workers over them.
    finished = subprocess.run(
        [sys.executable, EXAMPLES / "scale" / f"with_{name}.py",
         tmp_path / "k", tmp_path / "in.csv", tmp_path / "out"],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert finished.returncode == 0, finished.stderr[-2000:]
    made = "".join(p.read_text() for p in (tmp_path / "out").iterdir())
    token = Redactor(policy="study", key=key).text("CNIC 35292-0000001-1").split()[1]
    assert token in made
    assert "ALI" not in made
