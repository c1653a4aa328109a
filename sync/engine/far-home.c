/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-engine"

#include "far-home.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "far-day.h"
#include "far-file.h"
#include "far-holder.h"
#include "far-sync-error.h"

#define KEY_NAME "device.key"
#define NEXT_KEY_NAME "device.key.next"
#define KEY_VERSION 1
#define SEED_LEN 32
#define STORE_NAME "log.db"
#define META_DEVICE "device" /* whose log this folder keeps: the public key that signs here */

#define CONTEXT_SIGN "far1 key sign"
#define CONTEXT_NOISE "far1 key noise"
#define CONTEXT_SEAL "far1 key seal"

/* ---- finding */

static gboolean
is_hex (const char *text)
{
  return strspn (text, "0123456789abcdef") == strlen (text);
}

static gboolean
is_collective (const char *home, const char *name)
{
  g_autofree char *store = g_build_filename (home, name, STORE_NAME, NULL);

  return strlen (name) == FAR_HOME_NAME_LEN && is_hex (name) &&
         g_file_test (store, G_FILE_TEST_EXISTS);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

GPtrArray *
far_home_list (const char *home, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) local = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (!g_file_test (home, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&names);

  dir = g_dir_open (home, 0, &local);
  if (dir == NULL)
    {
      far_sync_fail (error, FAR_SYNC_ERROR_DISK, local->message);
      return NULL;
    }

  while ((name = g_dir_read_name (dir)) != NULL)
    if (is_collective (home, name))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);

  return g_steal_pointer (&names);
}

static gboolean
find_named (const char *home,
            const char *collective,
            GPtrArray *names,
            char **out_folder,
            GError **error)
{
  g_autofree char *wanted = g_ascii_strdown (collective, -1);
  const char *found = NULL;

  if (strlen (wanted) < FAR_ID_PREFIX_MIN)
    return far_sync_fail (error, FAR_SYNC_ERROR_ID_AMBIGUOUS,
                          "a collective's id is shortened to 6 digits at least");

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);

      if (strncmp (name, wanted, MIN (strlen (wanted), FAR_HOME_NAME_LEN)) != 0)
        continue;
      if (found != NULL)
        return far_sync_fail (error, FAR_SYNC_ERROR_ID_AMBIGUOUS, "several collectives fit");
      found = name;
    }
  if (found == NULL)
    return far_sync_fail (error, FAR_SYNC_ERROR_NO_COLLECTIVE, "this home has no such collective");

  *out_folder = g_build_filename (home, found, NULL);

  return TRUE;
}

gboolean
far_home_find (const char *home, const char *collective, char **out_folder, GError **error)
{
  g_autoptr (GPtrArray) names = far_home_list (home, error);

  *out_folder = NULL;

  if (names == NULL)
    return FALSE;
  if (collective != NULL)
    return find_named (home, collective, names, out_folder, error);
  if (names->len > 1)
    return far_sync_fail (error, FAR_SYNC_ERROR_WHICH_COLLECTIVE,
                          "this home belongs to several collectives");
  if (names->len == 1)
    *out_folder = g_build_filename (home, g_ptr_array_index (names, 0), NULL);

  return TRUE;
}

static char *
build_path (const char *home, const guint8 *collective)
{
  g_autofree char *name = far_hex (collective, FAR_HOME_NAME_LEN / 2);

  return g_build_filename (home, name, NULL);
}

char *
far_home_find_exact (const char *home, const guint8 collective[static FAR_ID_LEN])
{
  g_autofree char *name = far_hex (collective, FAR_HOME_NAME_LEN / 2);

  return is_collective (home, name) ? build_path (home, collective) : NULL;
}

/* ---- keys */

static void
derive_x25519 (const char *context,
               const guint8 *seed,
               guint8 out_secret[static FAR_KEY_LEN],
               guint8 out_public[static FAR_KEY_LEN])
{
  far_hash_bytes (context, seed, SEED_LEN, out_secret);
  crypto_scalarmult_curve25519_base (out_public, out_secret);
}

void
far_home_derive (FarIdentity *self,
                 const guint8 seed[static 32],
                 const guint8 collective[static FAR_ID_LEN])
{
  guint8 sign_seed[FAR_HASH_LEN];
  FarHash hash;

  far_hash_bytes (CONTEXT_SIGN, seed, SEED_LEN, sign_seed);
  far_sign_keypair (sign_seed, self->device, self->sign_secret);
  sodium_memzero (sign_seed, sizeof sign_seed);
  derive_x25519 (CONTEXT_NOISE, seed, self->noise_secret, self->noise);
  derive_x25519 (CONTEXT_SEAL, seed, self->seal_secret, self->seal);

  far_hash_init (&hash, FAR_CONTEXT_MEMBER, FAR_RECORD_ID_LEN);
  far_hash_update (&hash, collective, FAR_ID_LEN);
  far_hash_update (&hash, self->device, FAR_KEY_LEN);
  far_hash_finish (&hash, self->member, FAR_RECORD_ID_LEN);
}

static gboolean
load_seed (const char *folder, const char *name, guint8 seed[static SEED_LEN], GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) local = NULL;
  guint8 bytes[1 + SEED_LEN + 1];
  gsize len;
  gboolean good = FALSE;

  if (!far_file_load (path, bytes, sizeof bytes, &len, &local))
    {
      if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
        return far_sync_fail (error, FAR_SYNC_ERROR_STORE_DAMAGED, "the device's key is gone");
      g_propagate_error (error, g_steal_pointer (&local));
      return far_sync_error_translate (error, FAR_FROM_STORE);
    }

  if (len >= 1 && bytes[0] > KEY_VERSION)
    far_sync_fail (error, FAR_SYNC_ERROR_STORE_NEWER, "the device's key is of a newer version");
  else if (len != 1 + SEED_LEN || bytes[0] != KEY_VERSION)
    far_sync_fail (error, FAR_SYNC_ERROR_STORE_DAMAGED, "the device's key is damaged");
  else
    good = TRUE;

  if (good)
    memcpy (seed, bytes + 1, SEED_LEN);
  sodium_memzero (bytes, sizeof bytes);

  return good;
}

/* ---- opening */

/* A folder is named after the collective whose file it holds. */
static gboolean
is_at_home (const char *folder, FarStore *store)
{
  g_autofree char *name = g_path_get_basename (folder);
  g_autofree char *wanted = far_hex (far_store_peek_collective (store), FAR_HOME_NAME_LEN / 2);

  return strcmp (name, wanted) == 0;
}

/* Whether the key in the folder is the one that this log was begun with.  Another one would ask at
 * doors, and sign, as a machine that it is not. */
static gboolean
is_our_key (FarStore *store, const FarIdentity *me)
{
  g_autoptr (GBytes) kept = far_store_dup_meta (store, META_DEVICE);

  if (kept != NULL)
    return g_bytes_get_size (kept) == FAR_KEY_LEN &&
           memcmp (g_bytes_get_data (kept, NULL), me->device, FAR_KEY_LEN) == 0;

  /* made before that was noted: the log knows who was let in */
  return far_store_get_n_entries (store) == 0 ||
         far_governance_find_device (far_store_peek_governance (store), me->device) != NULL;
}

/* Returns: FALSE */
static gboolean
fail_disk (const char *path, int code, GError **error)
{
  switch (code)
    {
    case ENOSPC:
      return far_sync_fail (error, FAR_SYNC_ERROR_DISK_FULL, path);
    case EROFS:
    case EACCES:
    case EPERM:
      return far_sync_fail (error, FAR_SYNC_ERROR_READ_ONLY, path);
    default:
      g_set_error (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_DISK, "%s: %s", path, g_strerror (code));
      return FALSE;
    }
}

/* Returns: NULL with @error, which names the program that has it open */
static FarStore *
open_store (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, STORE_NAME, NULL);
  g_autofree char *holder = NULL;
  g_autoptr (GError) local = NULL;
  FarStore *store = far_store_open (path, NULL, FALSE, &local);

  if (store != NULL)
    return store;

  far_sync_error_translate (&local, FAR_FROM_STORE);
  if (g_error_matches (local, FAR_SYNC_ERROR, FAR_SYNC_ERROR_STORE_IN_USE))
    {
      holder = far_holder_describe (folder);
      far_sync_fail (error, FAR_SYNC_ERROR_STORE_IN_USE, holder);
    }
  /* SQLite opens it for reading then, and fails later in words of its own */
  else if (g_error_matches (local, FAR_SYNC_ERROR, FAR_SYNC_ERROR_DISK) &&
           g_access (path, R_OK | W_OK) != 0)
    fail_disk (path, errno, error);
  else
    g_propagate_error (error, g_steal_pointer (&local));

  return NULL;
}

/* The store has the next keys already: the file follows. */
static gboolean
take_next_key (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, KEY_NAME, NULL);
  g_autofree char *next = g_build_filename (folder, NEXT_KEY_NAME, NULL);

  if (g_rename (next, path) != 0)
    return fail_disk (path, errno, error);

  return far_file_sync_folder (folder, error) || far_sync_error_translate (error, FAR_FROM_STORE);
}

/* Keys were being changed when the program or the machine stopped. */
static void
end_renewal (const char *folder, FarStore *store, FarIdentity *me)
{
  g_autofree char *next = g_build_filename (folder, NEXT_KEY_NAME, NULL);
  g_autoptr (GError) error = NULL;
  guint8 seed[SEED_LEN];
  FarIdentity other;

  if (!g_file_test (next, G_FILE_TEST_EXISTS))
    return;

  if (is_our_key (store, me))
    g_unlink (next);
  else if (load_seed (folder, NEXT_KEY_NAME, seed, &error))
    {
      far_home_derive (&other, seed, far_store_peek_collective (store));
      if (is_our_key (store, &other) && take_next_key (folder, &error))
        *me = other;
      sodium_memzero (&other, sizeof other);
    }
  sodium_memzero (seed, sizeof seed);
  if (error != NULL)
    g_debug ("%s: %s", next, error->message);
}

FarStore *
far_home_open (const char *folder, FarIdentity *me, GError **error)
{
  guint8 seed[SEED_LEN];
  FarStore *store;

  if (!load_seed (folder, KEY_NAME, seed, error))
    return NULL;

  store = open_store (folder, error);
  if (store != NULL && !is_at_home (folder, store))
    {
      far_store_close (g_steal_pointer (&store));
      far_sync_fail (error, FAR_SYNC_ERROR_STORE_DAMAGED, "the file is another collective's");
    }
  if (store != NULL)
    {
      far_home_derive (me, seed, far_store_peek_collective (store));
      end_renewal (folder, store, me);
    }
  sodium_memzero (seed, sizeof seed);
  if (store != NULL && !is_our_key (store, me))
    {
      far_store_close (g_steal_pointer (&store));
      sodium_memzero (me, sizeof *me);
      far_sync_fail (error, FAR_SYNC_ERROR_STORE_KEY, "the device's key is another machine's");
    }
  if (store != NULL && !far_store_set_own (store, me->device, error))
    {
      far_store_close (g_steal_pointer (&store));
      far_sync_error_translate (error, FAR_FROM_STORE);
    }

  return store;
}

gboolean
far_home_is_meant (FarStore *store, const char *collective, GError **error)
{
  g_autofree char *id = far_hex (far_store_peek_collective (store), FAR_ID_LEN);

  if (collective == NULL || g_ascii_strncasecmp (id, collective, strlen (collective)) == 0)
    return TRUE;

  return far_sync_fail (error, FAR_SYNC_ERROR_NO_COLLECTIVE, "this home has no such collective");
}

/* ---- making */

static gboolean
write_seed (const char *folder, const char *name, const guint8 *seed, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  guint8 bytes[1 + SEED_LEN];
  gboolean good;

  bytes[0] = KEY_VERSION;
  memcpy (bytes + 1, seed, SEED_LEN);
  good = far_file_replace (path, bytes, sizeof bytes, error);
  sodium_memzero (bytes, sizeof bytes);

  return good || far_sync_error_translate (error, FAR_FROM_STORE);
}

gboolean
far_home_renew (const char *folder,
                FarStore *store,
                const guint8 seed[static 32],
                FarIdentity *me,
                GError **error)
{
  g_autofree char *path = NULL;
  g_autoptr (GBytes) key = NULL;
  guint8 next[SEED_LEN];
  FarIdentity renewed;
  gboolean good;

  /* of a commit that failed nobody can say that it will not be found on the disk: its keys stay the
   * next ones */
  path = g_build_filename (folder, NEXT_KEY_NAME, NULL);
  if (!g_file_test (path, G_FILE_TEST_EXISTS) && !write_seed (folder, NEXT_KEY_NAME, seed, error))
    return FALSE;
  if (!load_seed (folder, NEXT_KEY_NAME, next, error))
    return FALSE;

  far_home_derive (&renewed, next, far_store_peek_collective (store));
  sodium_memzero (next, sizeof next);
  memcpy (renewed.member, me->member, FAR_RECORD_ID_LEN);
  key = g_bytes_new (renewed.device, FAR_KEY_LEN);
  good = far_store_begin (store, error);
  if (good && far_store_set_meta (store, META_DEVICE, key, error) &&
      far_store_renew_own (store, renewed.device, error))
    good = far_store_commit (store, error);
  else if (good)
    {
      far_store_rollback (store);
      good = FALSE;
    }
  if (good)
    *me = renewed;
  sodium_memzero (&renewed, sizeof renewed);

  return good ? take_next_key (folder, error) : far_sync_error_translate (error, FAR_FROM_STORE);
}

char *
far_home_begin (const char *home, const guint8 seed[static 32], GError **error)
{
  g_autofree char *folder = g_build_filename (home, ".new-XXXXXX", NULL);

  if (g_mkdir_with_parents (home, 0700) != 0)
    {
      fail_disk (home, errno, error);
      return NULL;
    }
  if (g_mkdtemp_full (folder, 0700) == NULL)
    {
      fail_disk (folder, errno, error);
      return NULL;
    }
  if (!write_seed (folder, KEY_NAME, seed, error))
    {
      far_home_abandon (folder);
      return NULL;
    }

  return g_steal_pointer (&folder);
}

FarStore *
far_home_make_store (const char *folder,
                     const guint8 collective[static FAR_ID_LEN],
                     const guint8 device[static FAR_KEY_LEN],
                     GError **error)
{
  g_autofree char *path = g_build_filename (folder, STORE_NAME, NULL);
  g_autoptr (GBytes) key = g_bytes_new (device, FAR_KEY_LEN);
  FarStore *store = far_store_open (path, collective, TRUE, error);

  if (store != NULL && (!far_store_set_meta (store, META_DEVICE, key, error) ||
                        !far_store_set_own (store, device, error)))
    far_store_close (g_steal_pointer (&store));
  if (store == NULL)
    far_sync_error_translate (error, FAR_FROM_STORE);

  return store;
}

gboolean
far_home_put_store (const char *folder, GBytes *image, GError **error)
{
  g_autofree char *path = g_build_filename (folder, STORE_NAME, NULL);

  g_autoptr (GBytes) key = NULL;
  guint8 seed[SEED_LEN];
  FarIdentity me;
  FarStore *store;
  gboolean good;

  if (!far_file_replace (path, g_bytes_get_data (image, NULL), g_bytes_get_size (image), error))
    return far_sync_error_translate (error, FAR_FROM_STORE);
  if (!load_seed (folder, KEY_NAME, seed, error))
    return FALSE;

  store = open_store (folder, error);
  if (store != NULL)
    far_home_derive (&me, seed, far_store_peek_collective (store));
  sodium_memzero (seed, sizeof seed);
  if (store == NULL)
    return FALSE;

  key = g_bytes_new (me.device, FAR_KEY_LEN);
  good = far_store_set_meta (store, META_DEVICE, key, error);
  far_store_close (store);
  sodium_memzero (&me, sizeof me);

  return good || far_sync_error_translate (error, FAR_FROM_STORE);
}

char *
far_home_finish (const char *home,
                 const char *folder,
                 const guint8 collective[static FAR_ID_LEN],
                 GError **error)
{
  g_autofree char *path = build_path (home, collective);
  g_autofree char *above = g_path_get_dirname (home);

  if (!far_file_sync_folder (folder, error))
    {
      far_sync_error_translate (error, FAR_FROM_STORE);
      return NULL;
    }
  /* fails on a folder that is there and not empty */
  if (g_rename (folder, path) != 0)
    {
      fail_disk (path, errno, error);
      return NULL;
    }
  if (!far_file_sync_folder (home, error) || !far_file_sync_folder (above, error))
    {
      far_sync_error_translate (error, FAR_FROM_STORE);
      return NULL;
    }

  return g_steal_pointer (&path);
}

void
far_home_abandon (const char *folder)
{
  static const char *const names[] = {
    KEY_NAME,          NEXT_KEY_NAME,     FAR_HOLDER_NAME,      STORE_NAME,
    STORE_NAME "-wal", STORE_NAME "-shm", STORE_NAME "-journal"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      g_unlink (path);
    }
  if (g_rmdir (folder) != 0)
    g_debug ("%s stays: %s", folder, g_strerror (errno));
}

/* ---- setting aside */

char *
far_home_set_aside (const char *home, const char *folder, gint32 day, GError **error)
{
  g_autofree char *date = far_day_format (day);
  g_autofree char *path = g_strdup_printf ("%s-aside-%s", folder, date);

  for (guint n = 2; g_file_test (path, G_FILE_TEST_EXISTS); n++)
    {
      g_free (path);
      path = g_strdup_printf ("%s-aside-%s-%u", folder, date, n);
    }

  if (g_rename (folder, path) != 0)
    {
      fail_disk (path, errno, error);
      return NULL;
    }
  if (!far_file_sync_folder (home, error))
    {
      far_sync_error_translate (error, FAR_FROM_STORE);
      return NULL;
    }

  return g_steal_pointer (&path);
}
