/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writing: who may, in which batch, after which WITNESS. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

#include "far-blank.h"
#include "far-day.h"

G_DEFINE_QUARK (far_collective_error, far_collective_error)

void
far_identity_make (FarIdentity *self, const guint8 collective[static FAR_ID_LEN], FarRandom random)
{
  guint8 seed[32];

  random (seed, sizeof seed);
  far_sign_keypair (seed, self->device, self->sign_secret);
  sodium_memzero (seed, sizeof seed);

  random (self->noise_secret, FAR_KEY_LEN);
  crypto_scalarmult_base (self->noise, self->noise_secret);
  random (self->seal_secret, FAR_KEY_LEN);
  crypto_scalarmult_base (self->seal, self->seal_secret);

  far_member_id (collective, self->device, self->member);
}

/* ---- texts */

static const char *
skip_space (const char *text, const char *end)
{
  while (text < end && g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);

  return text;
}

char *
_far_tidy_text (const char *text, GError **error)
{
  g_autofree char *composed = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
  const char *begin;
  const char *end;

  if (composed == NULL)
    {
      g_set_error (error, FAR_COLLECTIVE_ERROR, FAR_COLLECTIVE_ERROR_TEXT_INVALID,
                   "the text is not UTF-8");
      return NULL;
    }

  end = composed + strlen (composed);
  begin = skip_space (composed, end);
  while (end > begin)
    {
      const char *last = g_utf8_prev_char (end);

      if (!g_unichar_isspace (g_utf8_get_char (last)))
        break;
      end = last;
    }

  if (!far_text_check (begin, end - begin) || end - begin > FAR_TEXT_MAX)
    {
      g_set_error (error, FAR_COLLECTIVE_ERROR, FAR_COLLECTIVE_ERROR_TEXT_INVALID,
                   "the text is too long or holds control characters");
      return NULL;
    }

  return g_strndup (begin, end - begin);
}

char *
far_collective_tidy_name (const char *text, GError **error)
{
  g_autofree char *name = _far_tidy_text (text, error);

  if (name == NULL)
    return NULL;

  if (far_text_is_blank (name))
    g_set_error (error, FAR_COLLECTIVE_ERROR, FAR_COLLECTIVE_ERROR_NAME_EMPTY, "the name is empty");
  else if (strchr (name, '\n') != NULL)
    g_set_error (error, FAR_COLLECTIVE_ERROR, FAR_COLLECTIVE_ERROR_TEXT_INVALID,
                 "a name is one line");
  else if (g_utf8_strlen (name, -1) > FAR_NAME_MAX)
    g_set_error (error, FAR_COLLECTIVE_ERROR, FAR_COLLECTIVE_ERROR_NAME_LONG,
                 "the name has more than %d characters", FAR_NAME_MAX);
  else
    return g_steal_pointer (&name);

  return NULL;
}

/* ---- entries */

/* Nobody writes what nobody would be told. */
static gboolean
check_effect (FarStore *store, FarPos pos, const FarSaying *saying, GError **error)
{
  FarPayload payload;
  gboolean has_effect;

  if (far_payload_parse (&payload, far_kind_get_schema (saying->kind), saying->payload->data,
                         saying->payload->len) != FAR_PAYLOAD_OK)
    return _far_refuse (FAR_COLLECTIVE_ERROR_TEXT_INVALID, "an own payload is invalid", error);
  if (!_far_saying_has_effect (store, pos, saying->kind, saying->subject, &payload, &has_effect,
                               error))
    return FALSE;

  return has_effect || _far_refuse (FAR_COLLECTIVE_ERROR_FULL_SAID,
                                    "this machine has said all that it may of it", error);
}

gboolean
_far_pen_append_about (FarPen *self,
                       FarSaying *saying,
                       const FarHistory *history,
                       FarPos *out_pos,
                       GError **error)
{
  FarPos refs[FAR_REFS_MAX];
  gboolean good;

  saying->refs = refs;
  saying->n_refs = _far_history_refs (history, _far_pen_get_prev (self), refs);
  good = _far_writer_append (self->writer, saying, out_pos, NULL, error);
  saying->refs = NULL;
  saying->n_refs = 0;

  return good;
}

gboolean
_far_writer_append (const FarWriter *writer,
                    const FarSaying *saying,
                    FarPos *out_pos,
                    guint8 *out_id,
                    GError **error)
{
  FarDraft draft = {
    .kind = saying->kind,
    .term = saying->term,
    .time_ms = writer->now_ms,
    .subject = saying->subject,
    .payload = saying->payload->data,
    .payload_len = saying->payload->len,
    .refs = saying->refs,
    .n_refs = saying->n_refs,
  };
  FarPos pos;

  writer->random (draft.salt, FAR_SALT_LEN);
  if (!far_store_append (writer->store, writer->me->device, writer->me->sign_secret, &draft, &pos,
                         out_id, error) ||
      !check_effect (writer->store, pos, saying, error))
    return FALSE;

  if (out_pos != NULL)
    *out_pos = pos;

  return TRUE;
}

gboolean
_far_pen_init (FarPen *self, const FarWriter *writer, GError **error)
{
  const FarGovDevice *device;

  memset (self, 0, sizeof *self);
  self->writer = writer;
  _far_view_init (&self->view, writer->store);

  device = far_governance_find_device (self->view.gov, writer->me->device);
  self->me = device != NULL ? far_governance_find_member (self->view.gov, device->member) : NULL;
  if (self->me != NULL && device->active && self->me->standing == FAR_GOV_ACTIVE &&
      memcmp (self->me->id, writer->me->member, FAR_RECORD_ID_LEN) == 0)
    return TRUE;

  _far_view_clear (&self->view);
  g_set_error (error, FAR_COLLECTIVE_ERROR, FAR_COLLECTIVE_ERROR_NOT_A_MEMBER,
               "this device has no standing");

  return FALSE;
}

/* A log's first entry names what let its device in, whatever came after that. */
static gboolean
write_witness (FarPen *self, GError **error)
{
  FarStore *store = self->writer->store;
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarPos refs[FAR_REFS_MAX];
  guint n = far_store_unwitnessed (store, self->log, refs);
  FarSaying saying = { .kind = FAR_KIND_WITNESS, .payload = payload, .refs = refs };

  far_map_end (&map);
  if (far_store_peek_log (store, self->log)->head_seq == 0)
    {
      const FarGovDevice *device =
          far_governance_find_device (self->view.gov, self->writer->me->device);

      n = MIN (n, FAR_REFS_MAX - 1);
      if (far_store_get_act (store, device->let_in_by, &refs[n], NULL))
        n++;
    }
  saying.n_refs = n;

  return n == 0 || _far_writer_append (self->writer, &saying, NULL, NULL, error);
}

gboolean
_far_pen_open (FarPen *self, GError **error)
{
  FarStore *store = self->writer->store;

  if (self->log != 0)
    return TRUE;

  self->is_own = !far_store_in_batch (store);
  if (self->is_own && !far_store_begin (store, error))
    {
      self->is_own = FALSE;
      return FALSE;
    }

  self->log = far_store_intern_log (store, self->writer->me->device);
  if (self->log == 0)
    {
      g_set_error (error, FAR_STORE_ERROR, FAR_STORE_ERROR_LIMIT, "there are too many devices");
      return FALSE;
    }

  return write_witness (self, error);
}

void
_far_pen_next_record (const FarPen *self, guint8 out[static FAR_RECORD_ID_LEN])
{
  far_record_id (far_store_peek_collective (self->writer->store), self->writer->me->device,
                 _far_pen_get_prev (self).seq + 1, 0, out);
}

FarPos
_far_pen_get_prev (const FarPen *self)
{
  return (FarPos){ self->log, far_store_peek_log (self->writer->store, self->log)->head_seq };
}

gboolean
_far_pen_close (FarPen *self, gboolean good, GError **error)
{
  FarStore *store = self->writer->store;
  gboolean is_own = self->is_own;

  _far_view_clear (&self->view);
  self->is_own = FALSE;
  if (is_own && good && !self->is_vain)
    return far_store_commit (store, error);
  if (is_own)
    far_store_rollback (store);

  return good;
}

gboolean
_far_refuse (FarCollectiveError code, const char *message, GError **error)
{
  g_set_error_literal (error, FAR_COLLECTIVE_ERROR, code, message);

  return FALSE;
}

gboolean
far_collective_witness (const FarWriter *writer, gboolean *out_written, GError **error)
{
  guint32 before = far_store_next_seq (writer->store, writer->me->device);
  FarPen pen;
  gboolean good;

  if (out_written != NULL)
    *out_written = FALSE;
  if (!_far_pen_init (&pen, writer, error))
    return FALSE;

  good = _far_pen_close (&pen, _far_pen_open (&pen, error), error);
  if (out_written != NULL)
    *out_written = good && far_store_next_seq (writer->store, writer->me->device) != before;

  return good;
}

/* ---- founding */

/* An IANA name, such as Europe/Paris, and never a path that leads out of the zones' folder. */
static gboolean
is_zone (const char *zone)
{
  static const char allowed[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/";
  g_autoptr (GTimeZone) known = NULL;

  if (!g_ascii_isalpha (*zone) || strspn (zone, allowed) != strlen (zone) ||
      strlen (zone) > FAR_NAME_MAX)
    return FALSE;

  known = g_time_zone_new_identifier (zone);

  return known != NULL;
}

static void
write_genesis (FarGenesis *self, const FarWriter *writer, gint32 today)
{
  const FarIdentity *me = writer->me;
  guint8 secret[FAR_HASH_LEN];
  FarMapWriter map;

  self->payload = g_byte_array_new ();
  map = far_map_begin (self->payload);
  writer->random (secret, sizeof secret);
  far_map_bytes (&map, FAR_GENESIS_MEMBER, me->member, FAR_RECORD_ID_LEN);
  far_map_bytes (&map, FAR_GENESIS_NOISE, me->noise, FAR_KEY_LEN);
  far_map_bytes (&map, FAR_GENESIS_SEAL, me->seal, FAR_KEY_LEN);
  far_map_bytes (&map, FAR_GENESIS_SECRET, secret, sizeof secret);
  far_map_int (&map, FAR_GENESIS_START, today);
  far_map_int (&map, FAR_GENESIS_END, today + FAR_COLLECTIVE_TERM_DAYS);
  far_map_end (&map);
  sodium_memzero (secret, sizeof secret);
}

/* The id that far_store_append() will give the same bytes. */
static void
find_collective (FarGenesis *self, const FarWriter *writer)
{
  static const guint8 none[FAR_ID_LEN];
  FarHeader header = { .kind = FAR_KIND_GENESIS, .seq = 1, .time_ms = self->time_ms };
  guint8 encoded[FAR_HEADER_MAX];
  g_autoptr (GByteArray) blob = g_byte_array_new ();

  far_put (blob, self->salt, FAR_SALT_LEN);
  far_put (blob, self->payload->data, self->payload->len);
  header.blob_len = blob->len;
  far_blob_hash (blob->data, blob->len, header.blob_hash);
  memcpy (header.device, writer->me->device, FAR_KEY_LEN);
  far_entry_id (none, encoded, far_header_encode (&header, encoded), self->collective);
  sodium_memzero (blob->data, blob->len);
}

FarGenesis *
far_genesis_new (const FarWriter *writer,
                 const char *name,
                 const char *my_name,
                 const char *zone,
                 gint32 today,
                 GError **error)
{
  g_autoptr (FarGenesis) self = g_new0 (FarGenesis, 1);

  self->name = far_collective_tidy_name (name, error);
  if (self->name == NULL)
    return NULL;
  self->my_name = far_collective_tidy_name (my_name, error);
  if (self->my_name == NULL)
    return NULL;
  self->zone = g_strdup (zone);
  if (!is_zone (zone))
    {
      _far_refuse (FAR_COLLECTIVE_ERROR_ZONE_INVALID, "there is no such time zone", error);
      return NULL;
    }
  if (!far_day_is_valid (today) || !far_day_is_valid (today + FAR_COLLECTIVE_TERM_DAYS))
    {
      _far_refuse (FAR_COLLECTIVE_ERROR_DATE_INVALID, "a term cannot begin on that day", error);
      return NULL;
    }

  self->time_ms = writer->now_ms;
  writer->random (self->salt, FAR_SALT_LEN);
  write_genesis (self, writer, today);
  find_collective (self, writer);

  return g_steal_pointer (&self);
}

void
far_genesis_free (FarGenesis *self)
{
  if (self == NULL)
    return;

  if (self->payload != NULL)
    {
      sodium_memzero (self->payload->data, self->payload->len);
      g_byte_array_unref (self->payload);
    }
  g_free (self->name);
  g_free (self->my_name);
  g_free (self->zone);
  g_free (self);
}

static gboolean
append_genesis (const FarWriter *writer, const FarGenesis *genesis, GError **error)
{
  FarDraft draft = {
    .kind = FAR_KIND_GENESIS,
    .time_ms = genesis->time_ms,
    .payload = genesis->payload->data,
    .payload_len = genesis->payload->len,
  };
  FarPos pos;

  memcpy (draft.salt, genesis->salt, FAR_SALT_LEN);

  return far_store_append (writer->store, writer->me->device, writer->me->sign_secret, &draft, &pos,
                           NULL, error);
}

static gboolean
append_collective (const FarWriter *writer, const FarGenesis *genesis, GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarSaying saying = { .kind = FAR_KIND_COLLECTIVE, .term = 1, .payload = payload };

  far_map_text (&map, FAR_COLLECTIVE_NAME, genesis->name);
  far_map_text (&map, FAR_COLLECTIVE_ZONE, genesis->zone);
  far_map_end (&map);

  return _far_writer_append (writer, &saying, NULL, NULL, error);
}

gboolean
_far_writer_append_name (const FarWriter *writer,
                         const guint8 person[static FAR_RECORD_ID_LEN],
                         const char *name,
                         GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarSaying saying = { .kind = FAR_KIND_PERSON, .subject = person, .payload = payload };

  far_map_bytes (&map, FAR_PERSON_ID, person, FAR_RECORD_ID_LEN);
  far_map_text (&map, FAR_PERSON_NAME, name);
  far_map_end (&map);

  return _far_writer_append (writer, &saying, NULL, NULL, error);
}

gboolean
far_collective_found (const FarWriter *writer, const FarGenesis *genesis, GError **error)
{
  g_return_val_if_fail (memcmp (far_store_peek_collective (writer->store), genesis->collective,
                                FAR_ID_LEN) == 0,
                        FALSE);

  if (!far_store_begin (writer->store, error))
    return FALSE;

  if (!append_genesis (writer, genesis, error) || !append_collective (writer, genesis, error) ||
      !_far_writer_append_name (writer, writer->me->member, genesis->my_name, error))
    {
      far_store_rollback (writer->store);
      return FALSE;
    }

  return far_store_commit (writer->store, error);
}
