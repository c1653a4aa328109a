/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A member's further machines: hearing one that asks, letting it in, taking the standing of one. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

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

gboolean
far_collective_find_closing (FarStore *store,
                             const guint8 device[static FAR_KEY_LEN],
                             FarGovProposal *out,
                             guint8 out_id[static FAR_ID_LEN])
{
  FarMatter matter = { .kind = FAR_KIND_DEVICE_REVOKE };
  const FarGovProposal *found;

  memcpy (matter.device, device, FAR_KEY_LEN);
  found = _far_matter_find (store, &matter);
  if (found == NULL)
    return FALSE;

  *out = *found;

  return _far_matter_read (store, found->act, &matter, out_id);
}

gboolean
far_collective_was_let_in_by_others (FarStore *store, const guint8 device[static FAR_KEY_LEN])
{
  const FarGovernance *gov = far_store_peek_governance (store);
  const FarGovDevice *found = far_governance_find_device (gov, device);
  const FarGovDevice *author;
  FarPos pos;

  if (found == NULL || !far_store_get_act (store, found->let_in_by, &pos, NULL))
    return FALSE;

  author = far_governance_find_device (gov, far_store_peek_log (store, pos.log)->device);

  return author != NULL && memcmp (author->member, found->member, FAR_RECORD_ID_LEN) != 0;
}

guint
far_collective_count_others (const FarGovernance *gov, const FarGovFurther *further)
{
  const FarGovProposal *proposal = _far_proposal_find (gov, further->proposal);
  guint n_said = 1 + (proposal != NULL ? proposal->n_approvals : 0);
  guint n_active = far_governance_get_n_active (gov);

  return n_active - MIN (n_said, n_active);
}

gboolean
far_collective_may_decide (const FarGovernance *gov)
{
  return far_governance_get_n_active (gov) > 2;
}

static gboolean
check_may_decide (const FarPen *pen, GError **error)
{
  if (far_collective_may_decide (pen->view.gov))
    return TRUE;

  return _far_refuse (FAR_COLLECTIVE_ERROR_TOO_FEW_WORDS,
                      "of two members neither decides about the other's machines", error);
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

/* ---- writing */

gboolean
_far_device_revoke (const FarWriter *writer,
                    const guint8 device[static FAR_KEY_LEN],
                    const guint8 *proposal,
                    GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarSaying saying = { .kind = FAR_KIND_DEVICE_REVOKE, .payload = payload };
  guint8 secret[FAR_HASH_LEN];

  far_map_bytes (&map, FAR_REMOVE_DEVICE, device, FAR_KEY_LEN);
  if (!_far_put_cuts (&map, writer->store, device, 1, error))
    return FALSE;

  writer->random (secret, sizeof secret);
  far_map_bytes (&map, FAR_REMOVE_SECRET, secret, sizeof secret);
  sodium_memzero (secret, sizeof secret);
  if (proposal != NULL)
    far_map_bytes (&map, FAR_REMOVE_PROPOSAL, proposal, FAR_ID_LEN);
  far_map_end (&map);

  return _far_writer_append (writer, &saying, NULL, NULL, error);
}

gboolean
_far_device_add (const FarWriter *writer,
                 const guint8 device[static FAR_KEY_LEN],
                 const guint8 *proposal,
                 GError **error)
{
  const FarGovernance *gov = far_store_peek_governance (writer->store);
  const FarGovFurther *further = find_further (gov, device);
  FarRequest request;
  guint8 id[FAR_ID_LEN];

  if (further == NULL)
    return TRUE;
  if (count_machines (gov, further->member) >= FAR_MEMBER_DEVICES_MAX)
    return _far_refuse (FAR_COLLECTIVE_ERROR_FULL_MACHINES, "a member has five machines at most",
                        error);

  return _far_request_read (&request, writer->store, further->act, id, error) &&
         _far_writer_append_keys (writer, FAR_KIND_DEVICE_ADD, &request, proposal, error);
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

void
_far_answer_further (FarAnswer *self, const FarGovernance *gov, const FarGovFurther *further)
{
  if (further->n_missing == 0)
    {
      _far_answer_refuse (self, FAR_REFUSAL_MACHINES);
      return;
    }

  self->state = FAR_ANSWER_WAITING;
  self->n_missing = further->n_missing > far_collective_count_others (gov, further)
                        ? FAR_ANSWER_VAIN
                        : further->n_missing;
}

/* ASK unless it is there, and DEVICE_ADD if that is approved. */
static gboolean
write_further (FarPen *pen, const FarRequest *request, FarAdmission *out, GError **error)
{
  const FarWriter *writer = pen->writer;
  const FarGovernance *gov = pen->view.gov;
  const FarGovFurther *further = find_further (gov, request->newcomer.device);
  FarMatter matter;
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
           _far_matter_read (writer->store, further->proposal, &matter, id))
    {
      out->is_new = TRUE;
      if (!_far_pen_open (pen, error) || !_far_matter_complete (writer, &matter, id, error))
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
  else
    _far_answer_further (&out->answer, gov, further);

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
  FarMatter matter = { .kind = FAR_KIND_DEVICE_ADD };
  FarGovFurther asked;

  memset (out, 0, sizeof *out);
  if (further == NULL)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "no machine of that id asks", error);

  asked = *further;
  if (count_machines (pen->view.gov, asked.member) >= FAR_MEMBER_DEVICES_MAX)
    return _far_refuse (FAR_COLLECTIVE_ERROR_FULL_MACHINES, "a member has five machines at most",
                        error);

  if (memcmp (asked.member, pen->me->id, FAR_RECORD_ID_LEN) != 0)
    {
      if (!check_may_decide (pen, error))
        return FALSE;
      memcpy (matter.member, asked.member, FAR_RECORD_ID_LEN);
      memcpy (matter.device, asked.device, FAR_KEY_LEN);
      return _far_matter_support (pen, &matter, _far_proposal_find (pen->view.gov, asked.proposal),
                                  out, error);
    }

  if (!_far_pen_open (pen, error) || !_far_device_add (writer, asked.device, NULL, error))
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
  FarMatter matter = { .kind = FAR_KIND_DEVICE_REVOKE };

  memset (out, 0, sizeof *out);
  if (found == NULL || !found->active)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "no machine of that id stands", error);
  if (memcmp (device, writer->me->device, FAR_KEY_LEN) == 0)
    return _far_refuse (FAR_COLLECTIVE_ERROR_THIS_DEVICE, "that is this machine itself", error);

  memcpy (matter.device, device, FAR_KEY_LEN);
  if (memcmp (found->member, pen->me->id, FAR_RECORD_ID_LEN) != 0)
    return check_may_decide (pen, error) &&
           _far_matter_support (pen, &matter, _far_matter_find (writer->store, &matter), out,
                                error);

  if (!_far_pen_open (pen, error) || !_far_device_revoke (writer, matter.device, NULL, error))
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
