/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who holds the baton next: the holder's offer, what others claim, and the order that members
 * agreed on.  What counts, the replay decides (docs/governance.md). */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

#include "far-day.h"

static const guint8 nobody[FAR_RECORD_ID_LEN];

static gboolean
is_same (const guint8 *a, const guint8 *b)
{
  return memcmp (a, b, FAR_RECORD_ID_LEN) == 0;
}

static gboolean
is_in_standing (const FarGovernance *gov, const guint8 *member)
{
  const FarGovMember *found = far_governance_find_member (gov, member);

  return found != NULL && found->standing == FAR_GOV_ACTIVE;
}

/* ---- offers of the next term, and claims to it */

/* What a member said of the baton, the order and the offers. */
static gboolean
load_words (FarHistory *out, FarView *view, const guint8 *member, GError **error)
{
  return _far_history_load (out, view, FAR_KIND_BATON, far_store_find_ident (view->store, member),
                            error);
}

/* Whether the member said no to the offer, the last time that they said anything. */
static gboolean
read_declined (FarView *view, const FarSuccessor *offer, gboolean *out, GError **error)
{
  FarHistory history;
  const FarPayload *shown;

  if (!load_words (&history, view, offer->member, error))
    return FALSE;

  shown = _far_history_shown (&history, FAR_BATON_DECLINED, NULL);
  *out = shown != NULL &&
         memcmp (far_payload_bytes (shown, FAR_BATON_DECLINED), offer->proposal, FAR_ID_LEN) == 0;
  _far_history_clear (&history);

  return TRUE;
}

/* Returns: FALSE if it is about something else, or cannot come to anything */
static gboolean
read_offer (FarView *view,
            const FarGovProposal *proposal,
            const FarGovTerm *term,
            const guint8 *me,
            gint32 today,
            FarSuccessor *out)
{
  const FarGovMember *author;
  FarMatter matter;
  FarPos pos;

  memset (out, 0, sizeof *out);
  if (proposal->done_by != FAR_ACT_NONE ||
      !_far_matter_read (view->store, proposal->act, &matter, out->proposal) ||
      matter.kind != FAR_KIND_TERM || matter.number != term->number + 1 ||
      !is_in_standing (view->gov, matter.member) ||
      (matter.value != 0 && (matter.value < today || matter.value > FAR_DAY_MAX)) ||
      !far_store_get_act (view->store, proposal->act, &pos, NULL))
    return FALSE;

  author = _far_view_author (view, pos.log);
  memcpy (out->member, matter.member, FAR_RECORD_ID_LEN);
  out->last_day = matter.value;
  out->is_offer = _far_proposal_has_signed (proposal, term->holder);
  out->is_claim = author != NULL && is_same (author->id, matter.member);
  out->n_approvals = proposal->n_approvals;
  out->n_needed = proposal->n_needed;
  out->i_approved = _far_proposal_has_signed (proposal, me);

  return TRUE;
}

/* Returns: (transfer full) (element-type FarSuccessor): NULL with @error */
static GArray *
read_offers (FarView *view, const guint8 *me, gint32 today, GError **error)
{
  g_autoptr (GArray) offers = g_array_new (FALSE, FALSE, sizeof (FarSuccessor));
  const FarGovTerm *term = far_governance_peek_newest_term (view->gov);
  guint n;
  const FarGovProposal *proposals = far_governance_peek_proposals (view->gov, &n);

  for (guint i = 0; i < n && term != NULL; i++)
    {
      FarSuccessor offer;

      if (!read_offer (view, &proposals[i], term, me, today, &offer))
        continue;
      if (offer.is_offer && !read_declined (view, &offer, &offer.is_declined, error))
        return NULL;
      g_array_append_val (offers, offer);
    }

  return g_steal_pointer (&offers);
}

/* The newest that @member can take up by themselves. */
static const FarSuccessor *
find_takeable (const GArray *offers, const guint8 *member)
{
  for (guint i = offers->len; i-- > 0;)
    {
      const FarSuccessor *offer = &g_array_index (offers, FarSuccessor, i);

      if (is_same (offer->member, member) && offer->n_approvals >= offer->n_needed)
        return offer;
    }

  return NULL;
}

/* ---- the order */

/* One member's vote: the items as they are encoded.  @out: (transfer full) (nullable): NULL if
 * there is none */
static gboolean
read_vote (FarView *view, const guint8 *member, GByteArray **out, GError **error)
{
  FarHistory history;
  const FarPayload *shown;

  *out = NULL;
  if (!load_words (&history, view, member, error))
    return FALSE;

  shown = _far_history_shown (&history, FAR_BATON_ORDER, NULL);
  if (shown != NULL && shown->values[FAR_BATON_ORDER].num > 0)
    {
      FarPayloadIter iter = far_payload_iter (shown, FAR_BATON_ORDER);
      FarPayload place;

      *out = g_byte_array_new ();
      while (far_payload_iter_map (&iter, &place))
        far_put (*out, far_payload_bytes (&place, FAR_PLACE_MEMBER), FAR_RECORD_ID_LEN);
    }
  _far_history_clear (&history);

  return TRUE;
}

/* Whether there is a BATON record of the member; most say nothing. */
static gboolean
has_spoken (const GArray *records, const FarView *view, const guint8 *member)
{
  guint32 ident = far_store_find_ident (view->store, member);

  for (guint i = 0; i < records->len; i++)
    if (g_array_index (records, guint32, i) == ident)
      return TRUE;

  return FALSE;
}

/* Of the lists of members, the one that most voted for; of two, that of the longest-standing
 * voter. */
static gboolean
count_votes (FarView *view, const guint8 *me, FarSuccession *out, GError **error)
{
  guint n;
  const FarGovMember *members = far_governance_peek_members (view->gov, &n);
  g_autoptr (GPtrArray) votes = g_ptr_array_new_with_free_func ((GDestroyNotify)g_byte_array_unref);
  g_autoptr (GArray) records = _far_view_records (view, FAR_KIND_BATON, error);
  const GByteArray *most = NULL;

  if (records == NULL)
    return FALSE;

  for (guint i = 0; i < n; i++)
    {
      GByteArray *vote;

      if (members[i].standing != FAR_GOV_ACTIVE || !has_spoken (records, view, members[i].id))
        continue;
      if (!read_vote (view, members[i].id, &vote, error))
        return FALSE;
      if (vote == NULL)
        continue;
      g_ptr_array_add (votes, vote);
      if (is_same (members[i].id, me))
        g_array_append_vals (out->vote, vote->data, vote->len / FAR_RECORD_ID_LEN);
    }

  for (guint i = 0; i < votes->len; i++)
    {
      const GByteArray *one = votes->pdata[i];
      guint n_same = 0;

      for (guint j = 0; j < votes->len; j++)
        {
          const GByteArray *other = votes->pdata[j];

          n_same += one->len == other->len && memcmp (one->data, other->data, one->len) == 0;
        }
      if (n_same > out->n_votes)
        {
          most = one;
          out->n_votes = n_same;
        }
    }

  if (most != NULL)
    g_array_append_vals (out->order, most->data, most->len / FAR_RECORD_ID_LEN);
  out->is_agreed = out->n_votes > far_governance_get_n_active (view->gov) / 2;

  return TRUE;
}

static const guint8 *
get_place (const FarSuccession *self, guint i)
{
  return (const guint8 *)self->order->data + (gsize)i * FAR_RECORD_ID_LEN;
}

/* Who comes after the holder in the order and is there. */
static const guint8 *
find_after_holder (const FarGovernance *gov, const FarSuccession *self)
{
  guint first = 0;

  for (guint i = 0; i < self->order->len && first == 0; i++)
    if (is_same (get_place (self, i), self->now.holder))
      first = i + 1;

  for (guint i = 0; i < self->order->len; i++)
    {
      const guint8 *member = get_place (self, (first + i) % self->order->len);

      if (is_in_standing (gov, member) && !is_same (member, self->now.holder))
        return member;
    }

  return NULL;
}

/* Whose last term is the longest ago. */
static const guint8 *
find_least_lately (const FarGovernance *gov, const FarSuccession *self)
{
  guint n, n_terms;
  const FarGovMember *members = far_governance_peek_members (gov, &n);
  const FarGovTerm *terms = far_governance_peek_terms (gov, &n_terms);
  const guint8 *found = NULL;
  guint32 least = G_MAXUINT32;

  for (guint i = 0; i < n; i++)
    {
      guint32 last = 0;

      if (members[i].standing != FAR_GOV_ACTIVE || is_same (members[i].id, self->now.holder))
        continue;
      for (guint j = 0; j < n_terms; j++)
        if (is_same (terms[j].holder, members[i].id))
          last = terms[j].number;
      if (last < least)
        {
          least = last;
          found = members[i].id;
        }
    }

  return found;
}

FarSuccession *
far_collective_succession (FarStore *store,
                           const guint8 me[static FAR_RECORD_ID_LEN],
                           gint32 today,
                           GError **error)
{
  g_autoptr (FarSuccession) self = g_new0 (FarSuccession, 1);
  const guint8 *next = NULL;
  FarView view;
  gboolean good;

  far_collective_baton (store, &self->now);
  self->order = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);
  self->vote = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);
  _far_view_init (&view, store);
  self->offers = read_offers (&view, me, today, error);
  good = self->offers != NULL && count_votes (&view, me, self, error);
  if (good && self->is_agreed)
    next = find_after_holder (view.gov, self);
  if (good && next == NULL)
    next = find_least_lately (view.gov, self);
  memcpy (self->next, next != NULL ? next : nobody, FAR_RECORD_ID_LEN);
  _far_view_clear (&view);

  return good ? g_steal_pointer (&self) : NULL;
}

void
far_succession_free (FarSuccession *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->order, g_array_unref);
  g_clear_pointer (&self->vote, g_array_unref);
  g_clear_pointer (&self->offers, g_array_unref);
  g_free (self);
}

/* ---- writing */

static gboolean
write_offer (FarPen *pen, const guint8 *member, guint32 number, gint32 last_day, GError **error)
{
  FarMatter matter = { .kind = FAR_KIND_TERM, .number = number, .value = last_day };

  memcpy (matter.member, member, FAR_RECORD_ID_LEN);

  return _far_writer_propose (pen->writer, &matter, NULL, error);
}

/* What a TERM says. */
typedef struct
{
  const guint8 *deputy;   /* (nullable) */
  const guint8 *proposal; /* (nullable) */
  gint32 start_day;
  gint32 end_day;
} NewTerm;

/* A batch is opened once, by whoever writes first. */
static gboolean
open_once (FarPen *pen, GError **error)
{
  return pen->log != 0 || _far_pen_open (pen, error);
}

/* The next one, with the writer as its holder. */
static gboolean
write_term (FarPen *pen, const NewTerm *term, GError **error)
{
  const FarWriter *writer = pen->writer;
  const FarGovTerm *last =
      far_governance_peek_newest_term (far_store_peek_governance (writer->store));
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarSaying saying = { .kind = FAR_KIND_TERM, .payload = payload };
  guint8 previous[FAR_ID_LEN];
  guint8 secret[FAR_HASH_LEN];
  FarBatonFacts baton;
  FarPos pos;

  if (!far_store_get_act (writer->store, last->act, &pos, NULL) ||
      !far_store_get_id (writer->store, pos, previous, error))
    return FALSE;

  far_map_int (&map, FAR_TERM_NUMBER, (gint64)last->number + 1);
  far_map_bytes (&map, FAR_TERM_HOLDER, pen->me->id, FAR_RECORD_ID_LEN);
  if (term->deputy != NULL)
    far_map_bytes (&map, FAR_TERM_DEPUTY, term->deputy, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_TERM_START, MIN (term->start_day, term->end_day));
  far_map_int (&map, FAR_TERM_END, term->end_day);
  writer->random (secret, sizeof secret);
  far_map_bytes (&map, FAR_TERM_SECRET, secret, sizeof secret);
  sodium_memzero (secret, sizeof secret);
  far_map_bytes (&map, FAR_TERM_PREVIOUS, previous, FAR_ID_LEN);
  if (term->proposal != NULL)
    far_map_bytes (&map, FAR_TERM_PROPOSAL, term->proposal, FAR_ID_LEN);
  far_map_end (&map);
  if (!_far_writer_append (writer, &saying, NULL, NULL, error))
    return FALSE;

  /* the batch begins by telling what was heard, and that may have made another's term count */
  far_collective_baton (writer->store, &baton);

  return is_same (baton.holder, pen->me->id) ||
         _far_refuse (FAR_COLLECTIVE_ERROR_NO_OFFER, "another term has begun", error);
}

static gboolean
check_member (const FarPen *pen, const guint8 *member, GError **error)
{
  return is_in_standing (pen->view.gov, member) ||
         _far_refuse (FAR_COLLECTIVE_ERROR_NO_STANDING, "only members in standing hold the baton",
                      error);
}

static gboolean
check_last_day (gint32 last_day, gint32 today, GError **error)
{
  return last_day == 0 || (last_day >= today && last_day <= FAR_DAY_MAX) ||
         _far_refuse (FAR_COLLECTIVE_ERROR_DATE_INVALID, "a term does not end before it begins",
                      error);
}

/* NULL with @error unless this member holds the baton. */
static const FarGovTerm *
check_holder (const FarPen *pen, GError **error)
{
  const FarGovTerm *term = far_governance_peek_newest_term (pen->view.gov);

  if (term != NULL && is_same (term->holder, pen->me->id))
    return term;

  _far_refuse (FAR_COLLECTIVE_ERROR_HOLDER_ONLY, "only the baton's holder does that", error);

  return NULL;
}

static gint32
get_end (gint32 last_day, gint32 today)
{
  return last_day != 0 ? last_day : MIN (today + FAR_COLLECTIVE_TERM_DAYS, FAR_DAY_MAX);
}

/* The deputy there is, if they are still in standing. */
static const guint8 *
get_deputy (const FarPen *pen, const FarGovTerm *term)
{
  return is_in_standing (pen->view.gov, term->deputy) ? term->deputy : NULL;
}

/* ---- passing it on */

/* An open offer cannot be unsaid; but the holder's own next term leaves it behind. */
static gboolean
pass (FarPen *pen, const guint8 *member, gint32 last_day, gint32 today, GError **error)
{
  const FarGovTerm *term = check_holder (pen, error);
  g_autoptr (GArray) offers = NULL;
  const FarSuccessor *open = NULL;
  NewTerm again = { .start_day = today };

  if (term == NULL)
    return FALSE;
  if (is_same (member, pen->me->id))
    return _far_refuse (FAR_COLLECTIVE_ERROR_HOLDER_ALREADY, "that member holds it", error);
  if (!check_member (pen, member, error) || !check_last_day (last_day, today, error))
    return FALSE;

  offers = read_offers (&pen->view, pen->me->id, today, error);
  if (offers == NULL)
    return FALSE;
  for (guint i = 0; i < offers->len; i++)
    if (g_array_index (offers, FarSuccessor, i).is_offer)
      open = &g_array_index (offers, FarSuccessor, i);
  if (open != NULL && is_same (open->member, member) && open->last_day == last_day &&
      !open->is_declined)
    return TRUE;

  again.deputy = get_deputy (pen, term);
  again.end_day = MAX (term->end_day, today);

  return open_once (pen, error) && (open == NULL || write_term (pen, &again, error)) &&
         write_offer (pen, member, term->number + (open != NULL ? 2 : 1), last_day, error);
}

gboolean
far_collective_pass_baton (const FarWriter *writer,
                           const guint8 member[static FAR_RECORD_ID_LEN],
                           gint32 last_day,
                           gint32 today,
                           GError **error)
{
  FarPen pen;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, pass (&pen, member, last_day, today, error), error);
}

static gboolean
keep (FarPen *pen, gint32 last_day, const guint8 *deputy, gint32 today, GError **error)
{
  const FarGovTerm *term = check_holder (pen, error);
  g_autoptr (GArray) offers = NULL;
  NewTerm again = { .start_day = today, .end_day = last_day };

  if (term == NULL || !check_last_day (last_day, today, error) ||
      (deputy != NULL && !check_member (pen, deputy, error)))
    return FALSE;

  offers = read_offers (&pen->view, pen->me->id, today, error);
  if (offers == NULL)
    return FALSE;
  if (offers->len == 0 && last_day == 0 && deputy == NULL && term->end_day >= today)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_OFFER, "there is nothing to take back", error);

  if (deputy == NULL)
    again.deputy = get_deputy (pen, term);
  else if (!is_same (deputy, pen->me->id))
    again.deputy = deputy;
  if (last_day == 0)
    again.end_day = get_end (term->end_day >= today ? term->end_day : 0, today);

  return open_once (pen, error) && write_term (pen, &again, error);
}

gboolean
far_collective_keep_baton (const FarWriter *writer,
                           gint32 last_day,
                           const guint8 *deputy,
                           gint32 today,
                           GError **error)
{
  FarPen pen;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, keep (&pen, last_day, deputy, today, error), error);
}

/* ---- taking it */

static gboolean
take_up (FarPen *pen, const FarSuccessor *offer, const guint8 *deputy, gint32 today, GError **error)
{
  NewTerm term = {
    .deputy = deputy,
    .proposal = offer->proposal,
    .start_day = today,
    .end_day = get_end (offer->last_day, today),
  };

  return open_once (pen, error) && write_term (pen, &term, error);
}

static gboolean
accept_offer (FarPen *pen, const guint8 *deputy, gint32 today, GError **error)
{
  g_autoptr (GArray) offers = read_offers (&pen->view, pen->me->id, today, error);
  const FarSuccessor *offer;

  if (offers == NULL)
    return FALSE;

  offer = find_takeable (offers, pen->me->id);
  if (offer == NULL)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_OFFER, "nobody offers this member the baton",
                        error);
  if (deputy != NULL && !check_member (pen, deputy, error))
    return FALSE;

  return take_up (pen, offer, deputy, today, error);
}

gboolean
far_collective_accept_baton (const FarWriter *writer,
                             const guint8 *deputy,
                             gint32 today,
                             GError **error)
{
  FarPen pen;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, accept_offer (&pen, deputy, today, error), error);
}

static const FarSuccessor *
find_claim (const GArray *offers, const guint8 *member)
{
  for (guint i = offers->len; i-- > 0;)
    {
      const FarSuccessor *offer = &g_array_index (offers, FarSuccessor, i);

      if (offer->is_claim && is_same (offer->member, member))
        return offer;
    }

  return NULL;
}

/* What has become of the claim, now that something may have been written. */
static gboolean
view_claim (const FarPen *pen, gint32 today, FarApproval *out, GError **error)
{
  g_autoptr (GArray) offers = NULL;
  const FarSuccessor *claim;
  FarBatonFacts baton;
  FarView view;

  memset (out, 0, sizeof *out);
  far_collective_baton (pen->writer->store, &baton);
  out->is_done = is_same (baton.holder, pen->me->id);

  _far_view_init (&view, pen->writer->store);
  offers = read_offers (&view, pen->me->id, today, error);
  _far_view_clear (&view);
  if (offers == NULL)
    return FALSE;

  claim = find_claim (offers, pen->me->id);
  if (claim == NULL || out->is_done)
    return TRUE;

  out->is_proposed = TRUE;
  memcpy (out->proposal, claim->proposal, FAR_ID_LEN);
  out->n_approvals = claim->n_approvals;
  out->n_needed = claim->n_needed;

  return TRUE;
}

/* Asked after each commit: mostly this member has proposed nothing that enough have signed. */
static gboolean
may_be_due (const FarWriter *writer)
{
  const FarGovernance *gov = far_store_peek_governance (writer->store);
  guint n;
  const FarGovProposal *proposals = far_governance_peek_proposals (gov, &n);

  for (guint i = 0; i < n; i++)
    {
      const FarGovDevice *author;
      FarPos pos;

      if (!_far_proposal_has_enough (&proposals[i]) ||
          !far_store_get_act (writer->store, proposals[i].act, &pos, NULL))
        continue;
      author =
          far_governance_find_device (gov, far_store_peek_log (writer->store, pos.log)->device);
      if (author != NULL && is_same (author->member, writer->me->member))
        return TRUE;
    }

  return FALSE;
}

/* The newest of this member's claims of which enough have approved. */
static gboolean
find_due_claim (FarView *view, const guint8 *me, gint32 today, FarSuccessor *out)
{
  const FarGovTerm *term = far_governance_peek_newest_term (view->gov);
  guint n;
  const FarGovProposal *proposals = far_governance_peek_proposals (view->gov, &n);

  while (n-- > 0)
    {
      if (_far_proposal_has_enough (&proposals[n]) &&
          read_offer (view, &proposals[n], term, me, today, out) && out->is_claim &&
          is_same (out->member, me))
        return TRUE;
    }

  return FALSE;
}

/* In the batch that is open: what was written in it counts. */
static gboolean
settle (FarPen *pen, gint32 today, GError **error)
{
  FarSuccessor claim;
  gboolean is_due;
  FarView view;

  _far_view_init (&view, pen->writer->store);
  is_due = find_due_claim (&view, pen->me->id, today, &claim);
  _far_view_clear (&view);

  return !is_due || take_up (pen, &claim, NULL, today, error);
}

static gboolean
claim_baton (FarPen *pen, gint32 today, FarApproval *out, GError **error)
{
  const FarGovTerm *term = far_governance_peek_newest_term (pen->view.gov);
  g_autoptr (GArray) offers = NULL;
  const FarSuccessor *offer;

  if (is_same (term->holder, pen->me->id))
    return _far_refuse (FAR_COLLECTIVE_ERROR_HOLDER_ALREADY, "this member holds it", error);

  offers = read_offers (&pen->view, pen->me->id, today, error);
  if (offers == NULL)
    return FALSE;

  offer = find_takeable (offers, pen->me->id);
  if (offer != NULL)
    return take_up (pen, offer, NULL, today, error) && view_claim (pen, today, out, error);
  if (term->end_day >= today && is_in_standing (pen->view.gov, term->holder))
    return _far_refuse (FAR_COLLECTIVE_ERROR_TERM_RUNS, "the holder's term is not over", error);

  if (find_claim (offers, pen->me->id) == NULL &&
      (!open_once (pen, error) || !write_offer (pen, pen->me->id, term->number + 1, 0, error) ||
       !settle (pen, today, error)))
    return FALSE;

  return view_claim (pen, today, out, error);
}

gboolean
far_collective_claim_baton (const FarWriter *writer, gint32 today, FarApproval *out, GError **error)
{
  FarPen pen;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, claim_baton (&pen, today, out, error), error);
}

gboolean
far_collective_settle_baton (const FarWriter *writer,
                             gint32 today,
                             gboolean *out_written,
                             GError **error)
{
  guint32 before = far_store_next_seq (writer->store, writer->me->device);
  g_autoptr (GError) local = NULL;
  FarPen pen;
  gboolean good;

  *out_written = FALSE;
  /* who has no standing claims nothing */
  if (!may_be_due (writer) || !_far_pen_init (&pen, writer, NULL))
    return TRUE;

  good = settle (&pen, today, &local);
  /* what turned out to have no effect would be written again and again */
  pen.is_vain = g_error_matches (local, FAR_COLLECTIVE_ERROR, FAR_COLLECTIVE_ERROR_NO_OFFER);
  if (!good && !pen.is_vain)
    g_propagate_error (error, g_steal_pointer (&local));
  if (!_far_pen_close (&pen, good || pen.is_vain, error))
    return FALSE;

  *out_written = far_store_next_seq (writer->store, writer->me->device) != before;

  return TRUE;
}

/* ---- what one says of it */

/* @declined: (nullable): else the order is written */
static gboolean
write_word (FarPen *pen,
            const guint8 (*members)[FAR_RECORD_ID_LEN],
            guint n,
            const guint8 *declined,
            GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarSaying saying = { .kind = FAR_KIND_BATON, .payload = payload };
  FarHistory history;
  gboolean good;

  far_map_bytes (&map, FAR_BATON_MEMBER, pen->me->id, FAR_RECORD_ID_LEN);
  if (declined == NULL)
    {
      far_map_array (&map, FAR_BATON_ORDER, n);
      for (guint i = 0; i < n; i++)
        {
          FarMapWriter place = far_map_begin (payload);

          far_map_bytes (&place, FAR_PLACE_MEMBER, members[i], FAR_RECORD_ID_LEN);
          far_map_end (&place);
        }
    }
  else
    far_map_bytes (&map, FAR_BATON_DECLINED, declined, FAR_ID_LEN);
  far_map_end (&map);

  if (!load_words (&history, &pen->view, pen->me->id, error))
    return FALSE;

  good = open_once (pen, error);
  good = good && _far_pen_append_about (pen, &saying, &history, NULL, error);
  _far_history_clear (&history);

  return good;
}

static gboolean
decline (FarPen *pen, gint32 today, GError **error)
{
  g_autoptr (GArray) offers = read_offers (&pen->view, pen->me->id, today, error);
  const FarSuccessor *offer;

  if (offers == NULL)
    return FALSE;

  offer = find_takeable (offers, pen->me->id);
  if (offer == NULL || !offer->is_offer)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_OFFER, "nobody offers this member the baton",
                        error);

  return offer->is_declined || write_word (pen, NULL, 0, offer->proposal, error);
}

gboolean
far_collective_decline_baton (const FarWriter *writer, gint32 today, GError **error)
{
  FarPen pen;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, decline (&pen, today, error), error);
}

static gboolean
order (FarPen *pen, const guint8 (*members)[FAR_RECORD_ID_LEN], guint n, GError **error)
{
  g_autoptr (GArray) once = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);

  for (guint i = 0; i < n; i++)
    {
      gboolean is_there = FALSE;

      if (!check_member (pen, members[i], error))
        return FALSE;
      for (guint j = 0; j < i && !is_there; j++)
        is_there = is_same (members[i], members[j]);
      if (!is_there)
        g_array_append_vals (once, members[i], 1);
    }
  if (once->len > FAR_ORDER_MAX)
    return _far_refuse (FAR_COLLECTIVE_ERROR_FULL_ORDER, "an order has fifty places at most",
                        error);

  return write_word (pen, (gconstpointer)once->data, once->len, NULL, error);
}

gboolean
far_collective_order_baton (const FarWriter *writer,
                            const guint8 (*members)[FAR_RECORD_ID_LEN],
                            guint n,
                            GError **error)
{
  FarPen pen;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, order (&pen, members, n, error), error);
}
