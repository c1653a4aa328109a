/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What takes several members: a PROPOSE, APPROVEs, and the act that rests on them.  Whoever is the
 * last that it takes does it in the same batch. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

/* ---- reading */

static void
take_field (const FarPayload *payload, guint key, guint8 *out, gsize len)
{
  if (far_payload_bytes (payload, key) != NULL)
    memcpy (out, far_payload_bytes (payload, key), len);
}

gboolean
_far_matter_read (FarStore *store, guint32 act, FarMatter *out, guint8 out_id[static FAR_ID_LEN])
{
  FarPos pos;
  FarRow row;
  FarPayload payload;

  memset (out, 0, sizeof *out);
  if (!far_store_get_act (store, act, &pos, NULL) || !far_store_read_pos (store, pos, &row, NULL) ||
      row.kind != FAR_KIND_PROPOSE || !far_row_parse (&row, &payload))
    return FALSE;

  memcpy (out_id, row.id, FAR_ID_LEN);
  out->kind = far_payload_int (&payload, FAR_PROPOSE_KIND, 0);
  take_field (&payload, FAR_PROPOSE_MEMBER, out->member, FAR_RECORD_ID_LEN);
  take_field (&payload, FAR_PROPOSE_DEVICE, out->device, FAR_KEY_LEN);
  out->number = far_payload_int (&payload, FAR_PROPOSE_NUMBER, 0);
  out->value = far_payload_int (&payload, FAR_PROPOSE_VALUE, 0);

  return TRUE;
}

const FarGovProposal *
_far_proposal_find (const FarGovernance *gov, guint32 act)
{
  guint n;
  const FarGovProposal *proposals = far_governance_peek_proposals (gov, &n);

  for (guint i = 0; i < n; i++)
    if (proposals[i].act == act)
      return &proposals[i];

  return NULL;
}

static gboolean
is_same_matter (const FarMatter *a, const FarMatter *b)
{
  return a->kind == b->kind && memcmp (a->member, b->member, FAR_RECORD_ID_LEN) == 0 &&
         memcmp (a->device, b->device, FAR_KEY_LEN) == 0 && a->number == b->number &&
         a->value == b->value;
}

const FarGovProposal *
_far_matter_find (FarStore *store, const FarMatter *matter)
{
  guint n;
  const FarGovProposal *found = NULL;
  const FarGovProposal *proposals =
      far_governance_peek_proposals (far_store_peek_governance (store), &n);

  for (guint i = 0; i < n; i++)
    {
      FarMatter other;
      guint8 id[FAR_ID_LEN];

      if (proposals[i].done_by == FAR_ACT_NONE &&
          _far_matter_read (store, proposals[i].act, &other, id) &&
          is_same_matter (matter, &other) &&
          (found == NULL || proposals[i].n_approvals > found->n_approvals))
        found = &proposals[i];
    }

  return found;
}

gboolean
_far_proposal_has_enough (const FarGovProposal *self)
{
  return self->done_by == FAR_ACT_NONE && self->n_approvals >= self->n_needed;
}

gboolean
_far_proposal_has_signed (const FarGovProposal *self, const guint8 member[static FAR_RECORD_ID_LEN])
{
  for (guint i = 0; i < self->n_approvals; i++)
    if (memcmp (self->approvals[i], member, FAR_RECORD_ID_LEN) == 0)
      return TRUE;

  return FALSE;
}

/* ---- writing */

gboolean
_far_writer_propose (const FarWriter *writer,
                     const FarMatter *matter,
                     guint8 *out_id,
                     GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarSaying saying = { .kind = FAR_KIND_PROPOSE, .payload = payload };
  gboolean has_device =
      matter->kind == FAR_KIND_DEVICE_ADD || matter->kind == FAR_KIND_DEVICE_REVOKE;
  gboolean has_number = matter->kind == FAR_KIND_TERM || matter->kind == FAR_KIND_RULES;

  far_map_int (&map, FAR_PROPOSE_KIND, matter->kind);
  if (matter->kind != FAR_KIND_DEVICE_REVOKE && matter->kind != FAR_KIND_RULES)
    far_map_bytes (&map, FAR_PROPOSE_MEMBER, matter->member, FAR_RECORD_ID_LEN);
  if (has_device)
    far_map_bytes (&map, FAR_PROPOSE_DEVICE, matter->device, FAR_KEY_LEN);
  if (has_number)
    {
      far_map_int (&map, FAR_PROPOSE_NUMBER, matter->number);
      far_map_int (&map, FAR_PROPOSE_VALUE, matter->value);
    }
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

/* Whether there is anything of a machine to cut at. */
static gboolean
is_seen (FarStore *store, const guint8 *device)
{
  return far_store_peek_log (store, far_store_find_log (store, device))->signed_seq > 0;
}

gboolean
_far_put_cuts (FarMapWriter *map, FarStore *store, const guint8 *devices, guint n, GError **error)
{
  guint n_seen = 0;

  for (guint i = 0; i < n; i++)
    n_seen += is_seen (store, devices + (gsize)i * FAR_KEY_LEN);
  if (n_seen == 0)
    return TRUE;

  far_map_array (map, FAR_REMOVE_CUTS, n_seen);
  for (guint i = 0; i < n; i++)
    {
      const guint8 *device = devices + (gsize)i * FAR_KEY_LEN;
      const FarLog *log = far_store_peek_log (store, far_store_find_log (store, device));
      guint8 id[FAR_ID_LEN];
      FarMapWriter cut;

      if (!is_seen (store, device))
        continue;
      if (!far_store_get_id (store, (FarPos){ log->log, log->signed_seq }, id, error))
        return FALSE;
      cut = far_map_begin (map->out);
      far_map_bytes (&cut, FAR_CUT_DEVICE, device, FAR_KEY_LEN);
      far_map_int (&cut, FAR_CUT_SEQ, log->signed_seq);
      far_map_bytes (&cut, FAR_CUT_ID, id, FAR_ID_LEN);
      far_map_bytes (&cut, FAR_CUT_SIGNATURE, log->signature, FAR_SIG_LEN);
      far_map_end (&cut);
    }

  return TRUE;
}

static gboolean
carry_out (const FarWriter *writer, const FarMatter *matter, const guint8 *proposal, GError **error)
{
  switch (matter->kind)
    {
    case FAR_KIND_DEVICE_ADD:
      return _far_device_add (writer, matter->device, proposal, error);
    case FAR_KIND_DEVICE_REVOKE:
      return _far_device_revoke (writer, matter->device, proposal, error);
    case FAR_KIND_REMOVE:
      return _far_member_remove (writer, matter->member, proposal, error);
    case FAR_KIND_RULES:
      return _far_rule_write (writer, matter->number, matter->value, proposal, error);
    default:
      return TRUE;
    }
}

gboolean
_far_matter_complete (const FarWriter *writer,
                      const FarMatter *matter,
                      const guint8 proposal[static FAR_ID_LEN],
                      GError **error)
{
  const FarGovernance *gov = far_store_peek_governance (writer->store);
  const FarGovProposal *found = _far_proposal_find (gov, far_governance_find_act (gov, proposal));

  return found == NULL || found->done_by != FAR_ACT_NONE || found->n_approvals < found->n_needed ||
         carry_out (writer, matter, proposal, error);
}

/* What there is to say of the proposal with this id. */
static void
view_approval (FarStore *store, const guint8 *id, FarApproval *out)
{
  const FarGovernance *gov = far_store_peek_governance (store);
  const FarGovProposal *proposal = _far_proposal_find (gov, far_governance_find_act (gov, id));

  memset (out, 0, sizeof *out);
  if (proposal == NULL)
    return;

  out->is_proposed = TRUE;
  memcpy (out->proposal, id, FAR_ID_LEN);
  out->is_done = proposal->done_by != FAR_ACT_NONE;
  out->n_approvals = proposal->n_approvals;
  out->n_needed = proposal->n_needed;
}

gboolean
_far_matter_support (FarPen *pen,
                     const FarMatter *matter,
                     const FarGovProposal *proposal,
                     FarApproval *out,
                     GError **error)
{
  const FarWriter *writer = pen->writer;
  gboolean is_mine = proposal != NULL && _far_proposal_has_signed (proposal, pen->me->id);
  guint8 id[FAR_ID_LEN];
  FarMatter same;

  if (proposal != NULL && !_far_matter_read (writer->store, proposal->act, &same, id))
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "that proposes something else", error);
  if ((pen->log == 0 && !_far_pen_open (pen, error)) ||
      (proposal == NULL && !_far_writer_propose (writer, matter, id, error)) ||
      (proposal != NULL && !is_mine && !write_approve (writer, id, error)) ||
      !_far_matter_complete (writer, matter, id, error))
    return FALSE;

  view_approval (writer->store, id, out);

  return TRUE;
}

/* ---- why */

/* The id of the record that the PROPOSE's place makes. */
static void
get_record_id (FarStore *store, FarPos propose, guint8 out[static FAR_RECORD_ID_LEN])
{
  far_record_id (far_store_peek_collective (store), far_store_peek_log (store, propose.log)->device,
                 propose.seq, 0, out);
}

/* What one member has given as reasons and not replaced. @refs: the positions, without @prev */
static gboolean
find_own_reasons (FarPen *pen, const guint8 *record, FarPos *refs, guint *n, GError **error)
{
  FarPos prev = _far_pen_get_prev (pen);
  g_autoptr (GArray) live = NULL;
  FarHistory history;

  *n = 0;
  if (!_far_history_load (&history, &pen->view, FAR_KIND_REASON,
                          far_store_find_ident (pen->view.store, record), error))
    return FALSE;

  live = _far_history_live (&history, FAR_REASON_WHY);
  for (guint i = 0; i < live->len && *n < FAR_REFS_MAX; i++)
    {
      const FarWrite *write = g_array_index (live, FarLive, i).write;

      if (write->author == pen->me && (write->pos.log != prev.log || write->pos.seq != prev.seq))
        refs[(*n)++] = write->pos;
    }
  _far_history_clear (&history);

  return TRUE;
}

gboolean
_far_proposal_write_reason (FarPen *pen,
                            const guint8 proposal[static FAR_ID_LEN],
                            const guint8 about[static FAR_RECORD_ID_LEN],
                            const char *why,
                            GError **error)
{
  FarStore *store = pen->writer->store;
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarPos refs[FAR_REFS_MAX];
  FarSaying saying = {
    .kind = FAR_KIND_REASON, .subject = about, .payload = payload, .refs = refs
  };
  guint8 record[FAR_RECORD_ID_LEN];
  FarPos pos;

  if (!far_store_find_id (store, proposal, &pos))
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "no proposal has that id", error);

  get_record_id (store, pos, record);
  far_map_bytes (&map, FAR_REASON_PROPOSAL, record, FAR_RECORD_ID_LEN);
  far_map_text (&map, FAR_REASON_WHY, why);
  far_map_end (&map);

  return find_own_reasons (pen, record, refs, &saying.n_refs, error) &&
         _far_writer_append (pen->writer, &saying, NULL, NULL, error);
}

/* What @author says of it; "" if nothing is held.  NULL with @error */
static char *
dup_reason (FarView *view, FarPos propose, const FarGovMember *author, GError **error)
{
  guint8 record[FAR_RECORD_ID_LEN];
  g_autoptr (GArray) live = NULL;
  FarHistory history;
  char *why = NULL;

  get_record_id (view->store, propose, record);
  if (!_far_history_load (&history, view, FAR_KIND_REASON,
                          far_store_find_ident (view->store, record), error))
    return NULL;

  live = _far_history_live (&history, FAR_REASON_WHY);
  for (guint i = 0; i < live->len && why == NULL; i++)
    {
      const FarWrite *write = g_array_index (live, FarLive, i).write;

      if (write->author == author)
        why = far_payload_dup_text (&write->payload, FAR_REASON_WHY);
    }
  _far_history_clear (&history);

  return why != NULL ? why : g_strdup ("");
}

/* ---- the list */

static void
free_proposal (gpointer data)
{
  FarProposalFacts *facts = data;

  g_free (facts->why);
  g_free (facts);
}

/* Whether other servers would be asked than now. */
static gboolean
changes_servers (FarStore *store, const FarGovProposal *proposal, const FarMatter *matter)
{
  FarServers now;
  FarServers then;

  far_collective_servers (store, &now);
  _far_servers_read (store, proposal->act, matter->value, &then);

  return !far_servers_are_equal (&now, &then);
}

/* Whether what it asks for can still be done. */
static gboolean
is_live (FarStore *store, const FarGovProposal *proposal, const FarMatter *matter)
{
  const FarGovernance *gov = far_store_peek_governance (store);
  const FarGovMember *member = far_governance_find_member (gov, matter->member);
  const FarGovTerm *term = far_governance_peek_newest_term (gov);
  gboolean stands = member != NULL && member->standing == FAR_GOV_ACTIVE;

  switch ((guint)matter->kind)
    {
    case FAR_KIND_REMOVE:
      return stands;
    case FAR_KIND_TERM:
      return stands && term != NULL && matter->number == term->number + 1;
    case FAR_KIND_RULES:
      if (matter->number == FAR_RULE_SERVERS)
        return changes_servers (store, proposal, matter);
      /* what the replay reads and would refuse is nobody's to set */
      return matter->number >= 1 && matter->number <= FAR_RULES_KEY_MAX &&
             far_governance_get_rule (gov, matter->number) != matter->value &&
             (matter->number > FAR_RULE_REMOVALS ||
              far_collective_rule_allows (matter->number, matter->value));
    case FAR_KIND_DEVICE_ADD:
    case FAR_KIND_DEVICE_REVOKE:
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
is_of_machine (const FarMatter *matter)
{
  return matter->kind == FAR_KIND_DEVICE_ADD || matter->kind == FAR_KIND_DEVICE_REVOKE;
}

static gboolean
add_proposal (FarView *view,
              const FarGovProposal *proposal,
              const guint8 *me,
              GPtrArray *out,
              GError **error)
{
  FarProposalFacts *facts;
  const FarGovMember *author;
  FarMatter matter;
  guint8 id[FAR_ID_LEN];
  gint64 time_ms;
  FarPos pos;

  if (proposal->done_by != FAR_ACT_NONE ||
      !_far_matter_read (view->store, proposal->act, &matter, id) ||
      !is_live (view->store, proposal, &matter) || is_of_machine (&matter) ||
      !far_store_get_act (view->store, proposal->act, &pos, &time_ms))
    return TRUE;
  author = _far_view_author (view, pos.log);
  if (author == NULL)
    return TRUE;

  facts = g_new0 (FarProposalFacts, 1);
  g_ptr_array_add (out, facts);
  memcpy (facts->id, id, FAR_ID_LEN);
  memcpy (facts->by, author->id, FAR_RECORD_ID_LEN);
  memcpy (facts->member, matter.member, FAR_RECORD_ID_LEN);
  facts->kind = matter.kind;
  facts->number = matter.number;
  facts->value = matter.value;
  facts->time_ms = time_ms;
  facts->n_approvals = proposal->n_approvals;
  facts->n_needed = proposal->n_needed;
  facts->i_signed = _far_proposal_has_signed (proposal, me);
  if (matter.kind == FAR_KIND_RULES && matter.number == FAR_RULE_SERVERS)
    _far_servers_read (view->store, proposal->act, matter.value, &facts->servers);
  facts->why = dup_reason (view, pos, author, error);

  return facts->why != NULL;
}

GPtrArray *
far_collective_proposals (FarStore *store,
                          const guint8 me[static FAR_RECORD_ID_LEN],
                          GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (free_proposal);
  guint n;
  const FarGovProposal *proposals;
  gboolean good = TRUE;
  FarView view;

  _far_view_init (&view, store);
  proposals = far_governance_peek_proposals (view.gov, &n);
  for (guint i = 0; i < n && good; i++)
    good = add_proposal (&view, &proposals[i], me, list, error);
  _far_view_clear (&view);

  return good ? g_steal_pointer (&list) : NULL;
}

/* ---- what is approved and not done */

/* Two who approved without knowing of each other: nobody was the last that it takes. */
static gboolean
is_due (FarPen *pen, const FarGovProposal *proposal, FarMatter *matter, guint8 *id)
{
  return _far_proposal_has_enough (proposal) && _far_proposal_has_signed (proposal, pen->me->id) &&
         _far_matter_read (pen->writer->store, proposal->act, matter, id) &&
         (matter->kind == FAR_KIND_REMOVE || matter->kind == FAR_KIND_RULES) &&
         is_live (pen->writer->store, proposal, matter);
}

static gboolean
carry_out_due (FarPen *pen, gboolean *out_any, GError **error)
{
  FarStore *store = pen->writer->store;
  guint n;
  const FarGovProposal *proposals = far_governance_peek_proposals (pen->view.gov, &n);

  for (guint i = 0; i < n; i++)
    {
      const FarGovProposal *after;
      FarMatter matter;
      guint8 id[FAR_ID_LEN];

      if (!is_due (pen, &proposals[i], &matter, id))
        continue;
      if (!_far_pen_open (pen, error) || !carry_out (pen->writer, &matter, id, error))
        return FALSE;

      /* what turned out to have no effect would be written again and again */
      after = _far_proposal_find (far_store_peek_governance (store), proposals[i].act);
      pen->is_vain = after == NULL || after->done_by == FAR_ACT_NONE;
      *out_any = !pen->is_vain;
      return TRUE;
    }

  return TRUE;
}

/* Asked after each commit: mostly there is nothing. */
static gboolean
has_enough (const FarWriter *writer)
{
  guint n;
  const FarGovProposal *proposals =
      far_governance_peek_proposals (far_store_peek_governance (writer->store), &n);

  for (guint i = 0; i < n; i++)
    if (_far_proposal_has_enough (&proposals[i]) &&
        _far_proposal_has_signed (&proposals[i], writer->me->member))
      return TRUE;

  return FALSE;
}

gboolean
far_collective_carry_out (const FarWriter *writer, gboolean *out_any, GError **error)
{
  FarPen pen;

  *out_any = FALSE;

  return !has_enough (writer) ||
         (_far_pen_init (&pen, writer, error) &&
          _far_pen_close (&pen, carry_out_due (&pen, out_any, error), error));
}

/* ---- approving */

static gboolean
approve (FarPen *pen, const guint8 *id, FarApproval *out, GError **error)
{
  FarStore *store = pen->writer->store;
  const FarGovProposal *proposal =
      _far_proposal_find (pen->view.gov, far_governance_find_act (pen->view.gov, id));
  FarMatter matter;
  guint8 same[FAR_ID_LEN];

  if (proposal == NULL || proposal->done_by != FAR_ACT_NONE ||
      !_far_matter_read (store, proposal->act, &matter, same) ||
      !is_live (store, proposal, &matter))
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "no open proposal has that id", error);
  /* it would count for nothing, and look as if it did */
  if (matter.kind == FAR_KIND_REMOVE && memcmp (matter.member, pen->me->id, FAR_RECORD_ID_LEN) == 0)
    return _far_refuse (FAR_COLLECTIVE_ERROR_YOURSELF, "that is yourself: you can leave", error);

  return _far_matter_support (pen, &matter, proposal, out, error);
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
