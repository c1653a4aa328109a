/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-door.h"

#include <string.h>

#include "far-payload.h"

GBytes *
far_request_encode (const FarNewcomer *newcomer,
                    const guint8 invite_secret[static FAR_INVITE_SECRET_LEN],
                    const guint8 device_secret[static 64],
                    const char *name)
{
  GByteArray *out = g_byte_array_new ();
  gsize len = strlen (name);
  guint8 proof[FAR_SIG_LEN];

  far_put_u8 (out, FAR_DOOR_VERSION);
  far_put (out, newcomer->entry, FAR_ID_LEN);
  far_put (out, newcomer->device, FAR_KEY_LEN);
  far_put (out, newcomer->noise, FAR_KEY_LEN);
  far_put (out, newcomer->seal, FAR_KEY_LEN);
  far_invite_prove (invite_secret, newcomer, proof);
  far_put (out, proof, FAR_SIG_LEN);
  far_device_prove (device_secret, newcomer, proof);
  far_put (out, proof, FAR_SIG_LEN);
  far_put_u16 (out, len);
  far_put (out, name, len);

  return g_byte_array_free_to_bytes (out);
}

static gboolean
is_good_name (const char *name, gsize len)
{
  return far_text_check (name, len) && memchr (name, '\n', len) == NULL &&
         g_utf8_strlen (name, len) >= 1 && g_utf8_strlen (name, len) <= FAR_NAME_MAX;
}

/* Copies @len bytes; a reader that ran out copies nothing, and stays failed. */
static void
take (FarReader *reader, void *out, gsize len)
{
  const guint8 *bytes = far_reader_bytes (reader, len);

  if (bytes != NULL)
    memcpy (out, bytes, len);
}

gboolean
far_request_decode (FarRequest *self,
                    const guint8 collective[static FAR_ID_LEN],
                    const guint8 *data,
                    gsize len)
{
  FarReader reader = far_reader (data, len);
  FarRequest request = { 0 };
  guint8 version = far_reader_u8 (&reader);
  const guint8 *name;
  gsize name_len;

  memcpy (request.newcomer.collective, collective, FAR_ID_LEN);
  take (&reader, request.newcomer.entry, FAR_ID_LEN);
  take (&reader, request.newcomer.device, FAR_KEY_LEN);
  take (&reader, request.newcomer.noise, FAR_KEY_LEN);
  take (&reader, request.newcomer.seal, FAR_KEY_LEN);
  take (&reader, request.invite_proof, FAR_SIG_LEN);
  take (&reader, request.device_proof, FAR_SIG_LEN);
  name_len = far_reader_u16 (&reader);
  name = far_reader_bytes (&reader, name_len);

  if (!far_reader_done (&reader) || version != FAR_DOOR_VERSION || len > FAR_DOOR_MAX ||
      !is_good_name ((const char *)name, name_len))
    return FALSE;

  request.name = g_strndup ((const char *)name, name_len);
  *self = request;

  return TRUE;
}

void
far_request_clear (FarRequest *self)
{
  g_clear_pointer (&self->name, g_free);
}

GBytes *
far_further_encode (const FarNewcomer *newcomer, const guint8 device_secret[static 64])
{
  GByteArray *out = g_byte_array_new ();
  guint8 proof[FAR_SIG_LEN];

  far_put_u8 (out, FAR_DOOR_FURTHER_VERSION);
  far_put (out, newcomer->entry, FAR_RECORD_ID_LEN);
  far_put (out, newcomer->device, FAR_KEY_LEN);
  far_put (out, newcomer->noise, FAR_KEY_LEN);
  far_put (out, newcomer->seal, FAR_KEY_LEN);
  far_device_prove (device_secret, newcomer, proof);
  far_put (out, proof, FAR_SIG_LEN);

  return g_byte_array_free_to_bytes (out);
}

gboolean
far_further_decode (FarRequest *self,
                    const guint8 collective[static FAR_ID_LEN],
                    const guint8 *data,
                    gsize len)
{
  FarReader reader = far_reader (data, len);
  FarRequest request = { .is_further = TRUE };
  guint8 version = far_reader_u8 (&reader);

  memcpy (request.newcomer.collective, collective, FAR_ID_LEN);
  take (&reader, request.newcomer.entry, FAR_RECORD_ID_LEN);
  take (&reader, request.newcomer.device, FAR_KEY_LEN);
  take (&reader, request.newcomer.noise, FAR_KEY_LEN);
  take (&reader, request.newcomer.seal, FAR_KEY_LEN);
  take (&reader, request.device_proof, FAR_SIG_LEN);

  if (!far_reader_done (&reader) || version != FAR_DOOR_FURTHER_VERSION)
    return FALSE;

  *self = request;

  return TRUE;
}

GBytes *
far_answer_encode (const FarAnswer *self)
{
  GByteArray *out = g_byte_array_new ();

  far_put_u8 (out, FAR_DOOR_VERSION);
  far_put_u8 (out, self->state);
  far_put_u16 (out, MIN (self->n_missing, G_MAXUINT16));
  far_put_u8 (out,
              self->state == FAR_ANSWER_WAITING ? MIN (self->n_needed, G_MAXUINT8) : self->refusal);
  if (self->state == FAR_ANSWER_ADMITTED)
    far_put (out, self->secret, FAR_HASH_LEN);

  return g_byte_array_free_to_bytes (out);
}

static gboolean
is_good_answer (const FarAnswer *self)
{
  switch ((guint)self->state)
    {
    case FAR_ANSWER_WAITING:
      return self->n_missing > 0;
    case FAR_ANSWER_REFUSED:
      return self->n_missing == 0 && self->refusal > FAR_REFUSAL_NONE &&
             self->refusal <= FAR_REFUSAL_MACHINES;
    case FAR_ANSWER_ADMITTED:
      return self->n_missing == 0 && self->refusal == FAR_REFUSAL_NONE;
    default:
      return FALSE;
    }
}

gboolean
far_answer_decode (FarAnswer *self, const guint8 *data, gsize len)
{
  FarReader reader = far_reader (data, len);
  FarAnswer answer = { 0 };
  guint8 version = far_reader_u8 (&reader);
  gboolean good;

  answer.state = far_reader_u8 (&reader);
  answer.n_missing = far_reader_u16 (&reader);
  if (answer.state == FAR_ANSWER_WAITING)
    answer.n_needed = far_reader_u8 (&reader);
  else
    answer.refusal = far_reader_u8 (&reader);
  if (answer.state == FAR_ANSWER_ADMITTED)
    take (&reader, answer.secret, FAR_HASH_LEN);

  good = far_reader_done (&reader) && version == FAR_DOOR_VERSION && is_good_answer (&answer);
  memset (self, 0, sizeof *self);
  if (good)
    *self = answer;
  sodium_memzero (&answer, sizeof answer);

  return good;
}
