# SPDX-License-Identifier: GPL-3.0-or-later
"""layers: who may include whom, and what the pure core may call.

The rules of the house, as data; test-layers.py holds the tree against them, and them against
planted violations.
"""

import re
import subprocess

# From the bottom up: each folder of sync/ may use those before it, and none after it.
LAYERS = ['core', 'store', 'cal', 'plan', 'collective', 'link', 'engine']

DOOR = 'sync/engine/far-sync.h'

C_STANDARD = {
    'assert.h', 'ctype.h', 'errno.h', 'float.h', 'inttypes.h', 'limits.h', 'math.h', 'stdalign.h',
    'stdarg.h', 'stdbool.h', 'stddef.h', 'stdint.h', 'stdio.h', 'stdlib.h', 'string.h', 'time.h',
}

# A library's headers, and the only folders that may include them; the longest folder decides.
LIBRARIES = [
    (re.compile(r'gtk/|gdk/|gsk/|adwaita\.h|graphene'), ['app'],
     ['app/model', 'app/cli', 'app/paper']),
    (re.compile(r'cairo|pango'), ['app'], ['app/model', 'app/cli']),
    (re.compile(r'sqlite3\.h'), ['sync/store', 'sync/collective', 'sync/engine'], []),
    (re.compile(r'libical/|ical\.h'), ['sync/cal'], []),
    (re.compile(r'glpk\.h'), ['sync/plan'], []),
    (re.compile(r'nice/|agent\.h|avahi-'), ['sync/link'], []),
    (re.compile(r'sodium'), ['sync'], []),
]

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)

# What core may not call, wherever it is declared.
CORE_FORBIDDEN = {
    'a clock': r'g_get_(real|monotonic|current)_time|g_date_time_new_(now|local).*|g_timer_.*'
               r'|g_time_zone_.*|g_usleep',
    'entropy': r'g_rand(om)?_.*|g_uuid_.*|randombytes.*|sodium_init|crypto_.*_keygen'
               r'|crypto_(?!.*_seed_keypair$).*_keypair|crypto_box_(\w+_)?seal'
               r'|crypto_core_.*_random|crypto_pwhash_str.*',
    'a file': r'g_file_.*|g_dir_.*|g_mkdir.*|g_mkstemp.*|g_f?open.*|g_unlink|g_remove|g_rename'
              r'|g_stat|g_lstat|g_access|g_io_channel_.*|g_mapped_file_.*|g_key_file_(load|save).*'
              r'|g_print|g_printerr|g_spawn_.*|g_find_program.*|g_get_current_dir|g_bookmark_file_.*',
    'a socket': r'g_socket_.*|g_inet_.*|g_resolver_.*|g_network_.*',
    'a thread': r'g_thread_.*|g_mutex_.*|g_rec_mutex_.*|g_rw_lock_.*|g_cond_.*|g_private_.*'
                r'|g_once_.*|g_async_queue_.*|g_bit_lock.*',
    'a main loop': r'g_main_.*|g_timeout_.*|g_idle_.*|g_source_.*|g_child_watch_.*|g_unix_.*',
    'the environment': r'g_(get|set|unset|list)env|g_get_environ|g_environ_.*|g_get_(home|tmp)_dir'
                       r'|g_get_(user|system|host|real|application|prg|language|locale).*'
                       r'|g_getenv|g_setlocale|g_get_charset|g_get_num_processors|g_option_.*',
    'translation': r'g_d?n?p?gettext|g_dpgettext2|g_dngettext',
}
CORE_FORBIDDEN = {what: re.compile(rf'(?:{names})\Z') for what, names in CORE_FORBIDDEN.items()}

# All that core may take from elsewhere: GLib's, libsodium's and zstd's remaining functions, and of the C
# library only what computes.  What is not in this list is refused, so that a new way out has to be
# looked at by somebody.
CORE_ALLOWED = re.compile(
    r'(?:g_\w+|glib_\w+'
    r'|crypto_\w+|sodium_\w+|ZSTD_\w+'
    r'|(?:__)?(?:mem(?:cpy|move|set|cmp|chr|mem|rchr)|str(?:len|cmp|ncmp|chr|rchr|str|spn|cspn|nlen))'
    r'(?:_chk)?'
    r'|explicit_bzero|bcmp|qsort|bsearch|abort|strtou?ll?|__errno_location'
    r'|(?:__)?v?snprintf(?:_chk)?'
    r'|__stack_chk_fail|_GLOBAL_OFFSET_TABLE_|__tls_get_addr'
    # what sanitizers and coverage put in
    r'|__(?:asan|ubsan|lsan|sanitizer|gcov|llvm_gcov|llvm_profile)_\w+)\Z')


def includes(text):
    """(quote, name) of each #include; those in comments at the start of a line do not occur."""
    return INCLUDE.findall(text)


def layer_of(path):
    parts = path.split('/')
    return parts[1] if parts[0] == 'sync' and len(parts) > 2 else None


def resolve(path, name, headers):
    """The header of this tree that `path` means by "name", or None."""
    folder = path.rsplit('/', 1)[0]
    if f'{folder}/{name}' in headers:
        return f'{folder}/{name}'

    return next((header for header in headers if header == name or header.endswith('/' + name)),
                None)


def check_library(path, name):
    for pattern, folders, exceptions in LIBRARIES:
        if not pattern.match(name):
            continue
        if not any(path.startswith(folder + '/') for folder in folders):
            return f'{path}: includes {name}, which only {", ".join(folders)} may'
        if any(path.startswith(folder + '/') for folder in exceptions):
            return f'{path}: includes {name}, which {path.rsplit("/", 1)[0]} may not'

    return None


def check_own(path, target):
    """Whether one file of ours may include another of ours."""
    mine, its = layer_of(path), layer_of(target)

    if mine and target.startswith('app/'):
        return f'{path}: includes {target}; sync/ does not know that app/ exists'
    if mine and its and LAYERS.index(its) > LAYERS.index(mine):
        return f'{path}: includes {target}, a layer above its own'
    if path.startswith('app/') and its and target != DOOR:
        return f'{path}: includes {target}; app/ may include only {DOOR} of sync/'
    if path.startswith(('app/model/', 'app/cli/', 'app/paper/')) and target.startswith('app/') and (
            not target.startswith(('app/model/', path.rsplit('/', 1)[0] + '/'))):
        return f'{path}: includes {target}, which is of the window'

    return None


def check_file(path, text, headers):
    """Everything that is wrong with the includes of one C file."""
    problems = []

    if path.startswith('sync/') and layer_of(path) not in LAYERS:
        return [f'{path}: not in a layer ({", ".join(LAYERS)})']

    found = includes(text)
    for _quote, name in found:
        target = resolve(path, name, headers)
        if target:
            problems.append(check_own(path, target))
        else: # of a library, or generated
            problems.append(check_library(path, name))
            if layer_of(path) == 'core' and name not in C_STANDARD | {'glib.h', 'sodium.h', 'zstd.h'}:
                problems.append(f'{path}: includes <{name}>; core has GLib, libsodium and zstd only')

    if layer_of(path) == 'core' and path.endswith('.c') and (
            not found or found[-1] != ('"', 'far-pure.h')):
        problems.append(f'{path}: does not include far-pure.h last')

    return [problem for problem in problems if problem]


def check_tree(files):
    """files: {path: text} of all C files of sync/ and app/."""
    headers = [path for path in files if path.endswith('.h')]
    problems = []
    for path, text in sorted(files.items()):
        problems += check_file(path, text, headers)

    return problems


def check_symbols(names):
    """What is wrong with the functions that core takes from elsewhere."""
    problems = []
    for name in sorted(names):
        for what, pattern in CORE_FORBIDDEN.items():
            if pattern.match(name):
                problems.append(f'core calls {name}: {what}')
                break
        else:
            if not CORE_ALLOWED.match(name):
                problems.append(f'core calls {name}, which is not among what core may call')

    return problems


def undefined_symbols(archive, nm='nm'):
    """What the objects of a static library want and none of them has."""
    def names(option):
        output = subprocess.run([nm, '--format=posix', option, archive], capture_output=True,
                                text=True, check=True).stdout
        return {line.split()[0].split('@')[0] for line in output.splitlines()
                if line and not line.endswith(':')}

    return names('--undefined-only') - names('--defined-only')
