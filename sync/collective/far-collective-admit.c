/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Hearing who comes with an invitation, vouching and letting in. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

/* ---- what is known of who asks */

static const FarGovAsk *
find_ask (const FarGovernance *gov, const guint8 *member)
{
  guint n;
  const FarGovAsk *asks = far_governance_peek_asks (gov, &n);

  for (guint i = 0; i < n; i++)
    {
      if (memcmp (asks[i].member, member, FAR_RECORD_ID_LEN) == 0)
        return &asks[i];
    }

  return NULL;
}

/* Whether a key could be used at all: a low-order point shares no secret with anybody. */
static gboolean
is_good_point (const guint8 *key)
{
  static const guint8 scalar[FAR_KEY_LEN] = { 8 };
  guint8 shared[FAR_KEY_LEN];

  return crypto_scalarmult (shared, scalar, key) == 0;
}

gboolean
_far_request_has_good_keys (const FarRequest *self, const guint8 *noise)
{
  const FarNewcomer *newcomer = &self->newcomer;

  return is_good_point (newcomer->noise) && is_good_point (newcomer->seal) &&
         far_device_verify (newcomer, self->device_proof) &&
         (noise == NULL || memcmp (noise, newcomer->noise, FAR_KEY_LEN) == 0);
}

/* Why somebody who is not known yet is not let in with this invitation. */
static FarRefusal
judge_invite (const FarGovernance *gov, const FarGovInvite *invite, gint64 now_ms)
{
  switch (invite->state)
    {
    case FAR_GOV_INVITE_USED:
      return FAR_REFUSAL_USED;
    case FAR_GOV_INVITE_ENDED:
    case FAR_GOV_INVITE_LAPSED:
      return FAR_REFUSAL_ENDED;
    default:
      break;
    }
  if (invite->expires_ms < now_ms)
    return FAR_REFUSAL_EXPIRED;

  return far_governance_get_n_active (gov) >= FAR_MEMBERS_MAX ? FAR_REFUSAL_FULL : FAR_REFUSAL_NONE;
}

void
_far_answer_refuse (FarAnswer *self, FarRefusal refusal)
{
  self->state = FAR_ANSWER_REFUSED;
  self->refusal = refusal;
}

gboolean
_far_answer_known (const FarGovernance *gov, const FarRequest *request, FarAnswer *answer)
{
  const FarGovDevice *device = far_governance_find_device (gov, request->newcomer.device);
  guint n;
  const guint8 (*secrets)[FAR_HASH_LEN] = far_governance_peek_secrets (gov, &n);

  if (device == NULL)
    return FALSE;

  /* the secret goes to the keys that were let in, and to no others */
  if (memcmp (device->noise_key, request->newcomer.noise, FAR_KEY_LEN) != 0 ||
      memcmp (device->seal_key, request->newcomer.seal, FAR_KEY_LEN) != 0)
    _far_answer_refuse (answer, FAR_REFUSAL_PROOF);
  else if (!far_governance_device_stands (gov, device->key) || n == 0)
    _far_answer_refuse (answer, FAR_REFUSAL_CLOSED);
  else
    {
      answer->state = FAR_ANSWER_ADMITTED;
      memcpy (answer->secret, secrets[0], FAR_HASH_LEN);
    }

  return TRUE;
}

/* ---- writing */

gboolean
_far_writer_append_keys (const FarWriter *writer,
                         FarKind kind,
                         const FarRequest *request,
                         const guint8 *proposal,
                         GError **error)
{
  const FarNewcomer *newcomer = &request->newcomer;
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarSaying saying = { .kind = kind, .payload = payload };
  guint8 member[FAR_RECORD_ID_LEN];

  if (request->is_further)
    memcpy (member, newcomer->entry, FAR_RECORD_ID_LEN);
  else
    {
      far_member_id (newcomer->collective, newcomer->device, member);
      far_map_bytes (&map, FAR_ADMIT_INVITE, newcomer->entry, FAR_ID_LEN);
    }
  far_map_bytes (&map, FAR_ADMIT_MEMBER, member, FAR_RECORD_ID_LEN);
  far_map_bytes (&map, FAR_ADMIT_DEVICE, newcomer->device, FAR_KEY_LEN);
  far_map_bytes (&map, FAR_ADMIT_NOISE, newcomer->noise, FAR_KEY_LEN);
  far_map_bytes (&map, FAR_ADMIT_SEAL, newcomer->seal, FAR_KEY_LEN);
  if (!request->is_further)
    far_map_bytes (&map, FAR_ADMIT_INVITE_PROOF, request->invite_proof, FAR_SIG_LEN);
  far_map_bytes (&map, FAR_ADMIT_DEVICE_PROOF, request->device_proof, FAR_SIG_LEN);
  if (proposal != NULL)
    far_map_bytes (&map, FAR_ADMIT_PROPOSAL, proposal, FAR_ID_LEN);
  far_map_end (&map);

  return _far_writer_append (writer, &saying, NULL, NULL, error);
}

static gboolean
has_name (FarStore *store, const guint8 *member)
{
  guint32 ident = far_store_find_ident (store, member);
  sqlite3_stmt *statement =
      far_store_statement (store, "SELECT 1 FROM record WHERE kind = ? AND record = ?");
  gboolean found;

  if (statement == NULL || ident == 0)
    return FALSE;

  sqlite3_bind_int (statement, 1, FAR_KIND_PERSON);
  sqlite3_bind_int64 (statement, 2, ident);
  found = sqlite3_step (statement) == SQLITE_ROW;
  sqlite3_reset (statement);

  return found;
}

guint
_far_ask_get_missing (const FarGovernance *gov, const FarGovAsk *ask)
{
  return ask->n_missing > far_governance_get_n_active (gov) - ask->n_vouchers ? FAR_ANSWER_VAIN
                                                                              : ask->n_missing;
}

/* @ask: somebody has yet to vouch */
static void
answer_ask (FarAnswer *self, const FarGovernance *gov, const FarGovAsk *ask)
{
  self->state = FAR_ANSWER_WAITING;
  self->n_missing = _far_ask_get_missing (gov, ask);
  self->n_needed = ask->n_vouchers + ask->n_missing;
}

/* ASK and the name unless they are there, and ADMIT if nobody is missing. */
static gboolean
write_admission (FarPen *pen, const FarRequest *request, FarAdmission *out, GError **error)
{
  const FarWriter *writer = pen->writer;
  FarStore *store = writer->store;
  const FarGovAsk *ask = find_ask (pen->view.gov, out->member);
  const FarGovernance *gov;

  if (ask == NULL || ask->n_missing == 0 || !has_name (store, out->member))
    {
      out->is_new = TRUE;
      if (!_far_pen_open (pen, error) ||
          (ask == NULL && !_far_writer_append_keys (writer, FAR_KIND_ASK, request, NULL, error)) ||
          (!has_name (store, out->member) &&
           !_far_writer_append_name (writer, out->member, request->name, error)))
        return FALSE;
    }

  gov = far_store_peek_governance (store);
  ask = find_ask (gov, out->member);
  if (ask != NULL && ask->n_missing == 0 &&
      !_far_writer_append_keys (writer, FAR_KIND_ADMIT, request, NULL, error))
    return FALSE;

  gov = far_store_peek_governance (store);
  if (_far_answer_known (gov, request, &out->answer))
    return TRUE;

  ask = find_ask (gov, out->member);
  if (ask != NULL && ask->n_missing > 0)
    answer_ask (&out->answer, gov, ask);
  else
    {
      _far_answer_refuse (&out->answer, FAR_REFUSAL_CLOSED);
      pen->is_vain = TRUE;
      out->is_new = FALSE;
    }

  return TRUE;
}

static gboolean
hear_request (FarPen *pen,
              const FarRequest *request,
              const guint8 *noise,
              FarAdmission *out,
              GError **error)
{
  const FarGovernance *gov = pen->view.gov;
  const FarGovInvite *invite = _far_find_invite (gov, request->newcomer.entry);
  FarRefusal refusal;

  if (invite == NULL)
    {
      _far_answer_refuse (&out->answer, FAR_REFUSAL_UNKNOWN);
      return TRUE;
    }
  if (!_far_request_has_good_keys (request, noise) ||
      !far_invite_verify (invite->key, &request->newcomer, request->invite_proof))
    {
      _far_answer_refuse (&out->answer, FAR_REFUSAL_PROOF);
      return TRUE;
    }
  if (_far_answer_known (gov, request, &out->answer))
    return TRUE;

  refusal = judge_invite (gov, invite, pen->writer->now_ms);
  if (refusal != FAR_REFUSAL_NONE)
    {
      _far_answer_refuse (&out->answer, refusal);
      return TRUE;
    }

  return write_admission (pen, request, out, error);
}

gboolean
far_collective_hear_request (const FarWriter *writer,
                             const guint8 *data,
                             gsize len,
                             const guint8 *noise,
                             FarAdmission *out,
                             GError **error)
{
  g_auto (FarRequest) request = { 0 };
  FarAdmission admission = { 0 };
  FarPen pen;

  if (!far_request_decode (&request, far_store_peek_collective (writer->store), data, len))
    return _far_refuse (FAR_COLLECTIVE_ERROR_PEER_INVALID, "that is no request", error);
  if (!_far_pen_init (&pen, writer, error))
    return FALSE;

  far_member_id (request.newcomer.collective, request.newcomer.device, admission.member);
  if (!_far_pen_close (&pen, hear_request (&pen, &request, noise, &admission, error), error))
    {
      far_admission_clear (&admission);
      return FALSE;
    }

  admission.name = g_steal_pointer (&request.name);
  *out = admission;
  sodium_memzero (&admission, sizeof admission);

  return TRUE;
}

void
far_admission_clear (FarAdmission *self)
{
  g_clear_pointer (&self->name, g_free);
  sodium_memzero (&self->answer, sizeof self->answer);
}

/* ---- telling who waits */

/* Of whom nobody is missing the next machine that hears of it lets in: there is nothing to tell. */
static gboolean
tell_ask (FarStore *store, const FarGovAsk *ask, gint64 now_ms, GArray *out, GError **error)
{
  const FarGovernance *gov = far_store_peek_governance (store);
  FarWaiting waiting = { 0 };
  const FarGovInvite *invite;
  FarRefusal refusal;
  FarRequest request;
  guint8 id[FAR_ID_LEN];

  if (!_far_request_read (&request, store, ask->act, id, error))
    return FALSE;

  memcpy (waiting.seal_key, request.newcomer.seal, FAR_KEY_LEN);
  invite = _far_find_invite (gov, request.newcomer.entry);
  refusal = invite != NULL ? judge_invite (gov, invite, now_ms) : FAR_REFUSAL_UNKNOWN;
  if (refusal != FAR_REFUSAL_NONE)
    _far_answer_refuse (&waiting.answer, refusal);
  else
    answer_ask (&waiting.answer, gov, ask);
  if (refusal != FAR_REFUSAL_NONE || ask->n_missing > 0)
    g_array_append_val (out, waiting);

  return TRUE;
}

static gboolean
tell_further (FarStore *store, const FarGovFurther *further, GArray *out, GError **error)
{
  FarWaiting waiting = { 0 };
  FarRequest request;
  guint8 id[FAR_ID_LEN];

  if (!_far_request_read (&request, store, further->act, id, error))
    return FALSE;

  memcpy (waiting.seal_key, request.newcomer.seal, FAR_KEY_LEN);
  _far_answer_further (&waiting.answer, far_store_peek_governance (store), further);
  g_array_append_val (out, waiting);

  return TRUE;
}

GArray *
far_collective_waiting (FarStore *store, gint64 now_ms, GError **error)
{
  const FarGovernance *gov = far_store_peek_governance (store);
  guint n_asks;
  guint n_further;
  const FarGovAsk *asks = far_governance_peek_asks (gov, &n_asks);
  const FarGovFurther *further = far_governance_peek_further (gov, &n_further);
  g_autoptr (GArray) out = g_array_new (FALSE, FALSE, sizeof (FarWaiting));
  gboolean good = TRUE;

  /* the newest first: who asked long ago may have given up */
  for (guint i = n_asks; i-- > 0 && out->len < FAR_OPEN_INVITES_MAX && good;)
    good = tell_ask (store, &asks[i], now_ms, out, error);
  for (guint i = n_further; i-- > 0 && out->len < FAR_OPEN_INVITES_MAX && good;)
    good = tell_further (store, &further[i], out, error);

  return good ? g_steal_pointer (&out) : NULL;
}

/* ---- vouching */

static void
take_field (const FarPayload *payload, guint key, guint8 *out, gsize len)
{
  memcpy (out, far_payload_bytes (payload, key), len);
}

gboolean
_far_request_read (FarRequest *out,
                   FarStore *store,
                   guint32 act,
                   guint8 out_id[static FAR_ID_LEN],
                   GError **error)
{
  FarPos pos;
  FarRow row;
  FarPayload payload;

  memset (out, 0, sizeof *out);
  if (!far_store_get_act (store, act, &pos, NULL) || !far_store_read_pos (store, pos, &row, error))
    return FALSE;
  if (!far_row_parse (&row, &payload))
    {
      g_set_error (error, FAR_STORE_ERROR, FAR_STORE_ERROR_DAMAGED, "an ASK cannot be read");
      return FALSE;
    }

  memcpy (out_id, row.id, FAR_ID_LEN);
  memcpy (out->newcomer.collective, far_store_peek_collective (store), FAR_ID_LEN);
  out->is_further = far_payload_bytes (&payload, FAR_ADMIT_INVITE) == NULL;
  if (out->is_further)
    take_field (&payload, FAR_ADMIT_MEMBER, out->newcomer.entry, FAR_RECORD_ID_LEN);
  else
    {
      take_field (&payload, FAR_ADMIT_INVITE, out->newcomer.entry, FAR_ID_LEN);
      take_field (&payload, FAR_ADMIT_INVITE_PROOF, out->invite_proof, FAR_SIG_LEN);
    }
  take_field (&payload, FAR_ADMIT_DEVICE, out->newcomer.device, FAR_KEY_LEN);
  take_field (&payload, FAR_ADMIT_NOISE, out->newcomer.noise, FAR_KEY_LEN);
  take_field (&payload, FAR_ADMIT_SEAL, out->newcomer.seal, FAR_KEY_LEN);
  take_field (&payload, FAR_ADMIT_DEVICE_PROOF, out->device_proof, FAR_SIG_LEN);

  return TRUE;
}

static gboolean
vouch (FarPen *pen, const guint8 *member, GError **error)
{
  const FarWriter *writer = pen->writer;
  const FarGovAsk *ask = find_ask (pen->view.gov, member);
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarSaying saying = { .kind = FAR_KIND_APPROVE, .payload = payload };
  FarRequest request;
  guint8 id[FAR_ID_LEN];

  if (ask == NULL)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "nobody with that id waits", error);
  if (!_far_request_read (&request, writer->store, ask->act, id, error))
    return FALSE;

  far_map_bytes (&map, FAR_APPROVE_WHAT, id, FAR_ID_LEN);
  far_map_end (&map);
  if (!_far_pen_open (pen, error) || !_far_writer_append (writer, &saying, NULL, NULL, error))
    return FALSE;

  ask = find_ask (far_store_peek_governance (writer->store), member);

  return ask == NULL || ask->n_missing > 0 ||
         _far_writer_append_keys (writer, FAR_KIND_ADMIT, &request, NULL, error);
}

gboolean
far_collective_vouch (const FarWriter *writer,
                      const guint8 member[static FAR_RECORD_ID_LEN],
                      GError **error)
{
  FarPen pen;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, vouch (&pen, member, error), error);
}
