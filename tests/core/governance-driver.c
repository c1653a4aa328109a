/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Answers governance_model.py: a history and what is asked of it is a line in; an answer to each is
 * a line out. */

#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

#include "far-governance.h"

static const char *const kinds[] = {
  NULL,      "GENESIS", "INVITE", "INVITE_END", "ASK",  "ADMIT", "DEVICE_ADD", "DEVICE_REVOKE",
  "PROPOSE", "APPROVE", "REMOVE", "LEAVE",      "TERM", "RULES", "WITNESS",
};

static FarKind
read_kind (JsonObject *object, const char *name)
{
  const char *text = json_object_get_string_member_with_default (object, name, "");

  for (guint i = 1; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i], text) == 0)
      return (FarKind)i;

  return (FarKind)0;
}

static void
read_bytes (JsonObject *object, const char *name, void *out, gsize len)
{
  if (!far_unhex (json_object_get_string_member_with_default (object, name, ""), out, len))
    g_error ("%s is not %" G_GSIZE_FORMAT " bytes", name, len);
}

static guint32
read_index (JsonObject *object, const char *name)
{
  return (guint32)json_object_get_int_member_with_default (object, name, FAR_ACT_NONE);
}

static gint32
read_int (JsonObject *object, const char *name)
{
  return (gint32)json_object_get_int_member (object, name);
}

static guint64 *
read_set (JsonObject *object, const char *name, guint n)
{
  guint64 *set = g_new0 (guint64, FAR_ACT_WORDS (n) + 1);

  read_bytes (object, name, set, FAR_ACT_WORDS (n) * sizeof *set);
  for (gsize i = 0; i < FAR_ACT_WORDS (n); i++)
    set[i] = GUINT64_FROM_LE (set[i]);

  return set;
}

static void
read_cuts (JsonObject *object, FarAct *act)
{
  JsonArray *array = json_object_get_array_member (object, "cuts");
  FarActCut *cuts = g_new0 (FarActCut, json_array_get_length (array) + 1);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonArray *cut = json_array_get_array_element (array, i);

      if (!far_unhex (json_array_get_string_element (cut, 0), cuts[i].device, FAR_KEY_LEN) ||
          !far_unhex (json_array_get_string_element (cut, 2), cuts[i].id, FAR_ID_LEN))
        g_error ("not a cut");
      cuts[i].seq = (guint32)json_array_get_int_element (cut, 1);
    }

  act->cuts = cuts;
  act->n_cuts = json_array_get_length (array);
}

static void
read_act (JsonObject *object, guint n, FarAct *act)
{
  act->kind = read_kind (object, "kind");
  act->proposes = read_kind (object, "proposes");
  read_bytes (object, "id", act->id, FAR_ID_LEN);
  read_bytes (object, "author", act->author, FAR_KEY_LEN);
  read_bytes (object, "member", act->member, FAR_RECORD_ID_LEN);
  read_bytes (object, "device", act->device, FAR_KEY_LEN);
  read_bytes (object, "noise_key", act->noise_key, FAR_KEY_LEN);
  read_bytes (object, "seal_key", act->seal_key, FAR_KEY_LEN);
  read_bytes (object, "holder", act->holder, FAR_RECORD_ID_LEN);
  read_bytes (object, "deputy", act->deputy, FAR_RECORD_ID_LEN);
  read_bytes (object, "secret", act->secret, sizeof act->secret);
  act->seq = (guint32)read_int (object, "seq");
  act->branch = json_object_get_boolean_member (object, "branch");
  act->has_effect = json_object_get_boolean_member (object, "has_effect");
  act->is_further = json_object_get_boolean_member (object, "is_further");
  act->proofs_ok = json_object_get_boolean_member (object, "proofs_ok");
  act->invite = read_index (object, "invite");
  act->what = read_index (object, "what");
  act->proposal = read_index (object, "proposal");
  act->previous = read_index (object, "previous");
  act->number = (guint32)read_int (object, "number");
  act->value = read_int (object, "value");
  act->start_day = read_int (object, "start_day");
  act->end_day = read_int (object, "end_day");
  act->past = read_set (object, "past", n);
  read_cuts (object, act);
}

static void
add_hex (JsonBuilder *out, const void *data, gsize len)
{
  g_autofree char *text = far_hex (data, len);

  json_builder_add_string_value (out, text);
}

static int
compare_texts (const void *a, const void *b)
{
  return strcmp (*(char *const *)a, *(char *const *)b);
}

/* The ids of those acts for which @wanted says yes, ascending. */
static void
add_acts (JsonBuilder *out,
          const char *name,
          const FarGovernance *state,
          const FarAct *acts,
          guint n,
          gboolean (*wanted) (const FarGovernance *state, guint32 act))
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n; i++)
    if (wanted (state, i))
      g_ptr_array_add (ids, far_hex (acts[i].id, FAR_ID_LEN));
  g_ptr_array_sort (ids, compare_texts);

  json_builder_set_member_name (out, name);
  json_builder_begin_array (out);
  for (guint i = 0; i < ids->len; i++)
    json_builder_add_string_value (out, g_ptr_array_index (ids, i));
  json_builder_end_array (out);
}

static gboolean
counts (const FarGovernance *state, guint32 act)
{
  return far_governance_get_verdict (state, act) == FAR_ACT_COUNTS;
}

static void
begin_list (JsonBuilder *out, const char *name)
{
  json_builder_set_member_name (out, name);
  json_builder_begin_array (out);
}

static void
add_members (JsonBuilder *out, const FarGovernance *state, const FarAct *acts)
{
  static const char *const standings[] = { "active", "left", "removed" };
  guint n;
  const FarGovMember *members = far_governance_peek_members (state, &n);

  begin_list (out, "members");
  for (guint i = 0; i < n; i++)
    {
      json_builder_begin_array (out);
      add_hex (out, members[i].id, FAR_RECORD_ID_LEN);
      json_builder_add_string_value (out, standings[members[i].standing]);
      add_hex (out, acts[members[i].since].id, FAR_ID_LEN);
      if (members[i].ended_by == FAR_ACT_NONE)
        json_builder_add_string_value (out, "");
      else
        add_hex (out, acts[members[i].ended_by].id, FAR_ID_LEN);
      json_builder_begin_array (out);
      for (guint k = 0; k < members[i].n_vouchers; k++)
        add_hex (out, members[i].vouchers[k], FAR_RECORD_ID_LEN);
      json_builder_end_array (out);
      json_builder_end_array (out);
    }
  json_builder_end_array (out);
}

static void
add_devices (JsonBuilder *out, const FarGovernance *state)
{
  guint n;
  const FarGovDevice *devices = far_governance_peek_devices (state, &n);

  begin_list (out, "devices");
  for (guint i = 0; i < n; i++)
    {
      json_builder_begin_array (out);
      add_hex (out, devices[i].key, FAR_KEY_LEN);
      add_hex (out, devices[i].member, FAR_RECORD_ID_LEN);
      add_hex (out, devices[i].noise_key, FAR_KEY_LEN);
      add_hex (out, devices[i].seal_key, FAR_KEY_LEN);
      json_builder_add_boolean_value (out, devices[i].active);
      json_builder_add_int_value (out, devices[i].cut ? (gint64)devices[i].cut_seq : -1);
      if (devices[i].cut)
        add_hex (out, devices[i].cut_id, FAR_ID_LEN);
      else
        json_builder_add_string_value (out, "");
      json_builder_end_array (out);
    }
  json_builder_end_array (out);
}

static void
add_terms_and_rules (JsonBuilder *out, const FarGovernance *state)
{
  guint n;
  const FarGovTerm *terms = far_governance_peek_terms (state, &n);
  const FarGovRule *rules;

  begin_list (out, "terms");
  for (guint i = 0; i < n; i++)
    {
      json_builder_begin_array (out);
      json_builder_add_int_value (out, terms[i].number);
      add_hex (out, terms[i].holder, FAR_RECORD_ID_LEN);
      add_hex (out, terms[i].deputy, FAR_RECORD_ID_LEN);
      json_builder_add_int_value (out, terms[i].start_day);
      json_builder_add_int_value (out, terms[i].end_day);
      json_builder_end_array (out);
    }
  json_builder_end_array (out);

  rules = far_governance_peek_rules (state, &n);
  begin_list (out, "rules");
  for (guint i = 0; i < n; i++)
    {
      json_builder_begin_array (out);
      json_builder_add_int_value (out, rules[i].number);
      json_builder_add_int_value (out, rules[i].value);
      json_builder_end_array (out);
    }
  json_builder_end_array (out);
}

static void
add_open_matters (JsonBuilder *out, const FarGovernance *state, const FarAct *acts)
{
  static const char *const states[] = { "open", "used", "ended", "lapsed" };
  guint n;
  const FarGovInvite *invites = far_governance_peek_invites (state, &n);
  const FarGovAsk *asks;
  const FarGovFurther *further;
  const FarGovProposal *proposals;

  begin_list (out, "invites");
  for (guint i = 0; i < n; i++)
    {
      json_builder_begin_array (out);
      add_hex (out, acts[invites[i].act].id, FAR_ID_LEN);
      json_builder_add_string_value (out, states[invites[i].state]);
      add_hex (out, invites[i].inviter, FAR_RECORD_ID_LEN);
      json_builder_end_array (out);
    }
  json_builder_end_array (out);

  asks = far_governance_peek_asks (state, &n);
  begin_list (out, "asks");
  for (guint i = 0; i < n; i++)
    {
      json_builder_begin_array (out);
      add_hex (out, acts[asks[i].act].id, FAR_ID_LEN);
      json_builder_add_int_value (out, asks[i].n_vouchers);
      json_builder_add_int_value (out, asks[i].n_missing);
      json_builder_end_array (out);
    }
  json_builder_end_array (out);

  further = far_governance_peek_further (state, &n);
  begin_list (out, "further");
  for (guint i = 0; i < n; i++)
    {
      json_builder_begin_array (out);
      add_hex (out, acts[further[i].act].id, FAR_ID_LEN);
      if (further[i].proposal != FAR_ACT_NONE)
        add_hex (out, acts[further[i].proposal].id, FAR_ID_LEN);
      else
        json_builder_add_string_value (out, "");
      json_builder_add_int_value (out, further[i].n_missing);
      json_builder_end_array (out);
    }
  json_builder_end_array (out);

  proposals = far_governance_peek_proposals (state, &n);
  begin_list (out, "proposals");
  for (guint i = 0; i < n; i++)
    {
      json_builder_begin_array (out);
      add_hex (out, acts[proposals[i].act].id, FAR_ID_LEN);
      json_builder_add_int_value (out, proposals[i].n_needed);
      json_builder_add_int_value (out, proposals[i].n_approvals);
      json_builder_add_boolean_value (out, proposals[i].done_by != FAR_ACT_NONE);
      json_builder_end_array (out);
    }
  json_builder_end_array (out);
}

static void
add_secrets (JsonBuilder *out, const FarGovernance *state)
{
  guint n;
  const guint8 (*secrets)[FAR_HASH_LEN] = far_governance_peek_secrets (state, &n);

  begin_list (out, "secrets");
  for (guint i = 0; i < n; i++)
    add_hex (out, secrets[i], FAR_HASH_LEN);
  json_builder_end_array (out);
}

/* How many acts of each kind got each verdict. */
static void
add_verdicts (JsonBuilder *out, const FarGovernance *state, const FarAct *acts, guint n)
{
  guint counts[G_N_ELEMENTS (kinds)][FAR_ACT_TERM + 1] = { 0 };

  for (guint i = 0; i < n; i++)
    counts[acts[i].kind][far_governance_get_verdict (state, i)]++;

  json_builder_set_member_name (out, "verdicts");
  json_builder_begin_object (out);
  for (guint kind = 1; kind < G_N_ELEMENTS (kinds); kind++)
    for (guint verdict = 0; verdict <= FAR_ACT_TERM; verdict++)
      if (counts[kind][verdict] != 0)
        {
          g_autofree char *name =
              g_strdup_printf ("%s %s", kinds[kind], far_act_verdict_get_name (verdict));

          json_builder_set_member_name (out, name);
          json_builder_add_int_value (out, counts[kind][verdict]);
        }
  json_builder_end_object (out);
}

static void
add_state (JsonBuilder *out, const FarGovernance *state, const FarAct *acts, guint n)
{
  add_acts (out, "counts", state, acts, n, counts);
  add_acts (out, "provisional", state, acts, n, far_governance_get_provisional);
  add_members (out, state, acts);
  add_devices (out, state);
  add_terms_and_rules (out, state);
  add_open_matters (out, state, acts);
  add_secrets (out, state);
  add_verdicts (out, state, acts, n);
}

typedef struct
{
  guint8 collective[FAR_ID_LEN];
  guint n;
  FarAct *acts;
} History;

/* An index that names something still to come is kept: it names nothing yet. */
static guint32
move_index (const guint32 *place, guint n, guint32 index)
{
  return index < n ? place[index] : index;
}

static guint64 *
move_set (const guint32 *place, guint n, const guint64 *set)
{
  guint64 *moved = g_new0 (guint64, FAR_ACT_WORDS (n) + 1);

  for (guint32 i = 0; i < n; i++)
    if (far_act_set_has (set, i))
      far_act_set_add (moved, place[i]);

  return moved;
}

/* The acts in another order; the pasts are new, all else is borrowed. */
static FarAct *
reorder (const History *history, const guint32 *place)
{
  FarAct *acts = g_new0 (FarAct, history->n + 1);

  for (guint i = 0; i < history->n; i++)
    {
      FarAct *act = &acts[place[i]];

      *act = history->acts[i];
      act->past = move_set (place, history->n, act->past);
      act->invite = move_index (place, history->n, act->invite);
      act->what = move_index (place, history->n, act->what);
      act->proposal = move_index (place, history->n, act->proposal);
      act->previous = move_index (place, history->n, act->previous);
    }

  return acts;
}

static void
append_set (GString *out, const History *history, const guint64 *set)
{
  gsize n_words = FAR_ACT_WORDS (history->n);
  g_autofree guint64 *bytes = g_new0 (guint64, n_words + 1);
  g_autofree char *hex = NULL;

  for (gsize i = 0; i < n_words; i++)
    bytes[i] = GUINT64_TO_LE (set[i]);
  hex = far_hex ((const guint8 *)bytes, n_words * sizeof *bytes);
  g_string_append (out, hex);
}

static void
forget_acts (FarAct *acts, guint n)
{
  for (guint i = 0; i < n; i++)
    g_free ((void *)acts[i].past);
  g_free (acts);
}

/* WITNESS entries are seen by the acts that are @disputed, and by no others. */
static void
forget_witnesses (FarAct *acts, guint n_acts, guint n, const guint64 *disputed)
{
  for (guint i = 0; i < n; i++)
    for (guint32 k = n_acts; k < n; k++)
      if (i >= n_acts || !far_act_set_has (disputed, i))
        ((guint64 *)acts[i].past)[k / 64] &= ~(G_GUINT64_CONSTANT (1) << (k % 64));
}

/* The first @n entries, as a store asks about them: acts alone, and only if something is disputed
 * WITNESS entries too, with what it remembers from before.  @place: (out): where each of them went
 */
static FarGovernance *
judge_as_a_store (const History *history,
                  const FarAct *entries,
                  guint n,
                  FarReplayed *replayed,
                  guint32 *place)
{
  History first = { .acts = (FarAct *)entries, .n = n };
  g_autofree guint64 *disputed = NULL;
  FarGovernance *state;
  FarAct *acts;
  guint n_acts = 0;
  guint n_placed = 0;

  for (guint32 i = 0; i < n; i++)
    if (entries[i].kind != FAR_KIND_WITNESS)
      place[i] = n_acts++;
  for (guint32 i = 0; i < n; i++)
    if (entries[i].kind == FAR_KIND_WITNESS)
      place[i] = n_acts + n_placed++;
  acts = reorder (&first, place);

  state = far_governance_new_undisputed (history->collective, acts, n_acts, NULL, &disputed);
  if (state == NULL)
    {
      forget_witnesses (acts, n_acts, n, disputed);
      state = far_governance_new (history->collective, acts, n, NULL, replayed);
    }
  forget_acts (acts, n);

  return state;
}

/* After each entry that arrives: what counts and what is provisional, as sets of the history. */
static void
add_prefixes (JsonBuilder *out, const History *history, const FarAct *acts, const guint32 *order)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(FarReplayed) replayed = far_replayed_new ();
  g_autofree guint32 *place = g_new (guint32, history->n + 1);

  for (guint n = 1; n <= history->n; n++)
    {
      g_autoptr(FarGovernance) state = judge_as_a_store (history, acts, n, replayed, place);
      g_autofree guint64 *in_effect = g_new0 (guint64, FAR_ACT_WORDS (history->n));
      g_autofree guint64 *provisional = g_new0 (guint64, FAR_ACT_WORDS (history->n));

      for (guint32 i = 0; i < n; i++)
        {
          if (counts (state, place[i]))
            far_act_set_add (in_effect, order[i]);
          if (far_governance_get_provisional (state, place[i]))
            far_act_set_add (provisional, order[i]);
        }

      append_set (text, history, in_effect);
      g_string_append_c (text, ':');
      append_set (text, history, provisional);
      g_string_append_c (text, ' ');
    }

  json_builder_set_member_name (out, "prefixes");
  json_builder_add_string_value (out, text->str);
}

/* @asked: an order of arrival, and a set to replay; without one, at every prefix. */
static void
answer (const History *history, JsonObject *asked)
{
  g_autoptr(JsonBuilder) out = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(FarGovernance) state = NULL;
  g_autofree guint32 *order = g_new (guint32, history->n + 1);
  g_autofree guint32 *place = g_new (guint32, history->n + 1);
  g_autofree guint64 *subset = NULL;
  g_autofree FarAct *acts = NULL;
  g_autofree char *reply = NULL;

  for (guint i = 0; i < history->n; i++)
    {
      order[i] =
          (guint32)json_array_get_int_element (json_object_get_array_member (asked, "order"), i);
      place[order[i]] = i;
    }
  acts = reorder (history, place);

  json_builder_begin_object (out);
  if (json_object_has_member (asked, "subset"))
    {
      g_autofree guint64 *set = read_set (asked, "subset", history->n);

      subset = move_set (place, history->n, set);
    }
  else
    add_prefixes (out, history, acts, order);

  state = far_governance_new (history->collective, acts, history->n, subset, NULL);
  add_state (out, state, acts, history->n);
  json_builder_end_object (out);

  forget_acts (g_steal_pointer (&acts), history->n);

  root = json_builder_get_root (out);
  reply = json_to_string (root, FALSE);
  puts (reply);
}

static void
answer_all (JsonObject *question)
{
  JsonArray *array = json_object_get_array_member (question, "acts");
  JsonArray *asked = json_object_get_array_member (question, "asked");
  History history = { .n = json_array_get_length (array) };

  history.acts = g_new0 (FarAct, history.n + 1);
  for (guint i = 0; i < history.n; i++)
    read_act (json_array_get_object_element (array, i), history.n, &history.acts[i]);
  read_bytes (question, "collective", history.collective, sizeof history.collective);

  for (guint i = 0; i < json_array_get_length (asked); i++)
    answer (&history, json_array_get_object_element (asked, i));

  for (guint i = 0; i < history.n; i++)
    {
      g_free ((void *)history.acts[i].past);
      g_free ((void *)history.acts[i].cuts);
    }
  g_free (history.acts);
}

int
main (void)
{
  g_autoptr(GIOChannel) in = g_io_channel_unix_new (0);
  char *line;

  while (g_io_channel_read_line (in, &line, NULL, NULL, NULL) == G_IO_STATUS_NORMAL)
    {
      g_autofree char *owned = line;
      g_autoptr(JsonNode) node = json_from_string (line, NULL);

      if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
        g_error ("not an object");

      answer_all (json_node_get_object (node));
      fflush (stdout);
    }

  return 0;
}
