#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# make-deb.sh BUILD: what BUILD installs, with the prefix /usr, as a Debian package:
# BUILD/farandole_VERSION_ARCHITECTURE.deb.  `./dev deb` builds first.
#
# The same tree gives the same bytes, by the time of the last commit.

set -eu

build=$1
here=$(cd "$(dirname "$0")" && pwd)
root=$build/deb/debian/farandole
maintainer=$(sed -n 's/^Maintainer: //p' "$here/control.in")
umask 022

version=$(meson introspect --projectinfo "$build" | sed -n 's/.*"version": "\([^"]*\)".*/\1/p')
architecture=$(dpkg --print-architecture)
SOURCE_DATE_EPOCH=$(git -C "$here" log -1 --format=%ct 2>/dev/null || date +%s)
export SOURCE_DATE_EPOCH

rm -rf "$build/deb"
DESTDIR=$root meson install -C "$build" --no-rebuild --quiet --strip
find "$root/usr/share/man" -type f -exec gzip -9n {} +
doc=$root/usr/share/doc/farandole
install -D -m 644 "$here/copyright" "$doc/copyright"
printf 'farandole (%s) unstable; urgency=medium\n\n  * See the history of the source.\n\n -- %s  %s\n' \
  "$version" "$maintainer" "$(date -R -u -d "@$SOURCE_DATE_EPOCH")" | gzip -9n >"$doc/changelog.gz"

# what the programs are linked with, as the packages that bring it; it wants to see a source package
mkdir "$root/DEBIAN"
printf 'Source: farandole\n\nPackage: farandole\nArchitecture: any\n' >"$build/deb/debian/control"
depends=$(cd "$build/deb" && find debian/farandole/usr -type f -perm -u+x \
  -exec dpkg-shlibdeps -O {} + | sed -n 's/^shlibs:Depends=//p')
size=$(du -sk --apparent-size "$root/usr" | cut -f1)

sed -e /^#/d -e "s|@VERSION@|$version|" -e "s|@ARCHITECTURE@|$architecture|" -e "s|@SIZE@|$size|" \
  -e "s|@DEPENDS@|$depends|" "$here/control.in" >"$root/DEBIAN/control"
(cd "$root" && find usr -type f -exec md5sum {} +) | LC_ALL=C sort -k 2 >"$root/DEBIAN/md5sums"

find "$root" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
dpkg-deb --root-owner-group -Zxz --build "$root" \
  "$build/farandole_${version}_${architecture}.deb" >/dev/null
echo "$build/farandole_${version}_${architecture}.deb"
