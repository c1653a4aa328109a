/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-pass"

#include "far-pass.h"

#include <string.h>

#include "far-pure.h"

GBytes *
far_pass_encode (const FarPass *self)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();

  far_put_u8 (out, self->what);
  if (self->what == FAR_PASS_CARD)
    {
      far_put (out, self->device, FAR_KEY_LEN);
      far_put (out, self->card, self->card_len);
    }
  else if (self->what == FAR_PASS_LIST)
    far_put (out, self->devices, (gsize)self->n_devices * FAR_KEY_LEN);

  return g_byte_array_free_to_bytes (g_steal_pointer (&out));
}

static gboolean
read_card (FarPass *self, FarReader *reader)
{
  const guint8 *device = far_reader_bytes (reader, FAR_KEY_LEN);

  if (device == NULL)
    return FALSE;

  memcpy (self->device, device, FAR_KEY_LEN);
  self->card_len = far_reader_left (reader);
  self->card = far_reader_bytes (reader, self->card_len);

  return self->card_len > FAR_CARD_FIXED_LEN && self->card_len <= FAR_CARD_MAX;
}

static gboolean
read_list (FarPass *self, FarReader *reader)
{
  gsize len = far_reader_left (reader);

  if (len % FAR_KEY_LEN != 0 || len / FAR_KEY_LEN > FAR_PASS_LIST_MAX)
    return FALSE;

  self->n_devices = len / FAR_KEY_LEN;
  self->devices = (const guint8 (*)[FAR_KEY_LEN])far_reader_bytes (reader, len);
  for (guint i = 1; i < self->n_devices; i++)
    if (memcmp (self->devices[i - 1], self->devices[i], FAR_KEY_LEN) >= 0)
      return FALSE;

  return TRUE;
}

gboolean
far_pass_decode (FarPass *self, const guint8 *bytes, gsize len)
{
  FarReader reader = far_reader (bytes, len);
  FarPass pass = { .what = far_reader_u8 (&reader) };
  gboolean good = (pass.what == FAR_PASS_CARD && read_card (&pass, &reader)) ||
                  (pass.what == FAR_PASS_LIST && read_list (&pass, &reader)) ||
                  pass.what == FAR_PASS_ASK || pass.what == FAR_PASS_MAY_GO;

  memset (self, 0, sizeof *self);
  if (!good || !far_reader_done (&reader))
    return FALSE;

  *self = pass;

  return TRUE;
}
