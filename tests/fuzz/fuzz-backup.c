/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A saved copy that was changed opens no more, and is refused as foreign data.  The first byte of
 * an input says whether the header's sum is made right again, as a forger would. */

#include "far-fuzz.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "far-backup.h"
#include "far-crypto.h"
#include "far-store-image.h"
#include "far-world.h"

#define PASSPHRASE "word"
#define SUM_AT 72
#define COST_AT 8

static const FarBackupCost cheap = { 1, 8 };

/* Made once: a whole file.  Returns: (transfer none) */
static GBytes *
peek_whole (void)
{
  static GBytes *whole;
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  char *bytes;
  gsize len;
  FarWorld *world;
  FarStore *store;
  FarStoreImage *making;
  g_autoptr (GBytes) image = NULL;
  gboolean done = FALSE;

  if (whole != NULL)
    return whole;

  world = far_world_new (1, 2);
  store = far_world_found (world, NULL);
  making = far_store_image_new (store, NULL);
  while (!done)
    g_assert_true (far_store_image_step (making, &done, NULL));
  image = far_store_image_finish (making, "returns-as", world->devices[0].member, FAR_RECORD_ID_LEN,
                                  NULL);
  far_store_image_free (making);
  far_store_close (store);
  far_world_free (world);

  folder = g_dir_make_tmp ("far-fuzz-XXXXXX", NULL);
  path = g_build_filename (folder, "copy", NULL);
  g_assert_true (far_backup_write (path, image, PASSPHRASE, &cheap, NULL, NULL));
  g_assert_true (g_file_get_contents (path, &bytes, &len, NULL));
  g_unlink (path);
  g_rmdir (folder);
  whole = g_bytes_new_take (bytes, len);

  return whole;
}

static void
mend_sum (guint8 *bytes)
{
  FarHash hash;

  far_hash_init (&hash, "far1 save sum", FAR_BACKUP_HEADER_LEN - SUM_AT);
  far_hash_update (&hash, bytes, SUM_AT);
  far_hash_finish (&hash, bytes + SUM_AT, FAR_BACKUP_HEADER_LEN - SUM_AT);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
  GBytes *whole = peek_whole ();
  g_autofree guint8 *copy = NULL;
  g_autoptr (GBytes) image = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_whole;

  if (len == 0)
    return 0;

  copy = g_memdup2 (data + 1, len - 1);
  len--;
  if ((data[0] & 1) != 0 && len >= FAR_BACKUP_HEADER_LEN)
    {
      /* what a guess costs is bounded, and still too much for a search */
      far_set_u32 (copy + COST_AT, cheap.n_passes);
      far_set_u32 (copy + COST_AT + 4, cheap.memory_kib);
      mend_sum (copy);
    }
  else if (len >= FAR_BACKUP_HEADER_LEN &&
           memcmp (copy + COST_AT, (const guint8 *)g_bytes_get_data (whole, NULL) + COST_AT, 8) !=
               0)
    return 0;

  is_whole =
      len == g_bytes_get_size (whole) && memcmp (copy, g_bytes_get_data (whole, NULL), len) == 0;
  image = far_backup_open (copy, len, PASSPHRASE, &error);
  g_assert_true ((image != NULL) == is_whole);
  if (image == NULL)
    g_assert_cmpint (far_sync_error_get_blame (error), ==, FAR_BLAME_FOREIGN);

  return 0;
}

void
far_fuzz_seed (GRand *rand, GByteArray *out)
{
  guint8 mends = g_rand_int_range (rand, 0, 2);
  GBytes *whole = peek_whole ();

  g_byte_array_append (out, &mends, 1);
  g_byte_array_append (out, g_bytes_get_data (whole, NULL), g_bytes_get_size (whole));
}
