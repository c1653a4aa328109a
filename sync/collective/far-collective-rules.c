/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the collective has agreed: a number for each rule, and the decision that set it. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

#include "far-day.h"

#define REVIEW_DAYS 365

/* ---- reading */

const FarGovProposal *
_far_rule_find_decision (const FarGovernance *gov, const FarGovRule *rule)
{
  guint n;
  const FarGovProposal *proposals = far_governance_peek_proposals (gov, &n);

  for (guint i = 0; i < n && rule->act != FAR_ACT_NONE; i++)
    if (proposals[i].done_by == rule->act)
      return &proposals[i];

  return NULL;
}

static void
view_rule (FarStore *store, const FarGovRule *rule, FarRuleFacts *out)
{
  const FarGovernance *gov = far_store_peek_governance (store);
  const FarGovProposal *decision = _far_rule_find_decision (gov, rule);
  gint64 time_ms = 0;
  FarPos pos;

  memset (out, 0, sizeof *out);
  out->number = rule->number;
  out->value = rule->value;
  out->is_agreed =
      rule->act != FAR_ACT_NONE && far_store_get_act (store, rule->act, &pos, &time_ms);
  if (!out->is_agreed)
    return;

  far_store_get_id (store, pos, out->decision, NULL);
  out->decided_ms = time_ms;
  out->review_day = far_day_of_utc (time_ms) + REVIEW_DAYS;
  out->n_signers = decision != NULL ? decision->n_approvals : 0;
  if (rule->number == FAR_RULE_SERVERS && decision != NULL)
    _far_servers_read (store, decision->act, rule->value, &out->servers);
}

GArray *
far_collective_rules (FarStore *store)
{
  static const guint always[] = {
    FAR_RULE_VOUCHERS,   FAR_RULE_REMOVALS,  FAR_RULE_CHILDREN, FAR_RULE_YOUNG,  FAR_RULE_YOUNG_AGE,
    FAR_RULE_TWO_ADULTS, FAR_RULE_CROSSINGS, FAR_RULE_KEPT,     FAR_RULE_NOTICE, FAR_RULE_CAP,
    FAR_RULE_RIDES,      FAR_RULE_HELP,      FAR_RULE_LENDING,  FAR_RULE_ROOMS,  FAR_RULE_SKILLS,
    FAR_RULE_HOURS,      FAR_RULE_REPAIR,    FAR_KIND_TURN,     FAR_KIND_OUTING, FAR_KIND_ABSENCE,
    FAR_KIND_ROLL,       FAR_RULE_SERVERS
  };
  GArray *rules = g_array_new (FALSE, FALSE, sizeof (FarRuleFacts));
  guint n;
  const FarGovRule *agreed = far_governance_peek_rules (far_store_peek_governance (store), &n);
  FarRuleFacts facts;

  for (guint i = 0; i < n; i++)
    {
      view_rule (store, &agreed[i], &facts);
      g_array_append_val (rules, facts);
    }

  for (guint i = 0; i < G_N_ELEMENTS (always); i++)
    {
      gboolean is_listed = FALSE;

      for (guint j = 0; j < rules->len; j++)
        is_listed |= g_array_index (rules, FarRuleFacts, j).number == always[i];
      facts = (FarRuleFacts){ .number = always[i] };
      if (!is_listed)
        g_array_append_val (rules, facts);
    }

  return rules;
}

/* What holds while nothing was agreed, from lines that walk (docs/decisions.md). */
static const struct
{
  guint number;
  gint32 value;
} defaults[] = {
  { FAR_RULE_CHILDREN, 8 },   { FAR_RULE_YOUNG, 5 },     { FAR_RULE_YOUNG_AGE, 6 },
  { FAR_RULE_TWO_ADULTS, 8 }, { FAR_RULE_CROSSINGS, 3 }, { FAR_RULE_KEPT, 1 },
};

guint
_far_rule_get (const FarGovernance *gov, guint number)
{
  gint32 value = far_governance_get_rule (gov, number);

  for (guint i = 0; value == 0 && i < G_N_ELEMENTS (defaults); i++)
    if (defaults[i].number == number)
      value = defaults[i].value;

  return MAX (value, 0);
}

gboolean
far_collective_uses (FarStore *store, guint rule)
{
  return _far_rule_get (far_store_peek_governance (store), rule) == 1;
}

/* ---- deciding */

/* Besides, each rule takes 0: as it is from the start. */
static const struct
{
  guint number;
  gint32 least;
  gint32 most;
  gboolean takes_none; /* -1: without it, or for ever */
} ranges[] = {
  { FAR_RULE_VOUCHERS, 1, FAR_RULE_NUMBER_MAX, FALSE },
  { FAR_RULE_REMOVALS, FAR_RULE_REMOVALS_MIN, FAR_RULE_NUMBER_MAX, FALSE },
  { FAR_RULE_CHILDREN, 1, FAR_RULE_CHILDREN_MAX, FALSE },
  { FAR_RULE_YOUNG, 1, FAR_RULE_CHILDREN_MAX, FALSE },
  { FAR_RULE_YOUNG_AGE, 1, FAR_RULE_AGE_MAX, TRUE },
  { FAR_RULE_TWO_ADULTS, 1, FAR_RULE_CHILDREN_MAX, TRUE },
  { FAR_RULE_CROSSINGS, 1, FAR_RULE_CHILDREN_MAX, TRUE },
  { FAR_RULE_KEPT, 1, FAR_RULE_KEPT_MAX, TRUE },
  { FAR_RULE_NOTICE, 1, FAR_RULE_NOTICE_MAX, FALSE },
  { FAR_RULE_CAP, 1, FAR_RULE_CAP_MAX, FALSE },
  { FAR_RULE_RIDES, 1, 1, FALSE },
  { FAR_RULE_HELP, 1, 1, FALSE },
  { FAR_RULE_SKILLS, 1, 1, FALSE },
  { FAR_RULE_HOURS, 1, 1, FALSE },
  { FAR_RULE_LENDING, 1, 1, FALSE },
  { FAR_RULE_ROOMS, 1, 1, FALSE },
  { FAR_RULE_REPAIR, 1, 1, FALSE },
  { FAR_KIND_OUTING, 1, FAR_RULE_MONTHS_MAX, TRUE },
  { FAR_KIND_TURN, 1, FAR_RULE_MONTHS_MAX, TRUE },
  { FAR_KIND_ABSENCE, 1, FAR_RULE_MONTHS_MAX, TRUE },
  { FAR_KIND_ROLL, 1, FAR_RULE_MONTHS_MAX, TRUE },
};

void
far_collective_rule_range (guint number, gint32 *least, gint32 *most)
{
  *least = 0;
  *most = 0;
  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    if (ranges[i].number == number)
      {
        *least = ranges[i].least;
        *most = ranges[i].most;
      }
}

gboolean
far_collective_rule_allows (guint number, gint64 value)
{
  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    if (ranges[i].number == number)
      return value == 0 || (value == -1 && ranges[i].takes_none) ||
             (value >= ranges[i].least && value <= ranges[i].most) ||
             (number == FAR_RULE_REMOVALS && value == FAR_RULE_REMOVALS_MAJORITY);

  return FALSE;
}

gboolean
_far_rule_write (const FarWriter *writer,
                 guint32 number,
                 gint32 value,
                 const guint8 proposal[static FAR_ID_LEN],
                 GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarSaying saying = { .kind = FAR_KIND_RULES, .payload = payload };

  far_map_int (&map, FAR_RULES_KEY, number);
  far_map_int (&map, FAR_RULES_VALUE, value);
  far_map_bytes (&map, FAR_RULES_PROPOSAL, proposal, FAR_ID_LEN);
  far_map_end (&map);

  return _far_writer_append (writer, &saying, NULL, NULL, error);
}

static gboolean
set_rule (FarPen *pen, guint number, gint32 value, FarApproval *out, GError **error)
{
  FarMatter matter = { .kind = FAR_KIND_RULES, .number = number, .value = value };

  memset (out, 0, sizeof *out);
  out->is_done = far_governance_get_rule (pen->view.gov, number) == value;

  return out->is_done ||
         _far_matter_support (pen, &matter, _far_matter_find (pen->writer->store, &matter), out,
                              error);
}

gboolean
far_collective_set_rule (const FarWriter *writer,
                         guint number,
                         gint32 value,
                         FarApproval *out,
                         GError **error)
{
  FarPen pen;

  if (!far_collective_rule_allows (number, value))
    return _far_refuse (FAR_COLLECTIVE_ERROR_RULE_VALUE, "that rule has no such value", error);

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, set_rule (&pen, number, value, out, error), error);
}
