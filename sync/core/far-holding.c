/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-holding.h"

#include <string.h>

#include "far-pure.h"

G_STATIC_ASSERT (FAR_HOLDING_ID_LEN == FAR_HOLDING_PREFIX_LEN);

void
far_holding_clear (FarHolding *self)
{
  g_clear_pointer (&self->rows, g_array_unref);
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  return memcmp (((const FarHoldingRow *)a)->device, ((const FarHoldingRow *)b)->device,
                 FAR_HOLDING_PREFIX_LEN);
}

/* What is signed. */
static void
hash_holding (const guint8 *collective, const guint8 *bytes, gsize len, guint8 *out)
{
  FarHash hash;

  far_hash_init (&hash, FAR_CONTEXT_HOLDING, FAR_HASH_LEN);
  far_hash_update (&hash, collective, FAR_ID_LEN);
  far_hash_update (&hash, bytes, len);
  far_hash_finish (&hash, out, FAR_HASH_LEN);
}

/* @rows: sorted */
static void
drop_alike (GArray *rows)
{
  guint kept = 0;

  for (guint i = 0, next; i < rows->len; i = next)
    {
      const FarHoldingRow *row = &g_array_index (rows, FarHoldingRow, i);

      for (next = i + 1;
           next < rows->len && compare_rows (row, &g_array_index (rows, FarHoldingRow, next)) == 0;)
        next++;
      if (next == i + 1)
        g_array_index (rows, FarHoldingRow, kept++) = *row;
    }
  g_array_set_size (rows, kept);
}

GBytes *
far_holding_sign (const guint8 collective[static FAR_ID_LEN],
                  const guint8 device[static FAR_KEY_LEN],
                  const guint8 sign_secret[static 64],
                  guint64 time_ms,
                  GArray *rows)
{
  GByteArray *out = g_byte_array_new ();
  guint8 hash[FAR_HASH_LEN];
  guint8 sig[FAR_SIG_LEN];

  g_array_sort (rows, compare_rows);
  drop_alike (rows);

  far_put (out, device, FAR_KEY_LEN);
  far_put_u64 (out, time_ms);
  far_put_varint (out, rows->len);
  for (guint i = 0; i < rows->len; i++)
    {
      const FarHoldingRow *row = &g_array_index (rows, FarHoldingRow, i);

      far_put (out, row->device, FAR_HOLDING_PREFIX_LEN);
      far_put_varint (out, row->seq);
    }
  hash_holding (collective, out->data, out->len, hash);
  far_sign (sign_secret, hash, sizeof hash, sig);
  far_put (out, sig, FAR_SIG_LEN);

  return g_byte_array_free_to_bytes (out);
}

static gboolean
read_rows (FarReader *reader, GArray *rows)
{
  guint64 n = far_reader_varint (reader);

  if (reader->failed || n > FAR_HOLDING_ROWS_MAX)
    return FALSE;

  for (guint64 i = 0; i < n; i++)
    {
      const guint8 *device = far_reader_bytes (reader, FAR_HOLDING_PREFIX_LEN);
      guint64 seq = far_reader_varint (reader);
      FarHoldingRow row;

      if (reader->failed || seq < 1 || seq > G_MAXUINT32)
        return FALSE;
      memcpy (row.device, device, FAR_HOLDING_PREFIX_LEN);
      row.seq = seq;
      if (i > 0 && compare_rows (&g_array_index (rows, FarHoldingRow, i - 1), &row) >= 0)
        return FALSE;
      g_array_append_val (rows, row);
    }

  return TRUE;
}

gboolean
far_holding_read (const guint8 *bytes, gsize len, FarHolding *out)
{
  FarReader reader = far_reader (bytes, len);

  out->device = far_reader_bytes (&reader, FAR_KEY_LEN);
  out->time_ms = far_reader_u64 (&reader);
  out->rows = g_array_new (FALSE, FALSE, sizeof (FarHoldingRow));
  if (read_rows (&reader, out->rows) && far_reader_bytes (&reader, FAR_SIG_LEN) != NULL &&
      far_reader_done (&reader))
    return TRUE;

  far_holding_clear (out);

  return FALSE;
}

gboolean
far_holding_verify (const guint8 collective[static FAR_ID_LEN], const guint8 *bytes, gsize len)
{
  gsize signed_len = len - FAR_SIG_LEN;
  guint8 hash[FAR_HASH_LEN];

  hash_holding (collective, bytes, signed_len, hash);

  return far_verify (bytes, FALSE, hash, sizeof hash, bytes + signed_len);
}

void
far_holding_id (const guint8 *bytes, gsize len, guint8 out[static FAR_HOLDING_ID_LEN])
{
  guint8 hash[FAR_HASH_LEN];

  far_hash_bytes (FAR_CONTEXT_HOLDING, bytes, len, hash);
  memcpy (out, hash, FAR_HOLDING_ID_LEN);
}

gboolean
far_holding_id_equal (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, FAR_HOLDING_ID_LEN) == 0;
}
