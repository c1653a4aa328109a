#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The layers of DESIGN stand: see layers.py for the rules.

Usage: test-layers.py libfar-core.a NM CC...

Each rule is shown to catch what it is for, on a small tree with one planted violation.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import layers
import tap

ROOT = Path(__file__).resolve().parents[2]
ARCHIVE, NM, *CC = sys.argv[1:]

# A small house in order.  Each planted violation replaces or adds one file of it.
GOOD = {
    'sync/core/far-pure.h': '#include <glib.h>\n',
    'sync/core/far-a.h': '#include <glib.h>\n',
    'sync/core/far-a.c': '#include "far-a.h"\n#include <string.h>\n#include "far-pure.h"\n',
    'sync/store/far-b.h': '#include "far-a.h"\n',
    'sync/store/far-b.c': '#include <sqlite3.h>\n#include "far-b.h"\n',
    'sync/cal/far-c.c': '#include <libical/ical.h>\n#include "far-b.h"\n',
    'sync/plan/far-f.c': '#include <glpk.h>\n#include "far-b.h"\n',
    'sync/collective/far-d.h': '#include "far-b.h"\n',
    'sync/link/far-e.c': '#include <nice/agent.h>\n#include "far-d.h"\n',
    'sync/engine/far-sync.h': '#include <gio/gio.h>\n',
    'sync/engine/far-sync.c': '#include "far-sync.h"\n#include "far-d.h"\n',
    'app/far-window.h': '#include <adwaita.h>\n',
    'app/far-window.c': '#include "far-window.h"\n#include "far-words.h"\n#include "far-sync.h"\n',
    'app/model/far-words.h': '#include "far-sync.h"\n',
    'app/cli/main.c': '#include "far-words.h"\n#include "far-sync.h"\n',
    'app/paper/far-pages.c': '#include <cairo.h>\n#include "far-words.h"\n',
}

PLANTED = [
    ('core-above', 'sync/core/far-a.h', '#include "far-b.h"\n', 'a layer above'),
    ('store-above', 'sync/store/far-b.c', '#include "far-d.h"\n', 'a layer above'),
    ('store-above-path', 'sync/store/far-b.c', '#include "sync/collective/far-d.h"\n',
     'a layer above'),
    ('store-above-angle', 'sync/store/far-b.c', '#include <far-d.h>\n', 'a layer above'),
    ('spaced', 'sync/store/far-b.c', '  #  include "far-d.h"\n', 'a layer above'),
    ('door-below', 'sync/link/far-e.c', '#include "far-sync.h"\n', 'a layer above'),
    ('sync-app', 'sync/engine/far-sync.c', '#include "far-words.h"\n', 'does not know that app/'),
    ('sync-gtk', 'sync/engine/far-sync.c', '#include <gtk/gtk.h>\n', 'which only app may'),
    ('sync-stray', 'sync/far-x.c', '#include "far-a.h"\n', 'not in a layer'),
    ('app-sync', 'app/far-window.c', '#include "far-d.h"\n', 'may include only'),
    ('app-core', 'app/cli/main.c', '#include "far-a.h"\n', 'may include only'),
    ('app-sqlite', 'app/far-window.c', '#include <sqlite3.h>\n', 'which only sync/store'),
    ('app-sodium', 'app/cli/main.c', '#include <sodium.h>\n', 'which only sync may'),
    ('model-gtk', 'app/model/far-words.h', '#include <gtk/gtk.h>\n', 'may not'),
    ('model-adwaita', 'app/model/far-words.h', '#include <adwaita.h>\n', 'may not'),
    ('model-window', 'app/model/far-words.h', '#include "far-window.h"\n', 'of the window'),
    ('cli-gtk', 'app/cli/main.c', '#include <gdk/gdk.h>\n', 'may not'),
    ('cli-window', 'app/cli/main.c', '#include "far-window.h"\n', 'of the window'),
    ('cli-cairo', 'app/cli/main.c', '#include <cairo-pdf.h>\n', 'may not'),
    ('paper-gtk', 'app/paper/far-pages.c', '#include <gtk/gtk.h>\n', 'may not'),
    ('paper-window', 'app/paper/far-pages.c', '#include "far-window.h"\n', 'of the window'),
    ('core-gio', 'sync/core/far-a.h', '#include <gio/gio.h>\n', 'core has GLib, libsodium'),
    ('core-socket', 'sync/core/far-a.h', '#include <sys/socket.h>\n', 'core has GLib, libsodium'),
    ('core-sqlite', 'sync/core/far-a.h', '#include <sqlite3.h>\n', 'which only sync/store'),
    ('core-impure', 'sync/core/far-a.c', '#include "far-a.h"\n', 'far-pure.h last'),
    ('core-pure-first', 'sync/core/far-a.c', '#include "far-pure.h"\n#include "far-a.h"\n',
     'far-pure.h last'),
    ('link-ical', 'sync/link/far-e.c', '#include <libical/ical.h>\n', 'which only sync/cal may'),
    ('collective-glpk', 'sync/collective/far-d.h', '#include <glpk.h>\n', 'which only sync/plan may'),
    ('plan-above', 'sync/plan/far-f.c', '#include "far-d.h"\n', 'a layer above'),
    ('store-nice', 'sync/store/far-b.c', '#include <nice/agent.h>\n', 'which only sync/link may'),
    ('quoted-library', 'app/model/far-words.h', '#include "gtk/gtk.h"\n', 'may not'),
]

FORBIDDEN_CALLS = [
    'g_get_real_time', 'g_get_monotonic_time', 'g_date_time_new_now_utc', 'g_time_zone_new_local',
    'g_random_int', 'randombytes_buf', 'crypto_sign_keypair', 'crypto_box_curve25519xsalsa20poly1305_keypair',
    'crypto_kx_keypair', 'crypto_secretbox_keygen', 'crypto_box_seal', 'sodium_init',
    'g_file_get_contents', 'g_dir_open', 'g_open', 'g_printerr', 'open', 'fopen', 'write', 'unlink',
    'socket', 'connect', 'g_socket_new', 'g_thread_new', 'pthread_create', 'g_mutex_lock',
    'g_once_init_enter', 'g_main_context_default', 'g_idle_add', 'g_getenv', 'getenv', 'secure_getenv',
    'g_get_home_dir', 'g_get_user_data_dir', 'time', 'clock_gettime', 'gettimeofday', 'rand', 'arc4random',
    'getrandom', 'system', 'localtime', 'sqlite3_open', 'gtk_init', 'printf',
]

ALLOWED_CALLS = [
    'g_malloc0', 'g_set_error', 'g_byte_array_append', 'g_hash_table_lookup', 'g_utf8_validate',
    'crypto_sign_seed_keypair', 'crypto_kx_seed_keypair', 'crypto_generichash_blake2b_final',
    'crypto_box_seal_open', 'crypto_scalarmult', 'sodium_memzero', 'sodium_memcmp', 'memcpy',
    '__memcpy_chk', 'strlen', '__stack_chk_fail', '__asan_report_load8', '__ubsan_handle_add_overflow',
]


def test_tree():
    files = {str(path): (ROOT / path).read_text(encoding='utf-8') for path in tap.c_files(ROOT)
             if path.parts[0] in {'sync', 'app'}}
    if not any(path.startswith('sync/core/') for path in files):
        return ['sync/core/ was not found: nothing was looked at']

    return layers.check_tree(files)


def test_symbols():
    names = layers.undefined_symbols(ARCHIVE, NM)
    if 'g_byte_array_append' not in names:
        return [f'{ARCHIVE}: wants nothing of GLib; the wrong file, or nm does not read it']

    return layers.check_symbols(names)


def test_good():
    return layers.check_tree(GOOD)


def plant(path, text, expected):
    def test():
        found = layers.check_tree({**GOOD, path: text})
        if not any(problem.startswith(path) and expected in problem for problem in found):
            return [f'not caught; found {found}']
        return []

    return test


def test_calls():
    missed = [name for name in FORBIDDEN_CALLS if not layers.check_symbols([name])]
    return [f'{name} is let through' for name in missed] + layers.check_symbols(ALLOWED_CALLS)


def test_archive():
    """A real object that asks the environment, in a real library, beside one that defines a name
    which the first uses."""
    with tempfile.TemporaryDirectory() as folder:
        bad = Path(folder, 'far-bad.c')
        own = Path(folder, 'far-own.c')
        archive = Path(folder, 'libbad.a')
        bad.write_text('extern char *getenv (const char *);\nint far_own (const char *);\n'
                       'int far_bad (void) { return far_own (getenv ("HOME")); }\n')
        own.write_text('int far_own (const char *a) { return a != 0; }\n')
        for source in (bad, own):
            subprocess.run([*CC, '-c', source, '-o', source.with_suffix('.o')], check=True)
        subprocess.run(['ar', 'rcT', archive, bad.with_suffix('.o'), own.with_suffix('.o')],
                       check=True, stderr=subprocess.DEVNULL)
        found = layers.check_symbols(layers.undefined_symbols(str(archive), NM))

    return [] if len(found) == 1 and 'getenv' in found[0] else [f'found {found}']


tap.run([
    ('/lint/layers/tree', test_tree),
    ('/lint/layers/core-symbols', test_symbols),
    ('/lint/layers/catches/nothing-in-a-good-tree', test_good),
    *((f'/lint/layers/catches/{name}', plant(*case)) for name, *case in PLANTED),
    ('/lint/layers/catches/calls', test_calls),
    ('/lint/layers/catches/archive', test_archive),
])
