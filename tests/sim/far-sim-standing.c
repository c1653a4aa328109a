/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Nothing without standing has effect: what liars wrote where only others may write is looked for
 * in what an honest machine shows, and what honest members wrote is looked for too. */

#define G_LOG_DOMAIN "far-sim"

#include "far-sim-private.h"

#include <string.h>

#include "far-day.h"
#include "far-kind-schema.h"

/* ---- who lied, and who may do as a holder */

static FarSimDevice *
find_by_key (FarSim *self, const guint8 *key)
{
  for (guint i = 0; i < self->devices->len; i++)
    if (memcmp (far_sim_get_device (self, i)->me.device, key, FAR_KEY_LEN) == 0)
      return far_sim_get_device (self, i);

  return NULL;
}

gboolean
far_sim_is_lying_member (FarSim *self, const guint8 *member)
{
  for (guint i = 0; i < self->devices->len; i++)
    {
      const FarSimDevice *device = far_sim_get_device (self, i);

      if (device->is_liar && memcmp (device->me.member, member, FAR_RECORD_ID_LEN) == 0)
        return TRUE;
    }

  return FALSE;
}

/* What holders may do, liars may then. */
static gboolean
has_lying_holder (FarSim *self, const FarGovernance *gov)
{
  guint n;
  const FarGovTerm *terms = far_governance_peek_terms (gov, &n);

  for (guint i = 0; i < n; i++)
    if (far_sim_is_lying_member (self, terms[i].holder) ||
        far_sim_is_lying_member (self, terms[i].deputy))
      return TRUE;

  return FALSE;
}

/* Whether others may know of what stands there. */
static gboolean
is_public (FarStore *store, FarPos pos)
{
  return pos.seq <= far_log_get_end (far_store_peek_log (store, pos.log));
}

/* Whether what was @made is held there and counts.  What a copied machine wrote past the fork
 * counts for nothing, and so owns nothing; a liar may have left out the words. */
static gboolean
still_counts (FarStore *store, const FarSimMade *made)
{
  FarPos pos;
  FarRow row;

  return far_store_find_id (store, made->entry, &pos) && is_public (store, pos) &&
         far_store_peek_log (store, pos.log)->effective_seq == G_MAXUINT32 &&
         far_store_row_counts (store, pos) && far_store_read_pos (store, pos, &row, NULL) &&
         row.blob != NULL;
}

/* ---- acts */

/* What is read of one act. */
typedef struct
{
  FarKind kind;
  FarKind proposes; /* PROPOSE */
  guint8 id[FAR_ID_LEN];
  guint8 author[FAR_KEY_LEN];
  guint8 member[FAR_RECORD_ID_LEN]; /* of the author; zero if it was never let in */
  guint8 target[FAR_RECORD_ID_LEN]; /* ADMIT, REMOVE, DEVICE_ADD, DEVICE_REVOKE: of whom */
  guint8 rests_on[FAR_ID_LEN];      /* the proposal; of an APPROVE what it approves */
  guint32 number;                   /* TERM */
  gint64 time_ms;
} Act;

static void
take_bytes (const FarPayload *payload, guint key, guint8 *out, gsize len)
{
  const guint8 *bytes = far_payload_bytes (payload, key);

  if (bytes != NULL)
    memcpy (out, bytes, len);
}

static void
take_member (const FarGovernance *gov, const guint8 *key, guint8 *out)
{
  const FarGovDevice *device = key != NULL ? far_governance_find_device (gov, key) : NULL;

  if (device != NULL)
    memcpy (out, device->member, FAR_RECORD_ID_LEN);
}

static gboolean
read_act (FarSimDevice *device, guint32 index, Act *out)
{
  FarStore *store = device->store;
  const FarGovernance *gov = far_store_peek_governance (store);
  FarPayload payload;
  FarPos pos;
  FarRow row;

  memset (out, 0, sizeof *out);
  if (!far_store_get_act (store, index, &pos, &out->time_ms))
    return FALSE;
  if (!far_store_read_pos (store, pos, &row, NULL) || !far_row_parse (&row, &payload))
    return TRUE;

  out->kind = row.kind;
  memcpy (out->id, row.id, FAR_ID_LEN);
  memcpy (out->author, far_store_peek_log (store, pos.log)->device, FAR_KEY_LEN);
  take_member (gov, out->author, out->member);
  switch (out->kind)
    {
    case FAR_KIND_APPROVE:
      take_bytes (&payload, FAR_APPROVE_WHAT, out->rests_on, FAR_ID_LEN);
      break;
    case FAR_KIND_REMOVE:
      take_bytes (&payload, FAR_REMOVE_MEMBER, out->target, FAR_RECORD_ID_LEN);
      take_bytes (&payload, FAR_REMOVE_PROPOSAL, out->rests_on, FAR_ID_LEN);
      break;
    case FAR_KIND_DEVICE_REVOKE:
      take_member (gov, far_payload_bytes (&payload, FAR_REMOVE_DEVICE), out->target);
      take_bytes (&payload, FAR_REMOVE_PROPOSAL, out->rests_on, FAR_ID_LEN);
      break;
    case FAR_KIND_ADMIT:
      take_bytes (&payload, FAR_ADMIT_MEMBER, out->target, FAR_RECORD_ID_LEN);
      break;
    case FAR_KIND_DEVICE_ADD:
      take_bytes (&payload, FAR_ADMIT_MEMBER, out->target, FAR_RECORD_ID_LEN);
      take_bytes (&payload, FAR_ADMIT_PROPOSAL, out->rests_on, FAR_ID_LEN);
      break;
    case FAR_KIND_RULES:
      take_bytes (&payload, FAR_RULES_PROPOSAL, out->rests_on, FAR_ID_LEN);
      break;
    case FAR_KIND_TERM:
      out->number = far_payload_int (&payload, FAR_TERM_NUMBER, 0);
      take_bytes (&payload, FAR_TERM_PROPOSAL, out->rests_on, FAR_ID_LEN);
      break;
    default:
      break;
    }

  return TRUE;
}

/* By index. */
static GArray *
read_acts (FarSimDevice *device)
{
  GArray *acts = g_array_new (FALSE, FALSE, sizeof (Act));
  Act act;

  while (read_act (device, acts->len, &act))
    g_array_append_val (acts, act);

  return acts;
}

/* Whether it sends @member away. */
static gboolean
ends (const Act *act, const guint8 *member)
{
  return (act->kind == FAR_KIND_REMOVE && memcmp (act->target, member, FAR_RECORD_ID_LEN) == 0) ||
         (act->kind == FAR_KIND_LEAVE && memcmp (act->member, member, FAR_RECORD_ID_LEN) == 0);
}

/* ---- who somebody is now */

static void
put_same (const guint8 *one, const guint8 *other, guint8 out[static FAR_ID_LEN])
{
  G_STATIC_ASSERT (FAR_ID_LEN == 2 * FAR_RECORD_ID_LEN);
  memcpy (out, one, FAR_RECORD_ID_LEN);
  memcpy (out + FAR_RECORD_ID_LEN, other, FAR_RECORD_ID_LEN);
}

void
far_sim_note_same (FarSim *self, const guint8 *one, const guint8 *other)
{
  guint8 pair[FAR_ID_LEN];

  put_same (one, other, pair);
  g_hash_table_add (self->same, g_memdup2 (pair, sizeof pair));
}

/* Whether nobody honest made a person with that id: who is written anew has another one. */
static gboolean
is_made_anew (FarSim *self, const guint8 *person)
{
  for (guint i = 0; i < self->words->len; i++)
    {
      const FarSimWord *word = g_ptr_array_index (self->words, i);

      if (!word->is_reason && memcmp (word->person, person, FAR_RECORD_ID_LEN) == 0)
        return FALSE;
    }

  return TRUE;
}

/* Whether @speaker, who may say so of @one, ever said that it is @other. */
static gboolean
has_said_same (FarSim *self, const guint8 *speaker, const guint8 *one, const guint8 *other)
{
  guint8 pair[FAR_ID_LEN];

  put_same (one, other, pair);

  return far_sim_is_lying_member (self, speaker) || g_hash_table_contains (self->same, pair);
}

/* Whether it was taken for somebody without a machine who is its person now, as both said. */
static gboolean
is_taken_before (FarSim *self, FarSimDevice *device, const FarTurnFacts *turn)
{
  const guint8 *by;
  const guint8 *person;
  FarPayload payload;
  FarRow row;

  if (!far_store_read_pos (device->store, turn->pos, &row, NULL) || !far_row_parse (&row, &payload))
    return FALSE;

  person = far_payload_bytes (&payload, FAR_TURN_PERSON);
  if (person == NULL || memcmp (person, turn->person, FAR_RECORD_ID_LEN) == 0)
    return FALSE;

  by = far_store_find_answerer (device->store, far_store_find_ident (device->store, person));

  return by != NULL && memcmp (by, turn->by, FAR_RECORD_ID_LEN) == 0 &&
         ((is_made_anew (self, person) && !far_sim_is_lying_member (self, by)) ||
          (has_said_same (self, by, person, turn->person) &&
           has_said_same (self, turn->person, turn->person, person)));
}

/* ---- turns */

static const FarMemberFacts *
find_member (GPtrArray *members, const guint8 *id)
{
  for (guint i = 0; i < members->len; i++)
    {
      const FarMemberFacts *member = g_ptr_array_index (members, i);

      if (memcmp (member->id, id, FAR_RECORD_ID_LEN) == 0)
        return member;
    }

  return NULL;
}

/* Who has machines promises for themselves; of whom nothing is known, anybody may speak. */
static gboolean
may_promise (const FarMemberFacts *person, const guint8 *by)
{
  if (memcmp (by, person->id, FAR_RECORD_ID_LEN) == 0 || person->state == FAR_MEMBER_STATE_PENDING)
    return TRUE;

  return person->state == FAR_MEMBER_STATE_NO_MACHINE &&
         (!person->is_answered_for || memcmp (person->answered_for_by, by, FAR_RECORD_ID_LEN) == 0);
}

/* The first day from which on nothing of what a member promised holds, whichever of the acts that
 * sent them away decides; G_MAXINT32 for who is there. */
static gint32
find_gone_day (const FarGovernance *gov, GArray *acts, const FarMemberFacts *member)
{
  gint32 day = G_MININT32;

  if (member == NULL ||
      (member->state != FAR_MEMBER_STATE_LEFT && member->state != FAR_MEMBER_STATE_REMOVED))
    return G_MAXINT32;

  for (guint i = 0; i < acts->len; i++)
    {
      const Act *act = &g_array_index (acts, Act, i);

      if (ends (act, member->id) && far_governance_get_verdict (gov, i) == FAR_ACT_COUNTS)
        day = MAX (day, far_day_of_utc (act->time_ms));
    }

  return day != G_MININT32 ? day : G_MAXINT32;
}

/* A promise that shows is one that its author could make, and is still there to keep. */
static void
check_turns (FarSim *self,
             FarSimDevice *device,
             GPtrArray *members,
             GArray *acts,
             const FarOutingFacts *outing)
{
  const FarGovernance *gov = far_store_peek_governance (device->store);

  for (guint i = 0; i < outing->turns->len; i++)
    {
      const FarTurnFacts *turn = g_ptr_array_index (outing->turns, i);
      const FarMemberFacts *person = find_member (members, turn->person);
      gboolean is_passed_on = is_taken_before (self, device, turn);
      const FarMemberFacts *keeper = is_passed_on ? person : find_member (members, turn->by);

      if (turn->place != FAR_TURN_PLACE_RELEASED &&
          outing->day >= find_gone_day (gov, acts, keeper))
        far_sim_fail (self, "standing", "%s shows a turn of somebody who is gone", device->name);
      if (turn->place != FAR_TURN_PLACE_STANDING && turn->place != FAR_TURN_PLACE_RESERVE)
        continue;
      if (person != NULL && !may_promise (person, turn->by) && !is_passed_on)
        far_sim_fail (self, "standing", "%s shows a turn that somebody else took for its person",
                      device->name);
      if (!far_store_row_counts (device->store, turn->pos))
        far_sim_fail (self, "standing", "%s shows a turn from above a cut", device->name);
    }
}

/* ---- cuts */

/* What the replay cut off has no effect in the store. */
static void
check_cuts (FarSim *self, FarSimDevice *device)
{
  const FarGovernance *gov = far_store_peek_governance (device->store);
  guint n;
  const FarGovDevice *cut = far_governance_peek_devices (gov, &n);

  for (guint i = 0; i < n; i++)
    {
      guint32 log = cut[i].cut ? far_store_find_log (device->store, cut[i].key) : 0;

      if (log != 0 && far_store_peek_log (device->store, log)->head_seq > cut[i].cut_seq &&
          far_store_row_counts (device->store, (FarPos){ log, cut[i].cut_seq + 1 }))
        far_sim_fail (self, "standing", "at %s an entry above a cut counts", device->name);
    }
}

/* ---- records */

/* What is shown of one record, whatever its kind. */
typedef struct
{
  const guint8 *id;
  const char *name;
} Shown;

static gboolean
find_shown (GArray *shown, const guint8 *id, Shown *out)
{
  for (guint i = 0; i < shown->len; i++)
    {
      *out = g_array_index (shown, Shown, i);
      if (memcmp (out->id, id, FAR_RECORD_ID_LEN) == 0)
        return TRUE;
    }

  return FALSE;
}

static void
add_shown (GArray *shown, const guint8 *id, const char *name)
{
  Shown one = { id, name };

  g_array_append_val (shown, one);
}

/* What an honest member made, or said of themselves, stands as honest members have it. */
static void
check_made (FarSim *self, FarSimDevice *device, GArray *shown)
{
  for (guint i = 0; i < self->made->len; i++)
    {
      const FarSimMade *made = g_ptr_array_index (self->made, i);
      Shown one;

      if (!still_counts (device->store, made))
        continue;

      if (!find_shown (shown, made->record, &one))
        {
          if (!made->is_deleted)
            far_sim_fail (self, "standing", "%s shows a %s no more that only %s could delete",
                          device->name, far_kind_get_name (made->kind), made->maker->name);
        }
      else if (made->kind != FAR_KIND_LINE && strcmp (one.name, FAR_SIM_LIAR_TITLE) == 0)
        far_sim_fail (self, "standing", "%s shows a %s of %s as a liar called it", device->name,
                      far_kind_get_name (made->kind), made->maker->name);
    }
}

static void
check_collective (FarSim *self, FarSimDevice *device, GPtrArray *outings)
{
  g_autoptr (FarCollectiveFacts) facts = far_collective_read (device->store, NULL);

  if (facts != NULL && strcmp (facts->name, FAR_SIM_LIAR_TITLE) == 0)
    far_sim_fail (self, "standing", "%s shows the collective as a liar called it", device->name);
  for (guint i = 0; outings != NULL && i < outings->len; i++)
    {
      const FarOutingFacts *outing = g_ptr_array_index (outings, i);

      if (strcmp (outing->why, FAR_SIM_LIAR_TITLE) == 0)
        far_sim_fail (self, "standing", "%s shows an outing that a liar cancelled", device->name);
    }
}

/* Bytes that are not canonical, or break the schema, say nothing. */
static void
check_crooked (FarSim *self, FarSimDevice *device, GPtrArray *rotas)
{
  for (guint i = 0; i < rotas->len; i++)
    if (g_str_has_prefix (((FarRotaFacts *)rotas->pdata[i])->title, FAR_SIM_CROOKED_TITLE))
      far_sim_fail (self, "standing", "%s shows a rota whose bytes are crooked", device->name);
}

/* The id of a person is where they were made: on two machines with one key, it may be the same. */
static gboolean
has_erased_twin (FarSim *self, const FarSimWord *word)
{
  for (guint i = 0; i < self->words->len; i++)
    {
      const FarSimWord *other = g_ptr_array_index (self->words, i);

      if (other->is_erased && other->has_person &&
          memcmp (other->person, word->person, FAR_RECORD_ID_LEN) == 0)
        return TRUE;
    }

  return FALSE;
}

/* Who made a person says when they are to be forgotten. */
static void
check_words (FarSim *self, FarSimDevice *device)
{
  for (guint i = 0; i < self->words->len; i++)
    {
      const FarSimWord *word = g_ptr_array_index (self->words, i);
      gboolean is_erased = FALSE;
      FarPos pos;
      FarRow row;

      if (!word->has_person || word->is_tried || word->maker->is_liar ||
          !far_store_find_id (device->store, word->entry, &pos) ||
          !far_store_read_pos (device->store, pos, &row, NULL))
        continue;
      if (far_store_is_erased (device->store, &row, &is_erased, NULL) && is_erased &&
          !has_erased_twin (self, word))
        far_sim_fail (self, "standing", "%s has erased a person of %s, who did not want it",
                      device->name, word->maker->name);
    }
}

/* ---- who signed */

/* Whether others must have signed it. */
static gboolean
needs_others (const FarGovernance *gov, const Act *act)
{
  const FarGovTerm *before;

  switch (act->kind)
    {
    case FAR_KIND_REMOVE:
    case FAR_KIND_RULES:
      return TRUE;
    case FAR_KIND_DEVICE_ADD:
    case FAR_KIND_DEVICE_REVOKE:
      return memcmp (act->target, act->member, FAR_RECORD_ID_LEN) != 0;
    case FAR_KIND_TERM:
      before = far_governance_find_term (gov, act->number - 1);
      return before == NULL || memcmp (before->holder, act->member, FAR_RECORD_ID_LEN) != 0;
    default:
      return FALSE;
    }
}

/* Members who were there from the beginning and whom nobody ever sent away, nor did they leave:
 * they belong to every electorate. */
static guint
count_loyal (FarSim *self, GArray *acts)
{
  guint n_honest = self->plan->n_devices - self->plan->n_liars;
  guint n = 0;

  for (guint i = 0; i < n_honest; i++)
    {
      const guint8 *member = far_sim_get_device (self, i)->me.member;
      gboolean is_loyal = TRUE;

      for (guint j = 0; j < acts->len && is_loyal; j++)
        {
          const Act *act = &g_array_index (acts, Act, j);

          is_loyal = !ends (act, member);
        }
      n += is_loyal;
    }

  return n;
}

/* Whoever holds the baton may pass it on alone: whom it was passed to needs nobody else. */
static gboolean
is_holders (FarSimDevice *device, const Act *act, const guint8 *member)
{
  const FarGovTerm *before =
      act->kind == FAR_KIND_TERM
          ? far_governance_find_term (far_store_peek_governance (device->store), act->number - 1)
          : NULL;

  return before != NULL && memcmp (before->holder, member, FAR_RECORD_ID_LEN) == 0;
}

/* A liar's act that counts has an honest signature, or those of as many liars as decide. */
static void
check_signers (FarSim *self, FarSimDevice *device, GArray *acts, const Act *act)
{
  g_autoptr (GHashTable) liars = g_hash_table_new (far_id_hash, far_record_id_equal);

  g_hash_table_add (liars, (gpointer)act->member);
  for (guint i = 0; i < acts->len; i++)
    {
      const Act *other = &g_array_index (acts, Act, i);
      gboolean signs =
          (other->kind == FAR_KIND_PROPOSE && memcmp (other->id, act->rests_on, FAR_ID_LEN) == 0) ||
          (other->kind == FAR_KIND_APPROVE &&
           memcmp (other->rests_on, act->rests_on, FAR_ID_LEN) == 0);

      if (!signs)
        continue;
      if (!far_sim_is_lying_member (self, other->member) || is_holders (device, act, other->member))
        return;
      g_hash_table_add (liars, (gpointer)other->member);
    }

  if (g_hash_table_size (liars) < FAR_RULE_REMOVALS_MIN &&
      g_hash_table_size (liars) <= count_loyal (self, acts))
    far_sim_fail (self, "standing", "at %s a %s counts that only %u liars signed", device->name,
                  far_kind_get_name (act->kind), g_hash_table_size (liars));
}

static void
check_acts (FarSim *self, FarSimDevice *device, GArray *acts)
{
  const FarGovernance *gov = far_store_peek_governance (device->store);

  for (guint i = 0; i < acts->len; i++)
    {
      const Act *one = &g_array_index (acts, Act, i);
      const FarSimDevice *author = find_by_key (self, one->author);

      if (far_governance_get_verdict (gov, i) == FAR_ACT_COUNTS && author != NULL &&
          author->is_liar && needs_others (gov, one))
        check_signers (self, device, acts, one);
    }
}

/* ---- what came to pass */

static gboolean
was_out (const FarGovernance *gov, GArray *acts, const guint8 *member)
{
  for (guint i = 0; i < acts->len; i++)
    if (ends (&g_array_index (acts, Act, i), member) &&
        far_governance_get_verdict (gov, i) == FAR_ACT_COUNTS)
      return TRUE;

  return FALSE;
}

static void
note_events (FarSim *self, FarSimDevice *device, GArray *acts)
{
  const FarGovernance *gov = far_store_peek_governance (device->store);
  guint n;
  const FarGovTerm *terms = far_governance_peek_terms (gov, &n);

  for (guint i = 1; i < n; i++)
    if (memcmp (terms[i].holder, terms[i - 1].holder, FAR_RECORD_ID_LEN) != 0)
      far_sim_note_event (self, FAR_SIM_EVENT_PASSED);
  if (has_lying_holder (self, gov))
    far_sim_note_event (self, FAR_SIM_EVENT_LYING_HOLDER);

  for (guint i = 0; i < acts->len; i++)
    {
      const Act *act = &g_array_index (acts, Act, i);

      if (far_governance_get_verdict (gov, i) != FAR_ACT_COUNTS)
        continue;
      if (act->kind == FAR_KIND_REMOVE)
        far_sim_note_event (self, FAR_SIM_EVENT_REMOVED);
      else if (act->kind == FAR_KIND_LEAVE)
        far_sim_note_event (self, FAR_SIM_EVENT_LEFT);
      else if (act->kind == FAR_KIND_RULES && !sodium_is_zero (act->rests_on, FAR_ID_LEN))
        far_sim_note_event (self, FAR_SIM_EVENT_AGREED);
      else if (act->kind == FAR_KIND_ADMIT && was_out (gov, acts, act->target))
        far_sim_note_event (self, FAR_SIM_EVENT_BACK);
    }
}

void
far_sim_check_standing (FarSim *self, FarSimDevice *device)
{
  g_autoptr (GPtrArray) members = far_collective_members (device->store, NULL);
  g_autoptr (GPtrArray) rotas = far_collective_rotas (device->store, NULL);
  g_autoptr (GPtrArray) lines = far_collective_lines (device->store, NULL);
  g_autoptr (GPtrArray) outings = NULL;
  g_autoptr (GArray) acts = read_acts (device);
  g_autoptr (GArray) shown = g_array_new (FALSE, FALSE, sizeof (Shown));

  note_events (self, device, acts);
  check_cuts (self, device);
  if (members == NULL || rotas == NULL || lines == NULL)
    {
      far_sim_fail (self, "records", "%s cannot read its records", device->name);
      return;
    }

  outings = far_collective_outings (device->store, rotas, device->me.member, FAR_SIM_EPOCH_DAY + 10,
                                    FAR_SIM_N_DAYS, NULL);
  for (guint i = 0; outings != NULL && i < outings->len; i++)
    check_turns (self, device, members, acts, g_ptr_array_index (outings, i));
  check_crooked (self, device, rotas);
  check_acts (self, device, acts);
  if (has_lying_holder (self, far_store_peek_governance (device->store)))
    return;

  for (guint i = 0; i < members->len; i++)
    add_shown (shown, ((FarMemberFacts *)members->pdata[i])->id,
               ((FarMemberFacts *)members->pdata[i])->name);
  for (guint i = 0; i < rotas->len; i++)
    add_shown (shown, ((FarRotaFacts *)rotas->pdata[i])->id,
               ((FarRotaFacts *)rotas->pdata[i])->title);
  for (guint i = 0; i < lines->len; i++)
    add_shown (shown, ((FarLineFacts *)lines->pdata[i])->id,
               ((FarLineFacts *)lines->pdata[i])->name);
  check_made (self, device, shown);
  check_collective (self, device, outings);
  check_words (self, device);
}

/* ---- what else follows from the set, and is in no digest of records */

static void
feed_acts (FarHash *hash, FarStore *store, const FarGovernance *gov)
{
  guint8 sum[FAR_HASH_LEN] = { 0 };
  FarPos pos;

  /* in whatever order they came */
  for (guint32 i = 0; far_store_get_act (store, i, &pos, NULL); i++)
    {
      guint8 one[FAR_HASH_LEN] = { 0 };
      FarHash act;

      if (!is_public (store, pos) || !far_store_get_id (store, pos, one, NULL))
        continue;
      far_hash_init (&act, "far1 sim act", FAR_HASH_LEN);
      far_hash_update (&act, one, FAR_ID_LEN);
      far_hash_u32 (&act, far_governance_get_verdict (gov, i));
      far_hash_u32 (&act, far_governance_get_provisional (gov, i));
      far_hash_finish (&act, one, FAR_HASH_LEN);
      for (guint j = 0; j < FAR_HASH_LEN; j++)
        sum[j] ^= one[j];
    }
  far_hash_update (hash, sum, sizeof sum);
}

static void
feed_rules (FarHash *hash, const FarGovernance *gov)
{
  guint n;
  const FarGovRule *rules = far_governance_peek_rules (gov, &n);
  const guint8 (*secrets)[FAR_HASH_LEN];
  const FarGovInvite *invites;

  for (guint i = 0; i < n; i++)
    {
      far_hash_u32 (hash, rules[i].number);
      far_hash_u32 (hash, (guint32)rules[i].value);
    }
  secrets = far_governance_peek_secrets (gov, &n);
  far_hash_update (hash, secrets, (gsize)n * FAR_HASH_LEN);
  invites = far_governance_peek_invites (gov, &n);
  for (guint i = 0; i < n; i++)
    {
      far_hash_update (hash, invites[i].key, FAR_KEY_LEN);
      far_hash_u32 (hash, invites[i].state);
    }
}

static void
feed_waiting (FarHash *hash, const FarGovernance *gov)
{
  guint n;
  const FarGovAsk *asks = far_governance_peek_asks (gov, &n);
  const FarGovFurther *further;
  const FarGovProposal *proposals;

  for (guint i = 0; i < n; i++)
    {
      far_hash_update (hash, asks[i].device, FAR_KEY_LEN);
      far_hash_u32 (hash, asks[i].n_missing);
    }
  further = far_governance_peek_further (gov, &n);
  for (guint i = 0; i < n; i++)
    {
      far_hash_update (hash, further[i].device, FAR_KEY_LEN);
      far_hash_u32 (hash, further[i].n_missing);
    }
  proposals = far_governance_peek_proposals (gov, &n);
  for (guint i = 0; i < n; i++)
    {
      far_hash_u32 (hash, proposals[i].n_needed);
      far_hash_u32 (hash, proposals[i].n_approvals);
      far_hash_u32 (hash, proposals[i].done_by != FAR_ACT_NONE);
    }
}

/* Of which entries no words are held: with what is missing, those that are erased. */
static void
feed_empty (FarHash *hash, FarStore *store)
{
  sqlite3_stmt *statement =
      far_store_statement (store, "SELECT id, log, seq FROM entry WHERE blob IS NULL ORDER BY id");

  while (statement != NULL && sqlite3_step (statement) == SQLITE_ROW)
    {
      FarPos pos = { sqlite3_column_int64 (statement, 1), sqlite3_column_int64 (statement, 2) };

      if (is_public (store, pos))
        far_hash_update (hash, sqlite3_column_blob (statement, 0),
                         sqlite3_column_bytes (statement, 0));
    }
  if (statement != NULL)
    sqlite3_reset (statement);
}

void
far_sim_digest_standing (FarSimDevice *device, guint8 digest[static FAR_HASH_LEN])
{
  const FarGovernance *gov = far_store_peek_governance (device->store);
  FarHash hash;

  far_hash_init (&hash, "far1 sim stand", FAR_HASH_LEN);
  far_hash_update (&hash, digest, FAR_HASH_LEN);
  feed_acts (&hash, device->store, gov);
  feed_rules (&hash, gov);
  feed_waiting (&hash, gov);
  feed_empty (&hash, device->store);
  far_hash_finish (&hash, digest, FAR_HASH_LEN);
}
