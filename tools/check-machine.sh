#!/usr/bin/env bash
# Is everything here that `make setup` expects of the machine? Names the Debian package of what is missing.
set -u
missing=0
need() { # command, what for, Debian package
  command -v "$1" >/dev/null 2>&1 && return
  echo "rot180 needs $1 ($2): apt-get install $3" >&2
  missing=1
}
need java "to run the Java runtime" openjdk-17-jdk-headless
need javac "to compile the Java runtime" openjdk-17-jdk-headless
need mvn "to build and test the Java runtime" maven
need g++ "to compile the native kernels" g++
need cmake "to build the native kernels" cmake
if command -v javac >/dev/null 2>&1; then
  version=$(javac -version 2>&1 | sed -E 's/^javac ([0-9]+).*/\1/')
  if [ "${version:-0}" -lt 17 ]; then
    echo "rot180 needs a JDK 17 or later, this is $version: apt-get install openjdk-17-jdk-headless" >&2
    missing=1
  fi
fi
if ! "${PYTHON:-python3}" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  echo "rot180 needs Python 3.11 or later with venv: apt-get install python3 python3-venv" >&2
  missing=1
fi
exit $missing
