/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A saved copy that was changed opens no more, and is refused as foreign data; one that was changed
 * before it was sealed is refused too, or is a store that is sound.
 *
 * An input is what is changed (u8: 0 the file; 1 its header, whose sum is made right again, as a
 * forger would; 2 what is sealed in it), what is cut (u16: so often 16 are cut from its end), and
 * changes: at u24, byte. */

#include "far-fuzz.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "far-backup.h"
#include "far-collective-facts.h"
#include "far-crypto.h"
#include "far-store-image.h"
#include "far-world.h"

#define PASSPHRASE "word"
#define COST_AT 8
#define SALT_AT 16
#define CHECK_AT 32
#define STREAM_AT 48
#define SUM_AT 72

static const FarBackupCost cheap = { 1, 8 };

/* Made once. */
typedef struct
{
  GBytes *image; /* owned */
  GBytes *whole; /* owned: the file that it is sealed in */
} Good;

static void
make_good (Good *out)
{
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  char *bytes;
  gsize len;
  FarWorld *world;
  FarStore *store;
  FarStoreImage *making;
  gboolean done = FALSE;

  world = far_world_new (1, 2);
  store = far_world_found (world, NULL);
  making = far_store_image_new (store, NULL);
  while (!done)
    g_assert_true (far_store_image_step (making, &done, NULL));
  out->image = far_store_image_finish (making, "returns-as", world->devices[0].member,
                                       FAR_RECORD_ID_LEN, NULL);
  far_store_image_free (making);
  far_store_close (store);
  far_world_free (world);

  folder = g_dir_make_tmp ("far-fuzz-XXXXXX", NULL);
  path = g_build_filename (folder, "copy", NULL);
  g_assert_true (far_backup_write (path, out->image, PASSPHRASE, &cheap, NULL, NULL));
  g_assert_true (g_file_get_contents (path, &bytes, &len, NULL));
  g_unlink (path);
  g_rmdir (folder);
  out->whole = g_bytes_new_take (bytes, len);
}

static const Good *
get_good (void)
{
  static Good good;

  if (good.whole == NULL)
    make_good (&good);

  return &good;
}

/* docs/formats.md, "Backup": what was changed, sealed under the passphrase as a program of ours
 * would. */
static GByteArray *
seal (const guint8 *image, gsize len)
{
  static const gsize chunk_len = 64 * 1024;
  GByteArray *out = g_byte_array_new ();
  crypto_secretstream_xchacha20poly1305_state state;
  guint8 keyed[FAR_KEY_LEN + CHECK_AT];
  guint8 key[FAR_KEY_LEN];
  gsize pos = 0;

  /* all but the chunks stays as it is, so the key does */
  far_put (out, g_bytes_get_data (get_good ()->whole, NULL), FAR_BACKUP_HEADER_LEN);
  g_assert_cmpint (crypto_pwhash (keyed, FAR_KEY_LEN, PASSPHRASE, strlen (PASSPHRASE),
                                  out->data + SALT_AT, cheap.n_passes,
                                  (gsize)cheap.memory_kib * 1024, crypto_pwhash_ALG_ARGON2ID13),
                   ==, 0);
  far_hash_bytes ("far1 save key", keyed, FAR_KEY_LEN, key);
  /* the header of a stream is public: who pulls with it, may push with it */
  g_assert_cmpint (crypto_secretstream_xchacha20poly1305_init_pull (&state, out->data + STREAM_AT,
                                                                    key),
                   ==, 0);
  do
    {
      gsize n = MIN (len - pos, chunk_len);
      gsize at = out->len;

      g_byte_array_set_size (out, at + n + crypto_secretstream_xchacha20poly1305_ABYTES);
      crypto_secretstream_xchacha20poly1305_push (
          &state, out->data + at, NULL, image + pos, n, pos == 0 ? out->data : NULL,
          pos == 0 ? FAR_BACKUP_HEADER_LEN : 0,
          pos + n < len ? 0 : crypto_secretstream_xchacha20poly1305_TAG_FINAL);
      pos += n;
    }
  while (pos < len);

  return out;
}

static void
mend_sum (guint8 *bytes)
{
  FarHash hash;

  far_hash_init (&hash, "far1 save sum", FAR_BACKUP_HEADER_LEN - SUM_AT);
  far_hash_update (&hash, bytes, SUM_AT);
  far_hash_finish (&hash, bytes + SUM_AT, FAR_BACKUP_HEADER_LEN - SUM_AT);
}

/* Returns: (transfer full): @good as the input changes it */
static GByteArray *
change (FarReader *input, GBytes *good)
{
  GByteArray *out = g_byte_array_new ();
  gsize n_cut = far_reader_u16 (input) * (gsize)16;
  gsize len = g_bytes_get_size (good);

  far_put (out, g_bytes_get_data (good, NULL), len);
  while (far_reader_left (input) >= 4)
    {
      gsize at = far_reader_u16 (input);

      at |= (gsize)far_reader_u8 (input) << 16;
      out->data[at % len] = far_reader_u8 (input);
    }
  g_byte_array_set_size (out, len - n_cut % len);

  return out;
}

static void
look_at (GBytes *image)
{
  g_autoptr (FarStore) store = far_store_open_image (image, NULL);
  guint8 digest[FAR_HASH_LEN];

  g_assert_nonnull (store);
  g_assert_true (far_collective_records_digest (store, digest, NULL));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
  const Good *good = get_good ();
  FarReader input = far_reader (data, len);
  guint what = far_reader_u8 (&input) % 3;
  g_autoptr (GByteArray) changed = change (&input, what == 2 ? good->image : good->whole);
  g_autoptr (GByteArray) sealed = what == 2 ? seal (changed->data, changed->len) : NULL;
  const GByteArray *file = sealed != NULL ? sealed : changed;
  g_autofree guint8 *copy = NULL;
  g_autoptr (GBytes) image = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_whole;

  /* what a guess costs is bounded, and still too much for a search */
  if (what == 1 && changed->len >= FAR_BACKUP_HEADER_LEN)
    {
      far_set_u32 (changed->data + COST_AT, cheap.n_passes);
      far_set_u32 (changed->data + COST_AT + 4, cheap.memory_kib);
      mend_sum (changed->data);
    }

  /* of exactly its size, so that a sanitizer sees the first byte too far */
  copy = g_memdup2 (file->data, file->len);
  is_whole = file->len == g_bytes_get_size (good->whole) &&
             memcmp (copy, g_bytes_get_data (good->whole, NULL), file->len) == 0;
  image = far_backup_open (copy, file->len, PASSPHRASE, &error);
  if (what != 2)
    g_assert_true ((image != NULL) == is_whole);
  if (image == NULL)
    g_assert_cmpint (far_sync_error_get_blame (error), ==, FAR_BLAME_FOREIGN);
  else
    look_at (image);

  return 0;
}

void
far_fuzz_seed (GRand *rand, GByteArray *out)
{
  guint what = g_rand_int_range (rand, 0, 3);
  guint n = g_rand_int_range (rand, 0, 6);
  gsize len = g_bytes_get_size (what == 2 ? get_good ()->image : get_good ()->whole);

  far_put_u8 (out, what);
  far_put_u16 (out, g_rand_int_range (rand, 0, 6) == 0 ? g_rand_int_range (rand, 0, 4096) : 0);
  for (guint i = 0; i < n; i++)
    {
      guint at = g_rand_int_range (rand, 0, what == 1 ? FAR_BACKUP_HEADER_LEN : (gint32)len);

      far_put_u16 (out, at & 0xffff);
      far_put_u8 (out, at >> 16);
      far_put_u8 (out, g_rand_int_range (rand, 0, 256));
    }
}
