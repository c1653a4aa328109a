/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A member's further machines: hearing one that asks, letting it in, taking the standing of one. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

/* What a PROPOSE asks for. */
typedef struct
{
  FarKind kind;
  guint8 member[FAR_RECORD_ID_LEN]; /* only of DEVICE_ADD */
  guint8 device[FAR_KEY_LEN];
} Matter;

/* ---- what is known */

static const FarGovFurther *
find_further (const FarGovernance *gov, const guint8 *device)
{
  guint n;
  const FarGovFurther *further = far_governance_peek_further (gov, &n);

  for (guint i = 0; i < n; i++)
    if (memcmp (further[i].device, device, FAR_KEY_LEN) == 0)
      return &further[i];

  return NULL;
}

static const FarGovProposal *
find_proposal (const FarGovernance *gov, guint32 act)
{
  guint n;
  const FarGovProposal *proposals = far_governance_peek_proposals (gov, &n);

  for (guint i = 0; i < n; i++)
    if (proposals[i].act == act)
      return &proposals[i];

  return NULL;
}

static void
take_field (const FarPayload *payload, guint key, guint8 *out, gsize len)
{
  if (far_payload_bytes (payload, key) != NULL)
    memcpy (out, far_payload_bytes (payload, key), len);
}

/* Returns: FALSE if it cannot be read, or proposes something else than a machine's standing */
static gboolean
read_matter (FarStore *store, guint32 act, Matter *out, guint8 *out_id)
{
  FarPos pos;
  FarRow row;
  FarPayload payload;

  memset (out, 0, sizeof *out);
  if (!far_store_get_act (store, act, &pos, NULL) || !far_store_read_pos (store, pos, &row, NULL) ||
      !far_row_parse (&row, &payload))
    return FALSE;

  memcpy (out_id, row.id, FAR_ID_LEN);
  out->kind = far_payload_int (&payload, FAR_PROPOSE_KIND, 0);
  take_field (&payload, FAR_PROPOSE_MEMBER, out->member, FAR_RECORD_ID_LEN);
  take_field (&payload, FAR_PROPOSE_DEVICE, out->device, FAR_KEY_LEN);

  return out->kind == FAR_KIND_DEVICE_ADD || out->kind == FAR_KIND_DEVICE_REVOKE;
}

/* Of the open proposals to take a machine's standing, the first of those that most have signed. */
static const FarGovProposal *
find_revocation (FarStore *store, const guint8 *device)
{
  guint n;
  const FarGovProposal *found = NULL;
  const FarGovProposal *proposals =
      far_governance_peek_proposals (far_store_peek_governance (store), &n);

  for (guint i = 0; i < n; i++)
    {
      Matter matter;
      guint8 id[FAR_ID_LEN];

      if (proposals[i].done_by == FAR_ACT_NONE &&
          read_matter (store, proposals[i].act, &matter, id) &&
          matter.kind == FAR_KIND_DEVICE_REVOKE &&
          memcmp (matter.device, device, FAR_KEY_LEN) == 0 &&
          (found == NULL || proposals[i].n_approvals > found->n_approvals))
        found = &proposals[i];
    }

  return found;
}

gboolean
far_collective_find_closing (FarStore *store,
                             const guint8 device[static FAR_KEY_LEN],
                             FarGovProposal *out,
                             guint8 out_id[static FAR_ID_LEN])
{
  const FarGovProposal *found = find_revocation (store, device);
  Matter matter;

  if (found == NULL)
    return FALSE;

  *out = *found;

  return read_matter (store, found->act, &matter, out_id);
}

static guint
count_machines (const FarGovernance *gov, const guint8 *member)
{
  guint n;
  guint count = 0;
  const FarGovDevice *devices = far_governance_peek_devices (gov, &n);

  for (guint i = 0; i < n; i++)
    count += devices[i].active && memcmp (devices[i].member, member, FAR_RECORD_ID_LEN) == 0;

  return count;
}

static gboolean
has_signed (const FarGovProposal *proposal, const guint8 *member)
{
  for (guint i = 0; i < proposal->n_approvals; i++)
    if (memcmp (proposal->approvals[i], member, FAR_RECORD_ID_LEN) == 0)
      return TRUE;

  return FALSE;
}

/* ---- writing */

static gboolean
write_propose (const FarWriter *writer, const Matter *matter, guint8 *out_id, GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarSaying saying = { .kind = FAR_KIND_PROPOSE, .payload = payload };

  far_map_int (&map, FAR_PROPOSE_KIND, matter->kind);
  if (matter->kind == FAR_KIND_DEVICE_ADD)
    far_map_bytes (&map, FAR_PROPOSE_MEMBER, matter->member, FAR_RECORD_ID_LEN);
  far_map_bytes (&map, FAR_PROPOSE_DEVICE, matter->device, FAR_KEY_LEN);
  far_map_end (&map);

  return _far_writer_append (writer, &saying, NULL, out_id, error);
}

static gboolean
write_approve (const FarWriter *writer, const guint8 *what, GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarSaying saying = { .kind = FAR_KIND_APPROVE, .payload = payload };

  far_map_bytes (&map, FAR_APPROVE_WHAT, what, FAR_ID_LEN);
  far_map_end (&map);

  return _far_writer_append (writer, &saying, NULL, NULL, error);
}

/* Cuts at the last entry of it that this machine could show the proof of. */
static gboolean
write_cut (FarMapWriter *map,
           GByteArray *payload,
           FarStore *store,
           const guint8 *device,
           GError **error)
{
  guint32 number = far_store_find_log (store, device);
  const FarLog *log = far_store_peek_log (store, number);
  guint8 id[FAR_ID_LEN];
  FarMapWriter cut;

  if (number == 0 || log->signed_seq == 0)
    return TRUE;
  if (!far_store_get_id (store, (FarPos){ number, log->signed_seq }, id, error))
    return FALSE;

  far_map_array (map, FAR_REMOVE_CUTS, 1);
  cut = far_map_begin (payload);
  far_map_bytes (&cut, FAR_CUT_DEVICE, device, FAR_KEY_LEN);
  far_map_int (&cut, FAR_CUT_SEQ, log->signed_seq);
  far_map_bytes (&cut, FAR_CUT_ID, id, FAR_ID_LEN);
  far_map_bytes (&cut, FAR_CUT_SIGNATURE, log->signature, FAR_SIG_LEN);
  far_map_end (&cut);

  return TRUE;
}

/* @proposal: (nullable) */
static gboolean
write_revoke (const FarWriter *writer, const guint8 *device, const guint8 *proposal, GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarSaying saying = { .kind = FAR_KIND_DEVICE_REVOKE, .payload = payload };
  guint8 secret[FAR_HASH_LEN];

  far_map_bytes (&map, FAR_REMOVE_DEVICE, device, FAR_KEY_LEN);
  if (!write_cut (&map, payload, writer->store, device, error))
    return FALSE;

  writer->random (secret, sizeof secret);
  far_map_bytes (&map, FAR_REMOVE_SECRET, secret, sizeof secret);
  sodium_memzero (secret, sizeof secret);
  if (proposal != NULL)
    far_map_bytes (&map, FAR_REMOVE_PROPOSAL, proposal, FAR_ID_LEN);
  far_map_end (&map);

  return _far_writer_append (writer, &saying, NULL, NULL, error);
}

/* @proposal: (nullable): id */
static gboolean
write_device_add (const FarWriter *writer,
                  const FarGovFurther *further,
                  const guint8 *proposal,
                  GError **error)
{
  const FarGovernance *gov = far_store_peek_governance (writer->store);
  FarRequest request;
  guint8 id[FAR_ID_LEN];

  if (count_machines (gov, further->member) >= FAR_MEMBER_DEVICES_MAX)
    return _far_refuse (FAR_COLLECTIVE_ERROR_FULL, "a member has five machines at most", error);

  return _far_request_read (&request, writer->store, further->act, id, error) &&
         _far_writer_append_keys (writer, FAR_KIND_DEVICE_ADD, &request, proposal, error);
}

/* Does what was approved, if enough have.  @id: of the PROPOSE */
static gboolean
complete (const FarWriter *writer, const Matter *matter, const guint8 *id, GError **error)
{
  const FarGovernance *gov = far_store_peek_governance (writer->store);
  const FarGovProposal *proposal = find_proposal (gov, far_governance_find_act (gov, id));
  const FarGovFurther *further;

  if (proposal == NULL || proposal->done_by != FAR_ACT_NONE ||
      proposal->n_approvals < proposal->n_needed)
    return TRUE;
  if (matter->kind == FAR_KIND_DEVICE_REVOKE)
    return write_revoke (writer, matter->device, id, error);

  further = find_further (gov, matter->device);

  return further == NULL || write_device_add (writer, further, id, error);
}

/* What there is to say of the proposal with this id. */
static void
view_approval (FarStore *store, const guint8 *id, FarApproval *out)
{
  const FarGovernance *gov = far_store_peek_governance (store);
  const FarGovProposal *proposal = find_proposal (gov, far_governance_find_act (gov, id));

  memset (out, 0, sizeof *out);
  if (proposal == NULL)
    return;

  out->is_proposed = TRUE;
  memcpy (out->proposal, id, FAR_ID_LEN);
  out->is_done = proposal->done_by != FAR_ACT_NONE;
  out->n_approvals = proposal->n_approvals;
  out->n_needed = proposal->n_needed;
}

/* Approves @proposal, or proposes where there is none.  @proposal: (nullable) */
static gboolean
support (FarPen *pen,
         const Matter *matter,
         const FarGovProposal *proposal,
         FarApproval *out,
         GError **error)
{
  const FarWriter *writer = pen->writer;
  gboolean is_mine = proposal != NULL && has_signed (proposal, pen->me->id);
  guint8 id[FAR_ID_LEN];
  Matter same;

  if (proposal != NULL && !read_matter (writer->store, proposal->act, &same, id))
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "that proposes something else", error);
  if (!_far_pen_open (pen, error) ||
      (proposal == NULL && !write_propose (writer, matter, id, error)) ||
      (proposal != NULL && !is_mine && !write_approve (writer, id, error)) ||
      !complete (writer, matter, id, error))
    return FALSE;

  view_approval (writer->store, id, out);

  return TRUE;
}

/* ---- hearing one that asks */

static gboolean
has_room (const FarGovernance *gov, const guint8 *member)
{
  guint n;
  guint n_of_member = count_machines (gov, member);
  const FarGovFurther *further = far_governance_peek_further (gov, &n);

  /* who once knew a secret can make up any number of machines */
  for (guint i = 0; i < n; i++)
    n_of_member += memcmp (further[i].member, member, FAR_RECORD_ID_LEN) == 0;

  return n < FAR_FURTHER_MAX && n_of_member < 2 * FAR_MEMBER_DEVICES_MAX;
}

/* ASK unless it is there, and DEVICE_ADD if that is approved. */
static gboolean
write_further (FarPen *pen, const FarRequest *request, FarAdmission *out, GError **error)
{
  const FarWriter *writer = pen->writer;
  const FarGovernance *gov = pen->view.gov;
  const FarGovFurther *further = find_further (gov, request->newcomer.device);
  Matter matter;
  guint8 id[FAR_ID_LEN];

  if (further == NULL)
    {
      out->is_new = TRUE;
      if (!_far_pen_open (pen, error) ||
          !_far_writer_append_keys (writer, FAR_KIND_ASK, request, NULL, error))
        return FALSE;
    }
  else if (further->n_missing == 0 &&
           count_machines (gov, further->member) < FAR_MEMBER_DEVICES_MAX &&
           read_matter (writer->store, further->proposal, &matter, id))
    {
      out->is_new = TRUE;
      if (!_far_pen_open (pen, error) || !complete (writer, &matter, id, error))
        return FALSE;
    }

  gov = far_store_peek_governance (writer->store);
  if (_far_answer_known (gov, request, &out->answer))
    return TRUE;

  further = find_further (gov, request->newcomer.device);
  if (further == NULL)
    {
      /* whoever is refused asks again, and again */
      _far_answer_refuse (&out->answer, FAR_REFUSAL_NO_MEMBER);
      pen->is_vain = TRUE;
      out->is_new = FALSE;
    }
  else if (further->n_missing > 0)
    _far_answer_wait (&out->answer, further->n_missing);
  else
    _far_answer_refuse (&out->answer, FAR_REFUSAL_MACHINES);

  return TRUE;
}

static gboolean
hear_further (FarPen *pen,
              const FarRequest *request,
              const guint8 *noise,
              FarAdmission *out,
              GError **error)
{
  const FarGovernance *gov = pen->view.gov;
  const FarGovMember *member = far_governance_find_member (gov, out->member);

  if (!_far_request_has_good_keys (request, noise))
    {
      _far_answer_refuse (&out->answer, FAR_REFUSAL_PROOF);
      return TRUE;
    }
  if (_far_answer_known (gov, request, &out->answer))
    return TRUE;
  if (member == NULL || member->standing != FAR_GOV_ACTIVE)
    {
      _far_answer_refuse (&out->answer, FAR_REFUSAL_NO_MEMBER);
      return TRUE;
    }
  if (find_further (gov, request->newcomer.device) == NULL && !has_room (gov, out->member))
    {
      _far_answer_refuse (&out->answer, FAR_REFUSAL_MACHINES);
      return TRUE;
    }

  return write_further (pen, request, out, error);
}

gboolean
far_collective_hear_further (const FarWriter *writer,
                             const guint8 *data,
                             gsize len,
                             const guint8 *noise,
                             FarAdmission *out,
                             GError **error)
{
  FarRequest request;
  FarAdmission admission = { 0 };
  FarPen pen;
  guint32 ident;

  if (!far_further_decode (&request, far_store_peek_collective (writer->store), data, len))
    return _far_refuse (FAR_COLLECTIVE_ERROR_PEER_INVALID, "that is no request", error);
  if (!_far_pen_init (&pen, writer, error))
    return FALSE;

  memcpy (admission.member, request.newcomer.entry, FAR_RECORD_ID_LEN);
  ident = far_store_find_ident (writer->store, admission.member);
  if (ident != 0 && !_far_person_read_name (&pen.view, ident, &admission.name, NULL, NULL, error))
    return _far_pen_close (&pen, FALSE, error);
  if (admission.name == NULL)
    admission.name = g_strdup ("");

  if (!_far_pen_close (&pen, hear_further (&pen, &request, noise, &admission, error), error))
    {
      far_admission_clear (&admission);
      return FALSE;
    }

  *out = admission;
  sodium_memzero (&admission, sizeof admission);

  return TRUE;
}

/* ---- approving */

static gboolean
approve_device (FarPen *pen, const guint8 *device, FarApproval *out, GError **error)
{
  const FarWriter *writer = pen->writer;
  const FarGovFurther *further = find_further (pen->view.gov, device);
  Matter matter = { .kind = FAR_KIND_DEVICE_ADD };
  FarGovFurther asked;

  memset (out, 0, sizeof *out);
  if (further == NULL)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "no machine of that id asks", error);

  asked = *further;
  if (count_machines (pen->view.gov, asked.member) >= FAR_MEMBER_DEVICES_MAX)
    return _far_refuse (FAR_COLLECTIVE_ERROR_FULL, "a member has five machines at most", error);

  if (memcmp (asked.member, pen->me->id, FAR_RECORD_ID_LEN) != 0)
    {
      memcpy (matter.member, asked.member, FAR_RECORD_ID_LEN);
      memcpy (matter.device, asked.device, FAR_KEY_LEN);
      return support (pen, &matter, find_proposal (pen->view.gov, asked.proposal), out, error);
    }

  if (!_far_pen_open (pen, error) || !write_device_add (writer, &asked, NULL, error))
    return FALSE;

  out->is_done =
      far_governance_device_stands (far_store_peek_governance (writer->store), asked.device);

  return TRUE;
}

gboolean
far_collective_approve_device (const FarWriter *writer,
                               const guint8 device[static FAR_KEY_LEN],
                               FarApproval *out,
                               GError **error)
{
  FarPen pen;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, approve_device (&pen, device, out, error), error);
}

static gboolean
revoke_device (FarPen *pen, const guint8 *device, FarApproval *out, GError **error)
{
  const FarWriter *writer = pen->writer;
  const FarGovDevice *found = far_governance_find_device (pen->view.gov, device);
  Matter matter = { .kind = FAR_KIND_DEVICE_REVOKE };

  memset (out, 0, sizeof *out);
  if (found == NULL || !found->active)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "no machine of that id stands", error);
  if (memcmp (device, writer->me->device, FAR_KEY_LEN) == 0)
    return _far_refuse (FAR_COLLECTIVE_ERROR_THIS_DEVICE, "that is this machine itself", error);

  memcpy (matter.device, device, FAR_KEY_LEN);
  if (memcmp (found->member, pen->me->id, FAR_RECORD_ID_LEN) != 0)
    return support (pen, &matter, find_revocation (writer->store, device), out, error);

  if (!_far_pen_open (pen, error) || !write_revoke (writer, matter.device, NULL, error))
    return FALSE;

  out->is_done =
      !far_governance_device_stands (far_store_peek_governance (writer->store), matter.device);

  return TRUE;
}

gboolean
far_collective_revoke_device (const FarWriter *writer,
                              const guint8 device[static FAR_KEY_LEN],
                              FarApproval *out,
                              GError **error)
{
  FarPen pen;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, revoke_device (&pen, device, out, error), error);
}

static gboolean
approve (FarPen *pen, const guint8 *id, FarApproval *out, GError **error)
{
  FarStore *store = pen->writer->store;
  const FarGovProposal *proposal =
      find_proposal (pen->view.gov, far_governance_find_act (pen->view.gov, id));
  Matter matter;
  guint8 same[FAR_ID_LEN];

  if (proposal == NULL || proposal->done_by != FAR_ACT_NONE ||
      !read_matter (store, proposal->act, &matter, same))
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "no open proposal has that id", error);

  return support (pen, &matter, proposal, out, error);
}

gboolean
far_collective_approve (const FarWriter *writer,
                        const guint8 proposal[static FAR_ID_LEN],
                        FarApproval *out,
                        GError **error)
{
  FarPen pen;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, approve (&pen, proposal, out, error), error);
}
