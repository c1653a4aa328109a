/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A damaged log.db, of this version or an older one, or a damaged file beside it, opens right or is
 * refused with a reason; whatever is in it, it can be looked at, checked and closed again.
 *
 * An input is 0 for the database or 1 for its WAL, 2 or 3 for a database of version 1 or 2 by
 * itself, what is cut (u16: so often 16 are cut from its end), and changes: at u24, byte. */

#include "far-fuzz.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "far-collective-facts.h"
#include "far-liar.h"

static const char *const endings[] = { "", "-wal" };
static const char *const versions[] = { "v1.db.gz", "v2.db.gz" };

#define N_FILES (G_N_ELEMENTS (endings) + G_N_ELEMENTS (versions))

/* What is damaged: the files of a store that was not closed, as a crash leaves them. */
typedef struct
{
  char *folder; /* owned */
  char *path;   /* owned */
  guint8 collective[FAR_ID_LEN];
  GBytes *files[N_FILES]; /* owned */
} Good;

static Good good;

static void
remove_files (void)
{
  static const char *const all[] = { "", "-wal", "-shm", "-journal", ".v1", ".v2" };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      g_autofree char *path = g_strconcat (good.path, all[i], NULL);

      g_unlink (path);
    }
}

static void
remove_folder (void)
{
  remove_files ();
  g_rmdir (good.folder);
}

static GBytes *
read_file (const char *ending)
{
  g_autofree char *path = g_strconcat (good.path, ending, NULL);
  char *bytes;
  gsize len;

  g_assert_true (g_file_get_contents (path, &bytes, &len, NULL));

  return g_bytes_new_take (bytes, len);
}

/* Returns: (transfer full): a database that is kept of an older version */
static GBytes *
read_golden (const char *name)
{
  g_autofree char *path = g_build_filename (FAR_FUZZ_GOLDEN, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GInputStream) packed = G_INPUT_STREAM (g_file_read (file, NULL, NULL));
  g_autoptr (GConverter) unpack =
                 G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GOutputStream) to = g_memory_output_stream_new_resizable ();

  g_assert_nonnull (packed);
  stream = g_converter_input_stream_new (packed, unpack);
  g_assert_cmpint (g_output_stream_splice (to, stream, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL,
                                           NULL),
                   >, 0);

  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (to));
}

static void
make_good (void)
{
  static const guint8 rota[FAR_RECORD_ID_LEN] = "a rota of a test";
  FarWorld *world = far_world_new (5, 2);
  FarStore *store;

  good.folder = g_dir_make_tmp ("far-fuzz-XXXXXX", NULL);
  g_assert_nonnull (good.folder);
  good.path = g_build_filename (good.folder, "log.db", NULL);
  atexit (remove_folder);

  store = far_world_found (world, good.path);
  far_world_admit_all (world, store);
  memcpy (good.collective, world->collective, FAR_ID_LEN);
  far_store_close (store);

  store = far_store_open (good.path, good.collective, FALSE, NULL);
  g_assert_nonnull (store);
  g_assert_true (far_store_begin (store, NULL));
  for (guint i = 0; i < 6; i++)
    far_world_take (world, store, i % 2, rota, 20840 + i, NULL, NULL, 0);
  g_assert_true (far_store_commit (store, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    good.files[i] = read_file (endings[i]);
  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    good.files[G_N_ELEMENTS (endings) + i] = read_golden (versions[i]);
  far_store_close (store);
  far_world_free (world);
}

/* Returns: which of them is damaged */
static guint
write_files (FarReader *input)
{
  guint which = far_reader_u8 (input) % N_FILES;
  gsize n_cut = far_reader_u16 (input) * (gsize)16;
  gboolean is_old = which >= G_N_ELEMENTS (endings);

  remove_files ();
  for (guint i = is_old ? which : 0; i < (is_old ? which + 1 : G_N_ELEMENTS (endings)); i++)
    {
      g_autofree char *path = g_strconcat (good.path, is_old ? "" : endings[i], NULL);
      gsize len;
      const guint8 *bytes = g_bytes_get_data (good.files[i], &len);
      g_autofree guint8 *copy = g_memdup2 (bytes, len);
      FILE *file;

      if (i == which)
        {
          while (far_reader_left (input) >= 4)
            {
              gsize at = far_reader_u16 (input);

              at |= (gsize)far_reader_u8 (input) << 16;
              copy[at % len] = far_reader_u8 (input);
            }
          len -= n_cut % len;
        }
      file = g_fopen (path, "wb");
      g_assert_nonnull (file);
      g_assert_cmpuint (fwrite (copy, 1, len, file), ==, len);
      fclose (file);
    }

  return which;
}

/* All that a program looks at.  Each may fail, and none may do more than that. */
static void
look_at (FarStore *store)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) members = NULL;
  g_autoptr (GPtrArray) rotas = NULL;
  g_autoptr (GPtrArray) outings = NULL;
  g_autoptr (GPtrArray) proposals = NULL;
  g_autoptr (GPtrArray) suggestions = NULL;
  g_autoptr (FarSuccession) succession = NULL;
  static const guint8 nobody[FAR_RECORD_ID_LEN];
  guint8 digest[FAR_HASH_LEN];

  far_store_digest (store, digest);
  far_store_peek_governance (store);
  if (!far_collective_records_digest (store, digest, NULL))
    memset (digest, 0, sizeof digest);
  members = far_collective_members (store, NULL);
  rotas = far_collective_rotas (store, NULL);
  if (rotas != NULL)
    outings = far_collective_outings (store, rotas, nobody, 20833, 21, NULL);
  proposals = far_collective_proposals (store, nobody, NULL);
  suggestions = far_collective_suggestions (store, 20840, NULL);
  succession = far_collective_succession (store, nobody, 20840, NULL);
  far_store_check (store, TRUE, problems, NULL);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
  FarReader input = far_reader (data, len);
  g_autoptr (GError) error = NULL;
  FarStore *store;
  const guint8 *collective;

  if (good.path == NULL)
    make_good ();
  collective = write_files (&input) < G_N_ELEMENTS (endings) ? good.collective : NULL;

  store = far_store_open (good.path, collective, FALSE, &error);
  if (store == NULL)
    {
      g_assert_true (error->domain == FAR_STORE_ERROR);
      g_assert_cmpstr (error->message, !=, "");
      return 0;
    }

  g_assert_no_error (error);
  if (collective != NULL)
    g_assert_cmpmem (far_store_peek_collective (store), FAR_ID_LEN, collective, FAR_ID_LEN);
  look_at (store);
  far_store_close (store);

  return 0;
}

/* -- inputs that are good enough */

void
far_fuzz_seed (GRand *rand, GByteArray *out)
{
  guint which = g_rand_int_range (rand, 0, N_FILES);
  guint n = g_rand_int_range (rand, 0, 6);

  if (good.path == NULL)
    make_good ();
  far_put_u8 (out, which);
  far_put_u16 (out, g_rand_int_range (rand, 0, 4) == 0 ? g_rand_int_range (rand, 0, 4096) : 0);
  for (guint i = 0; i < n; i++)
    {
      guint at = g_rand_int_range (rand, 0, g_bytes_get_size (good.files[which]));

      far_put_u16 (out, at & 0xffff);
      far_put_u8 (out, at >> 16);
      far_put_u8 (out, g_rand_int_range (rand, 0, 256));
    }
}
