#!/bin/sh
# Installs what detente needs on Debian: distribution packages, and SentencePiece as a static library with hidden symbols.
# usage: ./setup.sh [--dev]      --dev adds the formatter, the linter and what the sanitizer builds need
# Idempotent: a second run checks, says so and needs no network. Works as root, or as a user with sudo.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
deps="$here/build/deps"

# Debian's own SentencePiece exports a second copy of protobuf, which crashes beside libtorch: we build it from its
# published source, without exporting anything.
sentencepiece_version=0.2.0
sentencepiece_sha256=a52c19171daaf2e697dc6cbe67684e0fa341b1248966f6aebb541de654d15843

packages="g++ cmake ninja-build ccache make pkg-config ca-certificates
  libtorch-dev libopenblas0-openmp libicu-dev libspdlog-dev libfmt-dev libsimdjson-dev libcli11-dev libre2-dev
  libcld2-dev libmarisa-dev libssl-dev libboost-dev libxxhash-dev libgtest-dev libgmock-dev libbenchmark-dev libvalijson-dev
  nlohmann-json3-dev python3 python3-jsonschema python3-pip python3-setuptools python3-wheel"
[ "${1:-}" = "--dev" ] && packages="$packages clang-format clang-tidy clang"

say() { printf 'setup: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

missing=""
for package in $packages; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' || missing="$missing $package"
done
if [ -n "$missing" ]; then
  command -v apt-get >/dev/null || fail "this script knows apt-get only; install by hand:$missing"
  [ "$(id -u)" = 0 ] || command -v sudo >/dev/null || fail "run as root, or install sudo; missing packages:$missing"
  say "installing:$missing"
  as_root apt-get update -qq
  log=$(mktemp)
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >"$log" 2>&1 || {
    tail -n 20 "$log" >&2
    fail "apt-get could not install:$missing"
  }
  rm -f "$log"
else
  say "distribution packages: all there"
fi

# name, the oldest version that the code was written for
at_least() {
  found=$(dpkg-query -W -f='${Version}' "$1") || fail "$1 is not installed"
  dpkg --compare-versions "$found" ge "$2" || fail "$1 is $found; at least $2 is needed (Debian 12 or newer)"
}
at_least libtorch-dev 1.13
at_least libicu-dev 72
at_least libsimdjson-dev 3.0
at_least libspdlog-dev 1:1.10
at_least cmake 3.25

stamp="$deps/sentencepiece/.$sentencepiece_version-$sentencepiece_sha256"
if [ -e "$stamp" ]; then
  say "SentencePiece $sentencepiece_version: already built"
else
  say "SentencePiece $sentencepiece_version: downloading and building (a minute)"
  rm -rf "$deps/sentencepiece" "$deps/work"
  mkdir -p "$deps/work"
  printf 'sentencepiece==%s --hash=sha256:%s\n' "$sentencepiece_version" "$sentencepiece_sha256" >"$deps/work/requirements.txt"
  /usr/bin/python3 -m pip --disable-pip-version-check download --quiet --no-deps --no-binary :all: --no-build-isolation --require-hashes \
    --dest "$deps/work" --requirement "$deps/work/requirements.txt" || fail "could not download SentencePiece $sentencepiece_version with the pinned SHA-256"
  tar -xzf "$deps/work/sentencepiece-$sentencepiece_version.tar.gz" -C "$deps/work"
  source="$deps/work/sentencepiece-$sentencepiece_version/sentencepiece"
  {
    cmake -S "$source" -B "$deps/work/build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_COMPILER_LAUNCHER=ccache \
      -DCMAKE_POLICY_VERSION_MINIMUM=3.5 -DCMAKE_POSITION_INDEPENDENT_CODE=ON -DCMAKE_CXX_VISIBILITY_PRESET=hidden \
      -DCMAKE_VISIBILITY_INLINES_HIDDEN=ON -DCMAKE_CXX_FLAGS="-include cstdint" \
      -DSPM_ENABLE_SHARED=OFF -DSPM_ENABLE_TCMALLOC=OFF
    cmake --build "$deps/work/build" --target sentencepiece-static
  } >"$deps/work/log" 2>&1 || { tail -n 30 "$deps/work/log" >&2; fail "SentencePiece did not build"; }
  mkdir -p "$deps/sentencepiece/include" "$deps/sentencepiece/lib"
  cp "$source/src/sentencepiece_processor.h" "$deps/sentencepiece/include/"
  cp "$source/LICENSE" "$deps/sentencepiece/"
  find "$deps/work/build" -name libsentencepiece.a -exec cp {} "$deps/sentencepiece/lib/" \;
  [ -s "$deps/sentencepiece/lib/libsentencepiece.a" ] || fail "SentencePiece built, but left no libsentencepiece.a"
  rm -rf "$deps/work"
  : >"$stamp"
fi
say "ready"
