/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-engine"

#include "far-backup.h"

#include <string.h>
#include <unistd.h>

#include "far-crypto.h"
#include "far-file.h"
#include "far-store-image.h"
#include "far-sync-error.h"

#define MAGIC "FARSAVE"
#define MAGIC_LEN 7
#define VERSION 1
#define SUM_LEN 16
#define CHECK_AT 32
#define STREAM_AT 48
#define SUM_AT 72
#define CHUNK_LEN (64 * 1024)
#define SEALED_LEN (CHUNK_LEN + crypto_secretstream_xchacha20poly1305_ABYTES)
#define FILE_BYTES_MAX \
  (FAR_BACKUP_HEADER_LEN + (FAR_BACKUP_BYTES_MAX / CHUNK_LEN + 1) * (gint64)SEALED_LEN)

#define CONTEXT_CHECK "far1 save check"
#define CONTEXT_STREAM "far1 save key"
#define CONTEXT_SUM "far1 save sum"

G_STATIC_ASSERT (SUM_AT + SUM_LEN == FAR_BACKUP_HEADER_LEN);
G_STATIC_ASSERT (STREAM_AT + crypto_secretstream_xchacha20poly1305_HEADERBYTES == SUM_AT);
G_STATIC_ASSERT (crypto_pwhash_SALTBYTES == 16);

typedef struct
{
  FarBackupCost cost;
  guint8 salt[crypto_pwhash_SALTBYTES];
  guint8 check[SUM_LEN];
  guint8 stream[crypto_secretstream_xchacha20poly1305_HEADERBYTES];
} Header;

typedef struct
{
  guint8 check[SUM_LEN];
  guint8 stream[FAR_HASH_LEN];
} Keys;

const FarBackupCost far_backup_cost = { crypto_pwhash_OPSLIMIT_MODERATE,
                                        crypto_pwhash_MEMLIMIT_MODERATE / 1024 };

/* ---- the header */

static void
hash_short (const char *context, const guint8 *bytes, gsize len, guint8 out[static SUM_LEN])
{
  FarHash hash;

  far_hash_init (&hash, context, SUM_LEN);
  far_hash_update (&hash, bytes, len);
  far_hash_finish (&hash, out, SUM_LEN);
}

/* All that comes before the check. */
static void
encode_cost (const Header *header, guint8 out[static CHECK_AT])
{
  memcpy (out, MAGIC, MAGIC_LEN);
  out[MAGIC_LEN] = VERSION;
  far_set_u32 (out + 8, header->cost.n_passes);
  far_set_u32 (out + 12, header->cost.memory_kib);
  memcpy (out + 16, header->salt, sizeof header->salt);
}

static void
encode_header (const Header *header, guint8 out[static FAR_BACKUP_HEADER_LEN])
{
  encode_cost (header, out);
  memcpy (out + CHECK_AT, header->check, SUM_LEN);
  memcpy (out + STREAM_AT, header->stream, sizeof header->stream);
  hash_short (CONTEXT_SUM, out, SUM_AT, out + SUM_AT);
}

static gboolean
is_fair_cost (const FarBackupCost *cost)
{
  return cost->n_passes >= 1 && cost->n_passes <= FAR_BACKUP_PASSES_MAX &&
         cost->memory_kib >= crypto_pwhash_MEMLIMIT_MIN / 1024 &&
         cost->memory_kib <= FAR_BACKUP_MEMORY_KIB_MAX;
}

/* A later version may change all but the magic, the version, and the sum over everything before it
 * in the last bytes of the same length: so damage never looks like a newer one. */
static gboolean
decode_header (Header *out, const guint8 *bytes, gsize len, GError **error)
{
  FarReader reader = far_reader (bytes, MIN (len, FAR_BACKUP_HEADER_LEN));
  const guint8 *magic = far_reader_bytes (&reader, MAGIC_LEN);
  guint8 sum[SUM_LEN];
  guint8 version;

  if (magic == NULL || memcmp (magic, MAGIC, MAGIC_LEN) != 0)
    return far_sync_fail (error, FAR_SYNC_ERROR_BACKUP_FOREIGN, "the file is no saved copy");
  if (len < FAR_BACKUP_HEADER_LEN)
    return far_sync_fail (error, FAR_SYNC_ERROR_BACKUP_DAMAGED, "the file ends in its header");

  hash_short (CONTEXT_SUM, bytes, SUM_AT, sum);
  if (memcmp (sum, bytes + SUM_AT, SUM_LEN) != 0)
    return far_sync_fail (error, FAR_SYNC_ERROR_BACKUP_DAMAGED, "a byte of the header is wrong");

  version = far_reader_u8 (&reader);
  if (version > VERSION)
    return far_sync_fail (error, FAR_SYNC_ERROR_BACKUP_NEWER, "a saved copy of a newer version");

  out->cost.n_passes = far_reader_u32 (&reader);
  out->cost.memory_kib = far_reader_u32 (&reader);
  memcpy (out->salt, far_reader_bytes (&reader, sizeof out->salt), sizeof out->salt);
  memcpy (out->check, far_reader_bytes (&reader, SUM_LEN), SUM_LEN);
  memcpy (out->stream, far_reader_bytes (&reader, sizeof out->stream), sizeof out->stream);
  if (version != VERSION || !is_fair_cost (&out->cost))
    return far_sync_fail (error, FAR_SYNC_ERROR_BACKUP_DAMAGED, "the header says what cannot be");

  return TRUE;
}

/* ---- the key */

/* What is typed on two machines may be the same letters in other bytes.  Returns: (transfer full):
 * secret, NULL with @error */
static char *
dup_passphrase (const char *passphrase, GError **error)
{
  char *composed = g_utf8_normalize (passphrase, -1, G_NORMALIZE_NFC);

  if (composed == NULL)
    far_sync_fail (error, FAR_SYNC_ERROR_TEXT_INVALID, "the passphrase is not UTF-8");
  else if (*composed == '\0')
    far_sync_fail (error, FAR_SYNC_ERROR_PASSPHRASE_EMPTY, "the passphrase is empty");
  else if (strlen (composed) > FAR_PASSPHRASE_MAX)
    far_sync_fail (error, FAR_SYNC_ERROR_TEXT_INVALID, "the passphrase is too long");
  else
    return composed;

  if (composed != NULL)
    sodium_memzero (composed, strlen (composed));
  g_free (composed);

  return NULL;
}

static gboolean
derive_keys (const Header *header, const char *passphrase, Keys *out, GError **error)
{
  guint8 keyed[FAR_HASH_LEN + CHECK_AT];
  char *composed = dup_passphrase (passphrase, error);
  int code;

  if (composed == NULL)
    return FALSE;

  code = crypto_pwhash (keyed, FAR_HASH_LEN, composed, strlen (composed), header->salt,
                        header->cost.n_passes, (gsize)header->cost.memory_kib * 1024,
                        crypto_pwhash_ALG_ARGON2ID13);
  sodium_memzero (composed, strlen (composed));
  g_free (composed);
  if (code != 0)
    return far_sync_fail (error, FAR_SYNC_ERROR_DISK, "not enough memory for the key");

  encode_cost (header, keyed + FAR_HASH_LEN);
  hash_short (CONTEXT_CHECK, keyed, sizeof keyed, out->check);
  far_hash_bytes (CONTEXT_STREAM, keyed, FAR_HASH_LEN, out->stream);
  sodium_memzero (keyed, sizeof keyed);

  return TRUE;
}

/* ---- what is in it */

/* Whether an image is a whole store.  Fails with @damaged, or as newer. */
static gboolean
check_image (GBytes *image, FarSyncError damaged, GError **error)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) local = NULL;
  g_autoptr (FarStore) store = far_store_open_image (image, &local);

  if (g_error_matches (local, FAR_STORE_ERROR, FAR_STORE_ERROR_NEWER))
    return far_sync_fail (error, FAR_SYNC_ERROR_BACKUP_NEWER, local->message);
  if (store == NULL || !far_store_check (store, TRUE, problems, &local))
    return far_sync_fail (error, damaged, local->message);
  if (problems->len > 0)
    return far_sync_fail (error, damaged, g_ptr_array_index (problems, 0));
  if (far_store_get_n_entries (store) == 0)
    return far_sync_fail (error, damaged, "nothing is in it");

  return TRUE;
}

/* ---- opening */

/* @plain: takes all; secret while it is not known to be whole */
static gboolean
open_chunks (const Header *header,
             const Keys *keys,
             const guint8 *bytes,
             gsize len,
             GCancellable *cancellable,
             GByteArray *plain,
             GError **error)
{
  crypto_secretstream_xchacha20poly1305_state state;
  gsize pos = FAR_BACKUP_HEADER_LEN;
  guint8 tag = 0;
  gboolean good =
      crypto_secretstream_xchacha20poly1305_init_pull (&state, header->stream, keys->stream) == 0;

  while (good && pos < len)
    {
      gsize n = MIN (len - pos, SEALED_LEN);
      gboolean is_first = pos == FAR_BACKUP_HEADER_LEN;
      gsize at = plain->len;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        break;
      /* one that was the last is followed by nothing */
      good = tag == 0 && n >= crypto_secretstream_xchacha20poly1305_ABYTES;
      if (!good)
        break;

      g_byte_array_set_size (plain, at + n - crypto_secretstream_xchacha20poly1305_ABYTES);
      good = crypto_secretstream_xchacha20poly1305_pull (&state, plain->data + at, NULL, &tag,
                                                         bytes + pos, n, is_first ? bytes : NULL,
                                                         is_first ? FAR_BACKUP_HEADER_LEN : 0) == 0;
      pos += n;
    }
  sodium_memzero (&state, sizeof state);

  if (good && pos < len)
    return FALSE;
  if (!good || tag != crypto_secretstream_xchacha20poly1305_TAG_FINAL)
    return far_sync_fail (error, FAR_SYNC_ERROR_BACKUP_DAMAGED,
                          "the file is cut, or a byte of it is wrong");

  return TRUE;
}

/* Returns: (transfer full): what was sealed, NULL with @error */
static GBytes *
open_bytes (const guint8 *bytes,
            gsize len,
            const char *passphrase,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (GByteArray) plain = NULL;
  Header header;
  Keys keys;
  gboolean good;

  if (!decode_header (&header, bytes, len, error) ||
      !derive_keys (&header, passphrase, &keys, error))
    return NULL;

  /* found out by itself, so that damage is not taken for a slip of the finger */
  if (sodium_memcmp (keys.check, header.check, SUM_LEN) != 0)
    {
      sodium_memzero (&keys, sizeof keys);
      far_sync_fail (error, FAR_SYNC_ERROR_BACKUP_PASSPHRASE, "the passphrase is another one");
      return NULL;
    }

  plain = g_byte_array_sized_new (len);
  good = open_chunks (&header, &keys, bytes, len, cancellable, plain, error);
  sodium_memzero (&keys, sizeof keys);

  return good ? g_byte_array_free_to_bytes (g_steal_pointer (&plain)) : NULL;
}

GBytes *
far_backup_open (const guint8 *bytes, gsize len, const char *passphrase, GError **error)
{
  g_autoptr (GBytes) image = open_bytes (bytes, len, passphrase, NULL, error);

  if (image == NULL || !check_image (image, FAR_SYNC_ERROR_BACKUP_DAMAGED, error))
    return NULL;

  return g_steal_pointer (&image);
}

/* Returns: (transfer full): a whole file, NULL with @error */
static GBytes *
load_file (const char *path, GError **error)
{
  goffset len;
  g_autofree guint8 *bytes = NULL;
  gssize n;
  int fd = far_file_open (path, &len, error);

  if (fd < 0)
    {
      far_sync_error_translate (error, FAR_FROM_FILE);
      return NULL;
    }
  if (len > FILE_BYTES_MAX)
    {
      close (fd);
      far_sync_fail (error, FAR_SYNC_ERROR_BACKUP_FOREIGN, "longer than any saved copy");
      return NULL;
    }

  bytes = g_malloc (len + 1);
  n = far_file_read (fd, bytes, len + 1, path, error);
  close (fd);
  if (n < 0)
    {
      far_sync_error_translate (error, FAR_FROM_FILE);
      return NULL;
    }

  return g_bytes_new_take (g_steal_pointer (&bytes), n);
}

GBytes *
far_backup_read (const char *path,
                 const char *passphrase,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (GBytes) file = load_file (path, error);
  g_autoptr (GBytes) image = NULL;

  if (file == NULL)
    return NULL;

  image = open_bytes (g_bytes_get_data (file, NULL), g_bytes_get_size (file), passphrase,
                      cancellable, error);
  if (image == NULL || !check_image (image, FAR_SYNC_ERROR_BACKUP_DAMAGED, error))
    return NULL;

  return g_steal_pointer (&image);
}

/* ---- writing */

static gboolean
write_chunks (FarFile *file,
              crypto_secretstream_xchacha20poly1305_state *state,
              const guint8 header[static FAR_BACKUP_HEADER_LEN],
              GBytes *image,
              GCancellable *cancellable,
              GError **error)
{
  g_autofree guint8 *sealed = g_malloc (SEALED_LEN);
  gsize len;
  const guint8 *bytes = g_bytes_get_data (image, &len);

  for (gsize pos = 0; pos < len; pos += CHUNK_LEN)
    {
      gsize n = MIN (len - pos, CHUNK_LEN);
      guint8 tag = pos + n < len ? 0 : crypto_secretstream_xchacha20poly1305_TAG_FINAL;
      unsigned long long n_sealed;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      crypto_secretstream_xchacha20poly1305_push (state, sealed, &n_sealed, bytes + pos, n,
                                                  pos == 0 ? header : NULL,
                                                  pos == 0 ? FAR_BACKUP_HEADER_LEN : 0, tag);
      if (!far_file_write (file, sealed, n_sealed, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
write_file (FarFile *file,
            GBytes *image,
            const char *passphrase,
            const FarBackupCost *cost,
            GCancellable *cancellable,
            GError **error)
{
  crypto_secretstream_xchacha20poly1305_state state;
  guint8 encoded[FAR_BACKUP_HEADER_LEN];
  Header header = { .cost = *cost };
  Keys keys;
  gboolean good;

  randombytes_buf (header.salt, sizeof header.salt);
  if (!derive_keys (&header, passphrase, &keys, error))
    return FALSE;

  memcpy (header.check, keys.check, SUM_LEN);
  crypto_secretstream_xchacha20poly1305_init_push (&state, header.stream, keys.stream);
  encode_header (&header, encoded);
  good = far_file_write (file, encoded, sizeof encoded, error) &&
         write_chunks (file, &state, encoded, image, cancellable, error) &&
         far_file_flush (file, error);
  sodium_memzero (&state, sizeof state);
  sodium_memzero (&keys, sizeof keys);

  return good || far_sync_error_translate (error, FAR_FROM_FILE);
}

gboolean
far_backup_write (const char *path,
                  GBytes *image,
                  const char *passphrase,
                  const FarBackupCost *cost,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (FarFile) file = NULL;
  g_autoptr (GBytes) written = NULL;

  if (g_bytes_get_size (image) > FAR_BACKUP_BYTES_MAX)
    return far_sync_fail (error, FAR_SYNC_ERROR_BACKUP_LARGE, "more than a saved copy can hold");
  if (!check_image (image, FAR_SYNC_ERROR_STORE_DAMAGED, error))
    return FALSE;

  file = far_file_new (path, error);
  if (file == NULL)
    return far_sync_error_translate (error, FAR_FROM_FILE);
  if (!write_file (file, image, passphrase, cost, cancellable, error))
    return FALSE;

  /* what the disk gives back, and not what we meant to write */
  written = far_backup_read (far_file_peek_temporary (file), passphrase, cancellable, error);
  if (written == NULL)
    return FALSE;
  if (!g_bytes_equal (written, image))
    return far_sync_fail (error, FAR_SYNC_ERROR_DISK, "the disk gives back other bytes");

  return far_file_commit (file, error) || far_sync_error_translate (error, FAR_FROM_FILE);
}
