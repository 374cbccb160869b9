"""Runs a test or a sample, or skips it where a module that it needs is missing.

usage: run_test.py MODULE PROGRAM [ARGUMENT]...
"""
import importlib.util
import os
import runpy
import sys

if importlib.util.find_spec(sys.argv[1]) is None:
    print(f"there is no Python module {sys.argv[1]} (Debian packages python3-opencv and python3-torch)")
    sys.exit(1 if os.environ.get("CI") == "true" else 77)
sys.argv = sys.argv[2:]
sys.path.insert(0, os.path.dirname(os.path.abspath(sys.argv[0])))
runpy.run_path(sys.argv[0], run_name="__main__")
