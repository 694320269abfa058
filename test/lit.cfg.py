# What the tests may use. lit finds this file through lit.site.cfg.py of a build: `lit build/dev/test`.
#
#   %check_async CHECKS FILE   a test of checks, see support/check_async.py
#   %check_renamed FILE        the same with all names changed, see support/library_tests.py
#   %check_pages               the examples of docs/checks, see support/check_pages.py
#   %check_evidence            an evidence program, see support/check_evidence.py
#   %compare_reports           whether all reports of a run say the same, see support/compare_reports.py
#   %run_action                our action's steps, see support/run_action.py
#   %clang_tidy                clang-tidy with our plugin loaded
#   %clang_tidy_binary %plugin both for scripts that want them apart
#   %clang                     clang++ of the same LLVM
#   %build                     the build directory
#   %llvm                      the major version of the LLVM
#   %npm                       what tools/run-tests installs from npm; see test/npm
#   async-tidy async-clangd FileCheck not split-file count python3
import importlib.util
import os
import sys

import lit.formats
import lit.util

config.name = f"async-tidy with LLVM {config.async_llvm}"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".cpp", ".test"]
config.excludes = ["Inputs", "bench", "unit", "support", "stand-ins"]
config.test_source_root = os.path.dirname(os.path.abspath(__file__))
config.test_exec_root = os.path.join(config.async_build, "test")

config.available_features.add(f"llvm-{config.async_llvm}")
if config.async_plugin:
    config.available_features.add("plugin")
if config.async_program:
    config.available_features.add("programs")
if config.tools.get("clang-format"):
    config.available_features.add("clang-format")
npm = os.path.join(config.async_source, "build/npm")
if os.path.exists(os.path.join(npm, "installed.json")):
    config.available_features.add("npm")
if lit.util.which("chromium") and lit.util.which("chromedriver"):
    config.available_features.add("browser")
programs = {"graphviz": "dot", "zsh": "zsh", "fish": "fish", "groff": "groff", "git": "git", "pre-commit": "pre-commit",
            "bear": "bear", "meson": "meson"}
for feature, program in programs.items():
    if lit.util.which(program):
        config.available_features.add(feature)
if importlib.util.find_spec("yaml"):
    config.available_features.add("python-yaml")
if os.path.exists("/etc/os-release") and lit.util.which("dpkg-query"):
    with open("/etc/os-release") as file:
        if {"ID=debian", 'VERSION_ID="12"'} <= set(file.read().split("\n")):
            config.available_features.add("debian-12")

# Tools by their plain names, from where CMake found them. No other folder of an LLVM gets into PATH.
bin_dir = os.path.join(config.test_exec_root, "bin")
os.makedirs(bin_dir, exist_ok=True)
for name, path in {**config.tools, "python3": sys.executable, "async-tidy": config.async_program,
                   "async-clangd": config.async_clangd}.items():
    link = os.path.join(bin_dir, name)
    if path and not (os.path.islink(link) and os.readlink(link) == path):
        made = f"{link}.{os.getpid()}"
        os.symlink(path, made)
        os.replace(made, link)
config.environment["PATH"] = os.pathsep.join([bin_dir, config.environment["PATH"]])
for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS"):
    if name in os.environ:
        config.environment[name] = os.environ[name]

# The project's own .clang-tidy above the build is not the tests' business, and that they lie below a folder called test
# does not make test code of them: the option says so, and, for those with a .clang-tidy of their own, that this is a project.
os.makedirs(os.path.join(config.test_exec_root, ".git"), exist_ok=True)
with open(os.path.join(config.test_exec_root, ".clang-tidy"), "w") as file:
    file.write("InheritParentConfig: false\nCheckOptions:\n  TestPaths: ''\n")

support = os.path.join(config.test_source_root, "support")
inputs = os.path.join(config.test_source_root, "Inputs")
runners = [f"--clang={config.clang}", f"--inputs={inputs}"]
if config.async_plugin:
    runners += [f"--clang-tidy={config.clang_tidy}", f"--plugin={config.async_plugin}"]
if config.async_program:
    runners.append(f"--async-tidy={config.async_program}")
runners = " ".join(runners)

config.substitutions += [
    ("%check_async", f"{sys.executable} {support}/check_async.py --temp=%t {runners}"),
    ("%check_renamed", f"{sys.executable} {support}/check_renamed.py --async-tidy={config.async_program}"),
    ("%check_pages", f"{sys.executable} {support}/check_pages.py --temp=%t {runners} --root={config.async_source}"),
    ("%check_evidence", f"{sys.executable} {support}/check_evidence.py"),
    ("%compare_reports", f"{support}/compare_reports.py"),
    ("%run_action", f"{support}/run_action.py {config.async_source}/.github/actions/async-tidy"),
    ("%clang_tidy_binary", config.clang_tidy),
    ("%plugin", config.async_plugin),
    ("%clang_tidy", f"{config.clang_tidy} --load={config.async_plugin}"),
    ("%clang", config.clang),
    ("%build", config.async_build),
    ("%llvm", str(config.async_llvm)),
    ("%inputs", inputs),
    ("%npm", os.path.join(npm, "node_modules")),
    ("%root", config.async_source),
    ("%support", support),
]
