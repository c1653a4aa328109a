/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Answers compare_decoders.py: one line of words and hexadecimal in, one line out, which says “ok”
 * and what was read, written anew, or why it was refused.
 *
 *   header COLLECTIVE HEADER           encoding, id
 *   entry COLLECTIVE HEADER BLOB SIG   "-" for a blob or a signature that did not come
 *   payload KIND BYTES                 encoding
 *   request BYTES, answer BYTES        encoding
 *   ask KEY BYTES                      what was sealed
 *   invitation BYTES                   text
 *   card COLLECTIVE DEVICE SEALSECRET BYTES   what was signed, encoded anew
 *   pass BYTES                         encoding
 *   image                              a store to be saved
 *   backup PASSPHRASE BYTES            what was sealed
 *   world COLLECTIVE NOISE SEAL PEER BUNDLE   what the next two begin with: whose store it is, who
 *                                      calls, and what both hold
 *   bundle 0 BYTES, bundle 1 BYTES     into nothing, or into that: accepted, waiting, digest
 *   frames 0 FRAME..., frames 1 FRAME...      to who was called, or calls: index, why or the state,
 *                                      sent, digest
 */

#include <stdio.h>
#include <string.h>

#include "far-backup.h"
#include "far-card.h"
#include "far-collective-door.h"
#include "far-pass.h"
#include "far-payload-writer.h"
#include "far-session-private.h"
#include "far-store-image.h"
#include "far-world.h"

/* ---- words */

static GBytes *
read_hex (const char *text)
{
  gsize len = strlen (text) / 2;
  g_autofree guint8 *bytes = g_malloc (len + 1);

  if (!far_unhex (text, bytes, len))
    g_error ("not hexadecimal");

  return g_bytes_new (bytes, len);
}

static void
read_key (const char *text, guint8 out[static FAR_KEY_LEN])
{
  if (!far_unhex (text, out, FAR_KEY_LEN))
    g_error ("not a key");
}

static char *
say_ok (const void *bytes, gsize len)
{
  g_autofree char *hex = far_hex (bytes, len);

  return g_strconcat ("ok ", hex, NULL);
}

/* ---- entries */

static const char *
judge_signature (const guint8 *key, const guint8 *id, const guint8 *sig)
{
  /* a key and an R are the same to the point check */
  if (!far_key_is_valid (key))
    return "key";
  if (!far_key_is_valid (sig))
    return "r";

  return far_verify (key, FALSE, id, FAR_ID_LEN, sig) ? NULL : "signature";
}

static char *
answer_header (char **words)
{
  g_autoptr (GBytes) bytes = read_hex (words[2]);
  guint8 encoded[FAR_HEADER_MAX + FAR_ID_LEN];
  guint8 collective[FAR_ID_LEN];
  FarHeader header;
  FarEntryError error;
  gsize len;

  read_key (words[1], collective);
  error = far_header_decode (&header, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  if (error != FAR_ENTRY_OK)
    return g_strdup (far_entry_error_get_name (error));

  len = far_header_encode (&header, encoded);
  far_entry_id (collective, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                encoded + len);

  return say_ok (encoded, len + FAR_ID_LEN);
}

static char *
answer_entry (char **words)
{
  g_autoptr (GBytes) bytes = read_hex (words[2]);
  guint8 collective[FAR_ID_LEN];
  guint8 hash[FAR_HASH_LEN];
  guint8 id[FAR_ID_LEN];
  FarHeader header;
  FarEntryError error;

  read_key (words[1], collective);
  error = far_header_decode (&header, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  if (error == FAR_ENTRY_OK && strcmp (words[3], "-") != 0)
    {
      g_autoptr (GBytes) blob = read_hex (words[3]);

      far_blob_hash (g_bytes_get_data (blob, NULL), g_bytes_get_size (blob), hash);
      if (g_bytes_get_size (blob) != header.blob_len ||
          memcmp (hash, header.blob_hash, FAR_HASH_LEN) != 0)
        error = FAR_ENTRY_BLOB_HASH;
    }
  if (error != FAR_ENTRY_OK)
    return g_strdup (far_entry_error_get_name (error));

  far_entry_id (collective, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), id);
  if (strcmp (words[4], "-") != 0)
    {
      guint8 sig[FAR_SIG_LEN];
      const char *reason;

      if (!far_unhex (words[4], sig, FAR_SIG_LEN))
        g_error ("not a signature");
      reason = judge_signature (header.device, id, sig);
      if (reason != NULL)
        return g_strdup (reason);
    }

  return say_ok (id, FAR_ID_LEN);
}

static char *
answer_payload (char **words)
{
  g_autoptr (GBytes) bytes = read_hex (words[2]);
  g_autoptr (GByteArray) again = g_byte_array_new ();
  FarPayload payload;
  FarPayloadError error =
      far_payload_parse (&payload, far_kind_get_schema (atoi (words[1])),
                         g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  if (error != FAR_PAYLOAD_OK)
    return g_strdup (far_payload_error_get_name (error));

  far_payload_write (&payload, again);

  return say_ok (again->data, again->len);
}

/* ---- the door */

static void
put_request (const FarRequest *request, GByteArray *out)
{
  const FarNewcomer *newcomer = &request->newcomer;
  gsize len = request->is_further ? 0 : strlen (request->name);

  far_put_u8 (out, request->is_further ? FAR_DOOR_FURTHER_VERSION : FAR_DOOR_VERSION);
  far_put (out, newcomer->entry, request->is_further ? FAR_RECORD_ID_LEN : FAR_ID_LEN);
  far_put (out, newcomer->device, FAR_KEY_LEN);
  far_put (out, newcomer->noise, FAR_KEY_LEN);
  far_put (out, newcomer->seal, FAR_KEY_LEN);
  if (!request->is_further)
    far_put (out, request->invite_proof, FAR_SIG_LEN);
  far_put (out, request->device_proof, FAR_SIG_LEN);
  if (!request->is_further)
    {
      far_put_u16 (out, len);
      far_put (out, request->name, len);
    }
}

static char *
answer_request (char **words)
{
  static const guint8 collective[FAR_ID_LEN] = "a collective";
  g_autoptr (GBytes) bytes = read_hex (words[1]);
  g_autoptr (GByteArray) again = g_byte_array_new ();
  gsize len;
  const guint8 *data = g_bytes_get_data (bytes, &len);
  FarRequest request;

  if (!far_request_decode (&request, collective, data, len) &&
      !far_further_decode (&request, collective, data, len))
    return g_strdup ("refused");

  put_request (&request, again);
  far_request_clear (&request);

  return say_ok (again->data, again->len);
}

static char *
answer_answer (char **words)
{
  g_autoptr (GBytes) bytes = read_hex (words[1]);
  g_autoptr (GBytes) again = NULL;
  FarAnswer answer;

  if (!far_answer_decode (&answer, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)))
    return g_strdup ("refused");

  again = far_answer_encode (&answer);

  return say_ok (g_bytes_get_data (again, NULL), g_bytes_get_size (again));
}

static char *
answer_ask (char **words)
{
  g_autoptr (GBytes) bytes = read_hex (words[2]);
  g_autofree guint8 *opened = NULL;
  guint8 key[FAR_KEY_LEN];

  read_key (words[1], key);
  opened = far_invite_open (key, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  if (opened == NULL)
    return g_strdup ("sealed");

  return say_ok (opened, g_bytes_get_size (bytes) - FAR_INVITE_SEAL_OVERHEAD);
}

static char *
answer_invitation (char **words)
{
  g_autoptr (GBytes) bytes = read_hex (words[1]);
  gsize len;
  const char *data = g_bytes_get_data (bytes, &len);
  g_autofree char *text = g_strndup (data != NULL ? data : "", len);
  g_autofree char *again = NULL;
  g_autoptr (GError) error = NULL;
  FarInvite invite;

  if (!far_invite_from_text (&invite, text, &error))
    return g_strdup (g_error_matches (error, FAR_INVITE_ERROR, FAR_INVITE_ERROR_NEWER) ? "newer"
                                                                                       : "damaged");

  again = far_invite_to_text (&invite);

  return say_ok (again, strlen (again));
}

/* ---- connection cards */

static char *
answer_card (char **words)
{
  g_autoptr (GBytes) bytes = read_hex (words[4]);
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (GBytes) ice = NULL;
  g_autoptr (GByteArray) again = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  gsize len;
  const char *data = g_bytes_get_data (bytes, &len);
  g_autofree char *text = g_strndup (data != NULL ? data : "", len);
  guint8 collective[FAR_KEY_LEN], device[FAR_KEY_LEN], secret[FAR_KEY_LEN];
  FarCard card;

  read_key (words[1], collective);
  read_key (words[2], device);
  read_key (words[3], secret);
  sealed = far_card_from_text (text, &error);
  if (sealed == NULL)
    return g_strdup (g_error_matches (error, FAR_INVITE_ERROR, FAR_INVITE_ERROR_NEWER) ? "newer"
                                                                                       : "damaged");
  if (!far_card_open (&card, collective, device, secret, g_bytes_get_data (sealed, NULL),
                      g_bytes_get_size (sealed)))
    return g_strdup ("refused");

  far_put (again, card.token, sizeof card.token);
  far_put (again, card.secret_tag, sizeof card.secret_tag);
  far_put_u64 (again, card.made_ms);
  far_put (again, card.device, sizeof card.device);
  ice = far_ice_card_encode (&card.ice);
  far_put (again, g_bytes_get_data (ice, NULL), g_bytes_get_size (ice));

  return say_ok (again->data, again->len);
}

static char *
answer_pass (char **words)
{
  g_autoptr (GBytes) bytes = read_hex (words[1]);
  g_autoptr (GBytes) again = NULL;
  FarPass pass;

  if (!far_pass_decode (&pass, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)))
    return g_strdup ("refused");

  again = far_pass_encode (&pass);

  return say_ok (g_bytes_get_data (again, NULL), g_bytes_get_size (again));
}

/* ---- holdings */

static char *
answer_holding (char **words)
{
  g_autoptr (GBytes) collective = read_hex (words[1]);
  g_autoptr (GBytes) bytes = read_hex (words[2]);
  g_autoptr (GByteArray) again = g_byte_array_new ();
  g_auto (FarHolding) holding = FAR_HOLDING_EMPTY;
  gsize len;
  const guint8 *data = g_bytes_get_data (bytes, &len);

  if (!far_holding_read (data, len, &holding))
    return g_strdup ("damaged");
  if (!far_holding_verify (g_bytes_get_data (collective, NULL), data, len))
    return g_strdup ("unsigned");

  far_put (again, holding.device, FAR_KEY_LEN);
  far_put_u64 (again, holding.time_ms);
  for (guint i = 0; i < holding.rows->len; i++)
    {
      const FarHoldingRow *row = &g_array_index (holding.rows, FarHoldingRow, i);

      far_put (again, row->device, FAR_HOLDING_PREFIX_LEN);
      far_put_u32 (again, row->seq);
    }

  return say_ok (again->data, again->len);
}

/* ---- saved copies */

static char *
answer_image (char **words)
{
  FarWorld *world = far_world_new (1, 2);
  g_autoptr (FarStore) store = far_world_found (world, NULL);
  g_autoptr (FarStoreImage) making = far_store_image_new (store, NULL);
  g_autoptr (GBytes) image = NULL;
  gboolean done = FALSE;

  while (!done)
    g_assert_true (far_store_image_step (making, &done, NULL));
  image = far_store_image_finish (making, "returns-as", world->devices[0].member, FAR_RECORD_ID_LEN,
                                  NULL);
  g_assert_nonnull (image);
  far_world_free (world);

  return say_ok (g_bytes_get_data (image, NULL), g_bytes_get_size (image));
}

static char *
answer_backup (char **words)
{
  g_autoptr (GBytes) passphrase = read_hex (words[1]);
  g_autoptr (GBytes) bytes = read_hex (words[2]);
  g_autofree char *text =
      g_strndup (g_bytes_get_data (passphrase, NULL), g_bytes_get_size (passphrase));
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) image = far_backup_open (g_bytes_get_data (bytes, NULL),
                                              g_bytes_get_size (bytes), text, &error);

  if (image != NULL)
    return say_ok (g_bytes_get_data (image, NULL), g_bytes_get_size (image));

  switch (error->code)
    {
    case FAR_SYNC_ERROR_BACKUP_FOREIGN:
      return g_strdup ("foreign");
    case FAR_SYNC_ERROR_BACKUP_NEWER:
      return g_strdup ("newer");
    case FAR_SYNC_ERROR_BACKUP_DAMAGED:
      return g_strdup ("damaged");
    case FAR_SYNC_ERROR_BACKUP_PASSPHRASE:
      return g_strdup ("passphrase");
    default:
      return g_strdup (error->message);
    }
}

/* ---- bundles and sessions */

typedef struct
{
  guint8 collective[FAR_ID_LEN];
  guint8 noise_secret[FAR_KEY_LEN];
  guint8 seal_secret[FAR_KEY_LEN];
  guint8 peer_secret[FAR_KEY_LEN];
  GBytes *held; /* owned: a bundle */
} World;

/* A store that is used again as long as nothing changed it. */
typedef struct
{
  FarStore *store; /* owned */
  gint64 n_entries;
  guint n_logs;
} Kept;

static World world;
static Kept kept[2]; /* of nothing, and of what is held */

static const char *
name_error (const GError *error)
{
  static const char *const names[] = {
    [FAR_SESSION_ERROR_STRANGER] = "stranger", [FAR_SESSION_ERROR_NO_STANDING] = "no-standing",
    [FAR_SESSION_ERROR_INVALID] = "invalid",   [FAR_SESSION_ERROR_CUT] = "cut",
    [FAR_SESSION_ERROR_SILENT] = "silent",     [FAR_SESSION_ERROR_FOREIGN] = "foreign",
    [FAR_SESSION_ERROR_NEWER] = "newer",       [FAR_SESSION_ERROR_NOT_FOR_US] = "not-for-us",
    [FAR_SESSION_ERROR_LATER] = "later",
  };

  return error == NULL                        ? "ok"
         : error->domain == FAR_SESSION_ERROR ? names[error->code]
                                              : error->message;
}

static FarSessionSetup
make_setup (void)
{
  static const guint8 ephemeral[FAR_KEY_LEN] = "ephemeral secret of the called";

  return (FarSessionSetup){
    .collective = world.collective,
    .noise_secret = world.noise_secret,
    .ephemeral_secret = ephemeral,
  };
}

static void
read_bundle (FarStore *store, GBytes *bundle, GError **error)
{
  const FarSessionSetup setup = make_setup ();
  FarReplica *replica = far_store_replica_new (store);
  FarSession *session = far_session_new_bundle_reader (replica, &setup, world.seal_secret);
  gsize len;
  const guint8 *bytes = g_bytes_get_data (bundle, &len);

  if (len == 0 || far_session_receive (session, bytes, len, 0, error))
    (void)!far_session_receive_end (session, 0, error);
  far_session_free (session);
  far_store_replica_free (replica);
}

static FarStore *
get_store (guint which)
{
  Kept *at = &kept[which];
  g_autoptr (GError) error = NULL;

  if (at->store != NULL && far_store_get_n_entries (at->store) == at->n_entries &&
      far_store_get_n_logs (at->store) == at->n_logs && far_store_get_n_pending (at->store) == 0)
    return at->store;

  g_clear_pointer (&at->store, far_store_close);
  at->store = far_store_open (NULL, world.collective, TRUE, NULL);
  g_assert_nonnull (at->store);
  if (which == 1)
    read_bundle (at->store, world.held, &error);
  g_assert_no_error (error);
  at->n_entries = far_store_get_n_entries (at->store);
  at->n_logs = far_store_get_n_logs (at->store);

  return at->store;
}

static char *
answer_world (char **words)
{
  read_key (words[1], world.collective);
  read_key (words[2], world.noise_secret);
  read_key (words[3], world.seal_secret);
  read_key (words[4], world.peer_secret);
  g_clear_pointer (&world.held, g_bytes_unref);
  world.held = read_hex (words[5]);
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    g_clear_pointer (&kept[i].store, far_store_close);

  return g_strdup_printf ("ok %" G_GINT64_FORMAT, far_store_get_n_entries (get_store (1)));
}

/* All that is told of two ends by HELLO. */
static char *
say_digest (FarStore *store)
{
  FarReplica *replica = far_store_replica_new (store);
  guint8 digest[FAR_HASH_LEN];

  replica->iface->get_digest (replica, digest);
  far_store_replica_free (replica);

  return far_hex (digest, sizeof digest);
}

static char *
answer_bundle (char **words)
{
  FarStore *store = get_store (words[1][0] == '1');
  g_autoptr (GBytes) bundle = read_hex (words[2]);
  g_autoptr (GError) error = NULL;
  g_autofree char *digest = NULL;

  read_bundle (store, bundle, &error);
  digest = say_digest (store);

  return g_strdup_printf ("%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s", name_error (error),
                          far_store_get_n_entries (store), far_store_get_n_pending (store), digest);
}

typedef struct
{
  FarSession *session; /* owned */
  FarNoise *noise;     /* owned: the peer's, with the next one */
  FarNoiseCipher send;
} Talk;

static gboolean
tell (Talk *self, const guint8 *bytes, gsize len, GError **error)
{
  g_autofree guint8 *message = g_malloc (FRAME_HEAD_LEN + len);

  far_set_u16 (message, len);
  memcpy (message + FRAME_HEAD_LEN, bytes, len);

  return far_session_receive (self->session, message, FRAME_HEAD_LEN + len, 0, error);
}

static void
shake_hands (Talk *self)
{
  FarNoiseCipher receive;

  while (far_noise_get_n_messages (self->noise) < FAR_NOISE_MESSAGES)
    {
      g_autoptr (GByteArray) message = g_byte_array_new ();
      g_autoptr (GBytes) heard = NULL;

      if (far_noise_is_writer (self->noise))
        {
          g_assert_true (far_noise_write (self->noise, NULL, 0, message));
          g_assert_true (tell (self, message->data, message->len, NULL));
          continue;
        }
      heard = far_session_poll_transmit (self->session, 0, NULL);
      g_assert_nonnull (heard);
      g_assert_true (
          far_noise_read (self->noise,
                          (const guint8 *)g_bytes_get_data (heard, NULL) + FRAME_HEAD_LEN,
                          g_bytes_get_size (heard) - FRAME_HEAD_LEN, message));
    }
  far_noise_split (self->noise, &self->send, &receive);
}

static void
begin_talk (Talk *self, FarReplica *replica, FarStore *store, gboolean is_caller)
{
  static const guint8 ephemeral[FAR_KEY_LEN] = "ephemeral secret of the peer";
  const FarSessionSetup setup = make_setup ();
  guint8 prologue[9 + 1 + FAR_ID_LEN] = "Farandole\1";
  guint8 psk[FAR_KEY_LEN];
  guint n;
  const guint8 *secret = far_governance_peek_secrets (far_store_peek_governance (store), &n)[0];

  memcpy (prologue + 10, world.collective, FAR_ID_LEN);
  far_hash_bytes (FAR_CONTEXT_PSK, secret, FAR_HASH_LEN, psk);
  self->session = is_caller ? far_session_new_dial (replica, &setup, secret, 0)
                            : far_session_new_answer (replica, &setup, secret, NULL, 0, 0);
  self->noise = far_noise_new (is_caller ? FAR_NOISE_RESPONDER : FAR_NOISE_INITIATOR, prologue,
                               sizeof prologue, psk, world.peer_secret, ephemeral);
  shake_hands (self);
}

/* One frame to it, and all that it says to that. */
static gboolean
say_frame (Talk *self, GBytes *frame, GError **error)
{
  gsize len;
  const guint8 *body = g_bytes_get_data (frame, &len);
  g_autofree guint8 *sealed = g_malloc (len + FAR_TAG_LEN);

  g_assert_true (far_noise_encrypt (&self->send, sealed, body, len));
  if (!tell (self, sealed, len + FAR_TAG_LEN, error))
    return FALSE;
  if (len > 0 && body[0] == FRAME_REKEY)
    far_noise_rekey (&self->send);

  for (GBytes *heard = far_session_poll_transmit (self->session, 0, NULL); heard != NULL;
       heard = far_session_poll_transmit (self->session, 0, NULL))
    g_bytes_unref (heard);

  return TRUE;
}

static char *
answer_frames (char **words)
{
  static const char *const states[] = {
    [FAR_SESSION_COMPARING] = "comparing", [FAR_SESSION_STREAMING] = "streaming",
    [FAR_SESSION_IN_STEP] = "streaming",   [FAR_SESSION_DOOR] = "door",
    [FAR_SESSION_CLOSED] = "closed",
  };
  FarStore *store = get_store (1);
  FarReplica *replica = far_store_replica_new (store);
  g_autoptr (GError) error = NULL;
  g_autofree char *digest = NULL;
  FarSessionCounts counts;
  Talk talk;
  guint at = 0;
  char *said;

  begin_talk (&talk, replica, store, words[1][0] == '1');
  for (; words[2 + at] != NULL; at++)
    {
      g_autoptr (GBytes) frame = read_hex (words[2 + at]);

      if (!say_frame (&talk, frame, &error))
        break;
    }

  far_session_get_counts (talk.session, &counts);
  digest = say_digest (store);
  if (error != NULL)
    said = g_strdup_printf ("%u %s", at, name_error (error));
  else
    said = g_strdup_printf ("- %s %" G_GINT64_FORMAT " %s",
                            states[far_session_get_state (talk.session)], counts.n_sent, digest);
  far_session_free (talk.session);
  far_noise_free (talk.noise);
  far_store_replica_free (replica);

  return said;
}

/* ---- lines */

static const struct
{
  const char *name;
  char *(*answer) (char **words);
  guint n_words;
} questions[] = {
  { "header", answer_header, 3 },
  { "entry", answer_entry, 5 },
  { "payload", answer_payload, 3 },
  { "request", answer_request, 2 },
  { "answer", answer_answer, 2 },
  { "ask", answer_ask, 3 },
  { "invitation", answer_invitation, 2 },
  { "image", answer_image, 1 },
  { "holding", answer_holding, 3 },
  { "backup", answer_backup, 3 },
  { "world", answer_world, 6 },
  { "bundle", answer_bundle, 3 },
  { "frames", answer_frames, 2 },
  { "card", answer_card, 5 },
  { "pass", answer_pass, 2 },
};

int
main (void)
{
  g_autoptr (GIOChannel) in = g_io_channel_unix_new (0);
  char *line;
  gsize end;

  if (sodium_init () < 0)
    g_error ("libsodium does not start");

  while (g_io_channel_read_line (in, &line, NULL, &end, NULL) == G_IO_STATUS_NORMAL)
    {
      g_autofree char *owned = line;
      g_auto (GStrv) words = NULL;
      g_autofree char *said = NULL;

      line[end] = '\0';
      words = g_strsplit (line, " ", -1);
      for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
        if (g_str_equal (words[0], questions[i].name) &&
            g_strv_length (words) >= questions[i].n_words)
          said = questions[i].answer (words);
      if (said == NULL)
        g_error ("what is “%s”?", words[0]);

      puts (said);
      fflush (stdout);
    }

  return 0;
}
