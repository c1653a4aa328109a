/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-session"

#include "far-session-private.h"

#include <string.h>

#include "far-pure.h"

/* docs/formats.md, "Bundle" */

#define BUNDLE_MAGIC "FARBNDL"
#define BUNDLE_VERSION 1
#define BUNDLE_SLOT_LEN (FAR_KEY_LEN + FAR_SEAL_OVERHEAD)
#define BUNDLE_FIXED_LEN (BUNDLE_MAGIC_LEN + 1 + 2)
#define BUNDLE_CONTEXT "far1 bundle"
/* Before an answer.  A file key that begins so does not come up in a lifetime. */
#define BUNDLE_ANSWER "far1 answer"
#define BUNDLE_ANSWER_LEN (sizeof BUNDLE_ANSWER - 1)

G_STATIC_ASSERT (BUNDLE_ANSWER_LEN + 1 + FAR_BUNDLE_ANSWER_MAX == FAR_KEY_LEN);

/* The key of the frames hangs on the header, so that a changed header opens nothing. */
static void
derive_bundle_key (const guint8 file_key[static FAR_KEY_LEN],
                   const guint8 *header,
                   gsize len,
                   FarNoiseCipher *out)
{
  FarHash hash;

  far_hash_init (&hash, BUNDLE_CONTEXT, FAR_KEY_LEN);
  far_hash_update (&hash, file_key, FAR_KEY_LEN);
  far_hash_update (&hash, header, len);
  far_hash_finish (&hash, out->key, FAR_KEY_LEN);
  out->n_frames = 0;
  sodium_memzero (&hash, sizeof hash);
}

static gboolean
seal_slot (const FarBundleSlot *slot, const guint8 *file_key, GByteArray *out)
{
  guint8 told[FAR_KEY_LEN] = BUNDLE_ANSWER;

  if (slot->answer_len == 0)
    return far_seal (slot->seal_key, slot->seed, file_key, FAR_KEY_LEN, out);

  told[BUNDLE_ANSWER_LEN] = slot->answer_len;
  memcpy (told + BUNDLE_ANSWER_LEN + 1, slot->answer, slot->answer_len);

  return far_seal (slot->seal_key, slot->seed, told, sizeof told, out);
}

FarSession *
far_session_new_bundle_writer (FarReplica *replica,
                               const FarSessionSetup *setup,
                               const guint8 file_key[static FAR_KEY_LEN],
                               const FarBundleSlot *slots,
                               guint n_slots)
{
  FarSession *self = _far_session_new_session (replica, ROLE_BUNDLE_WRITER, setup, 0);
  g_autoptr (GByteArray) header = g_byte_array_new ();
  guint16 n_sealed = 0;

  g_return_val_if_fail (n_slots <= FAR_DEVICES_MAX, NULL);

  far_put (header, BUNDLE_MAGIC, BUNDLE_MAGIC_LEN);
  far_put_u8 (header, BUNDLE_VERSION);
  far_put_u16 (header, 0);
  for (guint i = 0; i < n_slots; i++)
    n_sealed += seal_slot (&slots[i], file_key, header);
  far_set_u16 (header->data + BUNDLE_MAGIC_LEN + 1, n_sealed);

  derive_bundle_key (file_key, header->data, header->len, &self->send);
  g_queue_push_tail (&self->out, g_bytes_new (header->data, header->len));

  _far_session_begin_body (self, FRAME_BUNDLE);
  far_put (self->body, self->collective, FAR_ID_LEN);
  _far_session_queue_body (self);

  self->state = FAR_SESSION_STREAMING;
  self->wake_pending = TRUE;

  return self;
}

void
far_session_leave_out (FarSession *self, const GArray *had)
{
  g_return_if_fail (self->role == ROLE_BUNDLE_WRITER);

  /* assumed and not had: no ref goes by number to what a reader may have lost */
  for (guint i = 0; i < had->len; i++)
    far_have_raise (self->assumed, i + 1, g_array_index (had, guint32, i));
}

FarSession *
far_session_new_bundle_reader (FarReplica *replica,
                               const FarSessionSetup *setup,
                               const guint8 seal_secret[static FAR_KEY_LEN])
{
  FarSession *self = _far_session_new_session (replica, ROLE_BUNDLE_READER, setup, 0);

  memcpy (self->seal_secret, seal_secret, FAR_KEY_LEN);

  return self;
}

/* Whether what a slot held is no key.  Then all that follows is for others. */
static gboolean
take_answer (FarSession *self, const guint8 *told)
{
  guint len = told[BUNDLE_ANSWER_LEN];

  if (memcmp (told, BUNDLE_ANSWER, BUNDLE_ANSWER_LEN) != 0 || len < 1 ||
      len > FAR_BUNDLE_ANSWER_MAX ||
      !sodium_is_zero (told + BUNDLE_ANSWER_LEN + 1 + len, FAR_BUNDLE_ANSWER_MAX - len))
    return FALSE;

  self->answer = g_bytes_new (told + BUNDLE_ANSWER_LEN + 1, len);
  self->bye_read = TRUE;
  self->state = FAR_SESSION_CLOSED;

  return TRUE;
}

/* Returns: how much of @in the header took, 0 if more is needed or on failure */
gsize
_far_session_read_bundle_header (FarSession *self, const guint8 *in, gsize len, GError **error)
{
  guint n_slots;
  gsize header_len;

  /* there may be nowhere to look yet */
  if (len == 0)
    return 0;
  if (memcmp (in, BUNDLE_MAGIC, MIN (len, BUNDLE_MAGIC_LEN)) != 0)
    {
      _far_session_fail (self, FAR_SESSION_ERROR_FOREIGN, error, "the file is no bundle");
      return 0;
    }
  if (len > BUNDLE_MAGIC_LEN && in[BUNDLE_MAGIC_LEN] != BUNDLE_VERSION)
    {
      _far_session_fail (self, FAR_SESSION_ERROR_NEWER, error, "the bundle is of a newer version");
      return 0;
    }
  if (len < BUNDLE_FIXED_LEN)
    return 0;

  n_slots = in[BUNDLE_MAGIC_LEN + 1] | in[BUNDLE_MAGIC_LEN + 2] << 8;
  header_len = BUNDLE_FIXED_LEN + n_slots * BUNDLE_SLOT_LEN;
  if (n_slots > FAR_DEVICES_MAX)
    {
      _far_session_fail (self, FAR_SESSION_ERROR_FOREIGN, error, "the bundle has too many readers");
      return 0;
    }
  if (len < header_len)
    return 0;

  for (guint i = 0; i < n_slots; i++)
    {
      guint8 *file_key =
          far_seal_open (self->seal_secret, in + BUNDLE_FIXED_LEN + i * BUNDLE_SLOT_LEN,
                         BUNDLE_SLOT_LEN);

      if (file_key == NULL)
        continue;

      if (!take_answer (self, file_key))
        {
          derive_bundle_key (file_key, in, header_len, &self->receive);
          self->state = FAR_SESSION_COMPARING;
        }
      sodium_memzero (file_key, FAR_KEY_LEN);
      g_free (file_key);

      return header_len;
    }

  _far_session_fail (self, FAR_SESSION_ERROR_NOT_FOR_US, error, "the bundle is sealed to others");

  return 0;
}
