#!/bin/sh
# lint.sh - formatting, clang-tidy, cppcheck, banned functions and the layer law. Silent when all is well, but for a last line.
set -eu
cd "$(dirname "$0")/.."
BUILD=${BUILD:-build}
tools/packages.sh test lint
[ -f "$BUILD/build.ninja" ] || meson setup "$BUILD" >/dev/null
ninja -C "$BUILD" --quiet # generated sources must be there

if ! git ls-files '*.c' '*.h' | xargs clang-format --dry-run -Werror 2>"$BUILD/clang-format.log"; then
    grep -oE '^[^ ]+:[0-9]+:' "$BUILD/clang-format.log" | sort -u >&2
    echo "lint: not formatted: clang-format -i FILE" >&2
    exit 1
fi

# functions that have no safe use here
if grep -nE '\b(strcpy|strcat|sprintf|vsprintf|gets|strtok|atof|system|popen|alloca|tmpnam|mktemp)\(' -r src --include='*.c' --include='*.h'; then
    echo "lint: banned functions: see CONTRIBUTING.md" >&2
    exit 1
fi
if grep -nE '\b(printf|exit|abort)\(|fprintf\((stdout|stderr)' -r src/text src/stats src/signals src/themes src/demo src/store src/app --include='*.c'; then
    echo "lint: libraries neither print nor exit: return an Err" >&2
    exit 1
fi
if [ "${TIDY:-1}" = 1 ]; then # one file a run: with several it takes va_lists for not begun
    find src -name '*.c' | sort | xargs -P 2 -n 1 clang-tidy -p "$BUILD" --quiet 2>/dev/null >"$BUILD/clang-tidy.log" || {
        cat "$BUILD/clang-tidy.log"
        exit 1
    }
fi
# uninitvar: cppcheck takes "n may be 0" for "not filled in"; clang's analyzer follows the loop
cppcheck -q -j 2 --error-exitcode=1 --inline-suppr --std=c11 --enable=warning,portability \
    '-Djson_array_foreach(a,i,v)=while (next_item(a, &i, &v))' '-Djson_object_foreach(o,k,v)=while (next_item(o, &k, &v))' \
    --suppress=missingIncludeSystem --suppress=normalCheckLevelMaxBranches --suppress=uninitvar --suppress=legacyUninitvar \
    $(find src -type d -name include | sed 's/^/-I /') src
python3 tests/layers/check.py . "$BUILD"
echo "lint: clean"
