#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# shots.sh: every page of the window, wide and narrow, light, dark, in French, from right to left
# and with large text, as pictures in the build folder's shots/.  `./dev shots` builds first.
#
# With names of pictures as arguments (such as narrow-dark) only those.

set -eu

here=$(cd "$(dirname "$0")" && pwd)
build=${FARANDOLE_BUILD:-$here/../../build}
out=$build/shots
mkdir -p "$out"

work=$(mktemp -d "${TMPDIR:-/tmp}/far-shots.XXXXXX")
trap 'rm -rf "$work"' EXIT

# French as its speakers have it: with the names of days, which come from the C library
if localedef -i fr_FR -f UTF-8 "$work/fr_FR.UTF-8" 2>/dev/null; then
  french="LOCPATH=$work LC_ALL=fr_FR.UTF-8"
else
  french="LANGUAGE=fr"
fi

# GTK mirrors for a language only when the program speaks it: an empty catalogue is enough
right_to_left=$build/po/ar/LC_MESSAGES
mkdir -p "$right_to_left"
printf 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n' |
  msgfmt -o "$right_to_left/farandole.mo" -

# shoot NAME SIZE [VARIABLE=VALUE...]
shoot ()
{
  name=$1
  size=$2
  shift 2

  if [ -n "$wanted" ]; then
    case " $wanted " in
      *" $name "*) ;;
      *) return 0 ;;
    esac
  fi

  echo "$name"
  env "$@" "$here/session.sh" 1300x1300 /usr/bin/python3 -B "$here/shots.py" \
    "$build/app/farandole" "$build/app/cli/farandole-cli" "$name" "$size" "$out" \
    >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
}

wanted="$*"
for layout in wide=1200x800 narrow=360x720; do
  size=${layout#*=}
  layout=${layout%=*}
  shoot "$layout-light" "$size" LANGUAGE=en
  shoot "$layout-dark" "$size" LANGUAGE=en ADW_DEBUG_COLOR_SCHEME=prefer-dark
  # two words: a locale and where it is
  # shellcheck disable=SC2086
  shoot "$layout-french" "$size" $french
  shoot "$layout-rtl" "$size" LANGUAGE=ar
  shoot "$layout-large" "$size" LANGUAGE=en FAR_TEXT_PCT=150
done

echo "In $out: $(find "$out" -name '*.png' | wc -l) pictures."
