#!/bin/sh
# packages.sh build|test|bench|lint|browser... - installs the Debian packages that a task needs and that are missing;
# says which, and asks for sudo only then.
set -eu
BUILD="gcc g++ libc6-dev make meson ninja-build pkg-config python3 libevent-dev libjansson-dev libyajl-dev libsodium-dev
libhowardhinnant-date-dev libical-dev tzdata libcurl4-openssl-dev libssl-dev libsqlite3-dev libpq-dev libutf8proc-dev libstemmer-dev
libigraph-dev libyaml-dev liblemon-dev libzstd-dev zlib1g-dev libxxhash-dev"
TEST="libcmocka-dev openssl python3-jsonschema postgresql-15 gettext sqlite3 zstd gzip curl jq nodejs npm
chromium"
BENCH="python3-sklearn python3-numpy sqlite3 time python3-scipy"
LINT="clang-format clang-tidy cppcheck"
FUZZ="clang"
BROWSER="chromium nodejs npm"

wanted=""
for group in "$@"; do
    case $group in
    build) wanted="$wanted $BUILD" ;;
    test) wanted="$wanted $BUILD $TEST" ;;
    bench) wanted="$wanted $BUILD $BENCH" ;;
    lint) wanted="$wanted $LINT" ;;
    fuzz) wanted="$wanted $BUILD $FUZZ" ;;
    browser) wanted="$wanted $BROWSER" ;;
    *) echo "packages.sh: no group '$group'" >&2; exit 2 ;;
    esac
done

# nodejs and npm may also come from elsewhere than Debian
have() {
    case $1 in nodejs) command -v node ;; npm) command -v npm ;; *) dpkg-query -W -f='${Status}' "$1" | grep -q 'ok installed' ;; esac \
        >/dev/null 2>&1
}

missing=""
for package in $wanted; do
    have "$package" || case " $missing " in *" $package "*) ;; *) missing="$missing $package" ;; esac
done
[ -n "$missing" ] || exit 0

echo "Installing Debian packages:$missing"
sudo=""
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "Run as root, or install sudo: apt-get install$missing" >&2; exit 1; }
    sudo=sudo
fi
# a list that is there may be old: try it first, fetch a new one when it does not serve
quiet="-y -qq --no-install-recommends -o Dpkg::Use-Pty=0"
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive $sudo apt-get install $quiet $missing >/dev/null 2>&1 || {
    $sudo apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install $quiet $missing >/dev/null
}
