#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# session.sh WIDTHxHEIGHT COMMAND...: a desktop of its own for one command: X server, session bus,
# accessibility, window manager, settings and home.  All of it ends with the command; several run
# side by side.
#
# FAR_TEXT_PCT: size of text, 100 if unset.
# FAR_SYSTEM_BUS: the address of one that the program may talk to; none if unset.
# FAR_SESSION_TAP: where a program for this is missing, say so as a skipped test.

set -eu

size=$1
shift

for program in Xvfb dbus-run-session openbox xsettingsd xdotool import; do
  if ! command -v "$program" >/dev/null; then
    if [ -n "${FAR_SESSION_TAP:-}" ]; then
      echo "1..0 # SKIP $program is not here"
      exit 0
    fi
    echo "session.sh: $program is not here" >&2
    exit 1
  fi
done

dir=$(mktemp -d "${TMPDIR:-/tmp}/far-session.XXXXXX")
x_pid=

# shellcheck disable=SC2317 # called by trap
clean_up ()
{
  if [ -n "$x_pid" ]; then
    kill "$x_pid" 2>/dev/null || true
    wait "$x_pid" 2>/dev/null || true
  fi
  rm -rf "$dir"
}
trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

mkdir -m 700 "$dir/run" "$dir/home"
export HOME="$dir/home" XDG_RUNTIME_DIR="$dir/run"
export XDG_CACHE_HOME="$HOME/.cache" XDG_CONFIG_HOME="$HOME/.config"
export XDG_DATA_HOME="$HOME/.local/share" XDG_STATE_HOME="$HOME/.local/state"
export ADW_DISABLE_PORTAL=1 GDK_BACKEND=x11 GIO_USE_VFS=local GSETTINGS_BACKEND=memory
export GSK_RENDERER=cairo GTK_A11Y=atspi LC_ALL="${LC_ALL:-C.UTF-8}"
# what this machine is on is nobody's business here
export DBUS_SYSTEM_BUS_ADDRESS="${FAR_SYSTEM_BUS:-unix:path=$dir/no-bus}"
unset DBUS_SESSION_BUS_ADDRESS DISPLAY WAYLAND_DISPLAY

# the server chooses a free display and writes its number
mkfifo "$dir/display"
Xvfb -displayfd 9 -screen 0 "${size}x24" -nolisten tcp -noreset -dpi 96 \
  9>"$dir/display" 2>"$dir/x.log" &
x_pid=$!
read -r display <"$dir/display" || { cat "$dir/x.log" >&2; exit 1; }
export DISPLAY=":$display"

# on X11 the size of text, the font and animations come from here and nowhere else
cat >"$dir/xsettings" <<END
Xft/DPI $((98304 * ${FAR_TEXT_PCT:-100} / 100))
Gtk/EnableAnimations 0
Gtk/FontName "Cantarell 11"
Gtk/DecorationLayout "appmenu:close"
END
export FAR_XSETTINGS="$dir/xsettings"

# only the command speaks on standard output; what the bus starts would, too
exec 8>&1

# the inner shell expands it
# shellcheck disable=SC2016
dbus-run-session -- sh -c '
  openbox >/dev/null 2>&1 8>&- &
  wm=$!
  xsettingsd -c "$FAR_XSETTINGS" >/dev/null 2>&1 8>&- &
  settings=$!
  status=0
  "$@" >&8 || status=$?
  kill "$wm" "$settings" 2>/dev/null
  exit "$status"' sh "$@" >&2
