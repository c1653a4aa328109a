/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The value rule: which of the values that people wrote into a field of a record stand, and which
 * of these is shown (docs/records.md).
 *
 * One entry has seen another if its refs lead there through entries of the same kind, by header
 * alone, so that erasing changes nothing; and it has seen the entry right before it on its own log,
 * which refs may not name.  A writer therefore names everything else that it replaces, as if that
 * one were not there. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

/* By whom a value was written; a larger one goes before. */
typedef enum
{
  FAR_WRITER_ANYONE,
  FAR_WRITER_OWNER,
  FAR_WRITER_BATON, /* holder or deputy, under a term that they held */
  FAR_WRITER_SELF,  /* the owner and nobody else: of nobody's class, a rule only; of a child its
                     * guardians, who are as good as owners */
} FarWriterClass;

typedef struct
{
  guint8 kind;
  guint8 key;
  guint8 least;    /* FarWriterClass that may write it */
  gboolean yields; /* what goes before it: a value of a higher class that was seen; of a rota,
                    * its having been published */
  gboolean shows_anything; /* if nobody with the right wrote it, a suggestion is better than nothing
                            */
  gboolean is_each;        /* what one member wrote, no other one replaces */
} FarFieldRule;

static const FarFieldRule rules[] = {
  { FAR_KIND_COLLECTIVE, FAR_COLLECTIVE_NAME, FAR_WRITER_BATON, FALSE, TRUE },
  { FAR_KIND_COLLECTIVE, FAR_COLLECTIVE_ZONE, FAR_WRITER_BATON, FALSE, TRUE },

  /* whoever hears a newcomer writes the name down; once the person has written it, it is theirs */
  { FAR_KIND_PERSON, FAR_PERSON_NAME, FAR_WRITER_ANYONE, TRUE, FALSE },
  { FAR_KIND_PERSON, FAR_PERSON_GONE, FAR_WRITER_OWNER, FALSE, FALSE },
  { FAR_KIND_PERSON, FAR_PERSON_SAME, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_PERSON, FAR_PERSON_HELPER, FAR_WRITER_OWNER, FALSE, FALSE },
  { FAR_KIND_PERSON, FAR_PERSON_PHONE, FAR_WRITER_ANYONE, TRUE, FALSE },

  /* where a line runs is for everybody who walks it */
  { FAR_KIND_LINE, FAR_LINE_NAME, FAR_WRITER_ANYONE, FALSE, FALSE },
  { FAR_KIND_LINE, FAR_LINE_SCHOOL, FAR_WRITER_ANYONE, FALSE, FALSE },
  { FAR_KIND_LINE, FAR_LINE_STOPS, FAR_WRITER_ANYONE, FALSE, FALSE },
  { FAR_KIND_LINE, FAR_LINE_GONE, FAR_WRITER_OWNER, FALSE, FALSE },
  { FAR_KIND_LINE, FAR_LINE_CROSSINGS, FAR_WRITER_ANYONE, FALSE, FALSE },
  { FAR_KIND_LINE, FAR_LINE_REFERENT, FAR_WRITER_ANYONE, FALSE, FALSE },
  { FAR_KIND_LINE, FAR_LINE_COLOUR, FAR_WRITER_ANYONE, FALSE, FALSE },
  { FAR_KIND_LINE, FAR_LINE_PATTERNS, FAR_WRITER_ANYONE, FALSE, FALSE },

  /* whoever walks there sees it */
  { FAR_KIND_HAZARD, FAR_HAZARD_LINE, FAR_WRITER_ANYONE, FALSE, FALSE },
  { FAR_KIND_HAZARD, FAR_HAZARD_STOP, FAR_WRITER_ANYONE, FALSE, FALSE },
  { FAR_KIND_HAZARD, FAR_HAZARD_WORDS, FAR_WRITER_ANYONE, FALSE, FALSE },
  { FAR_KIND_HAZARD, FAR_HAZARD_STATE, FAR_WRITER_ANYONE, FALSE, FALSE },

  /* whoever has it, or knows who has, says so: it is about a key and no promise */
  { FAR_KIND_PLACE, FAR_PLACE_NAME, FAR_WRITER_ANYONE, FALSE, FALSE },
  { FAR_KIND_PLACE, FAR_PLACE_ADDRESS, FAR_WRITER_ANYONE, FALSE, FALSE },
  { FAR_KIND_PLACE, FAR_PLACE_TOWN, FAR_WRITER_ANYONE, FALSE, FALSE },
  { FAR_KIND_PLACE, FAR_PLACE_AT, FAR_WRITER_ANYONE, FALSE, FALSE },
  { FAR_KIND_PLACE, FAR_PLACE_SOURCE, FAR_WRITER_ANYONE, FALSE, FALSE },
  { FAR_KIND_PLACE, FAR_PLACE_GONE, FAR_WRITER_ANYONE, FALSE, FALSE },
  { FAR_KIND_THING, FAR_THING_NAME, FAR_WRITER_ANYONE, FALSE, FALSE },
  { FAR_KIND_THING, FAR_THING_KEEPER, FAR_WRITER_ANYONE, FALSE, FALSE },
  { FAR_KIND_THING, FAR_THING_NOTE, FAR_WRITER_ANYONE, FALSE, FALSE },
  { FAR_KIND_THING, FAR_THING_GONE, FAR_WRITER_ANYONE, FALSE, FALSE },
  /* whoever brings it back sees how it is; but what others rely on is whose it is to say */
  { FAR_KIND_THING, FAR_THING_WHAT, FAR_WRITER_OWNER, FALSE, FALSE },
  { FAR_KIND_THING, FAR_THING_WHOSE, FAR_WRITER_OWNER, FALSE, FALSE },
  { FAR_KIND_THING, FAR_THING_PIECES, FAR_WRITER_OWNER, FALSE, FALSE },
  { FAR_KIND_THING, FAR_THING_CONDITION, FAR_WRITER_ANYONE, FALSE, FALSE },
  { FAR_KIND_THING, FAR_THING_WORN, FAR_WRITER_ANYONE, FALSE, FALSE },
  { FAR_KIND_THING, FAR_THING_WHERE, FAR_WRITER_ANYONE, FALSE, FALSE },
  { FAR_KIND_THING, FAR_THING_LENT, FAR_WRITER_OWNER, FALSE, FALSE },
  { FAR_KIND_THING, FAR_THING_DAYS, FAR_WRITER_OWNER, FALSE, FALSE },
  { FAR_KIND_THING, FAR_THING_HELD, FAR_WRITER_ANYONE, FALSE, FALSE },
  { FAR_KIND_THING, FAR_THING_WORKSHOP, FAR_WRITER_OWNER, FALSE, FALSE },

  /* a draft is its author's; what was published is the publisher's word, in all its fields */
  { FAR_KIND_ROTA, FAR_ROTA_TITLE, FAR_WRITER_OWNER, TRUE, TRUE },
  { FAR_KIND_ROTA, FAR_ROTA_WEEKDAYS, FAR_WRITER_OWNER, TRUE, TRUE },
  { FAR_KIND_ROTA, FAR_ROTA_EVERY, FAR_WRITER_OWNER, TRUE, TRUE },
  { FAR_KIND_ROTA, FAR_ROTA_FIRST, FAR_WRITER_OWNER, TRUE, TRUE },
  { FAR_KIND_ROTA, FAR_ROTA_LAST, FAR_WRITER_OWNER, TRUE, TRUE },
  { FAR_KIND_ROTA, FAR_ROTA_AT, FAR_WRITER_OWNER, TRUE, TRUE },
  { FAR_KIND_ROTA, FAR_ROTA_MIN, FAR_WRITER_OWNER, TRUE, TRUE },
  { FAR_KIND_ROTA, FAR_ROTA_MAX, FAR_WRITER_OWNER, TRUE, TRUE },
  { FAR_KIND_ROTA, FAR_ROTA_LINE, FAR_WRITER_OWNER, TRUE, FALSE },
  { FAR_KIND_ROTA, FAR_ROTA_STATE, FAR_WRITER_BATON, FALSE, FALSE },
  { FAR_KIND_ROTA, FAR_ROTA_ADDED, FAR_WRITER_OWNER, TRUE, FALSE },
  { FAR_KIND_ROTA, FAR_ROTA_DROPPED, FAR_WRITER_OWNER, TRUE, FALSE },
  { FAR_KIND_ROTA, FAR_ROTA_GONE, FAR_WRITER_OWNER, TRUE, FALSE },
  { FAR_KIND_ROTA, FAR_ROTA_HOLIDAYS, FAR_WRITER_OWNER, TRUE, FALSE },
  { FAR_KIND_ROTA, FAR_ROTA_PLACE, FAR_WRITER_OWNER, TRUE, FALSE },
  { FAR_KIND_ROTA, FAR_ROTA_LATER, FAR_WRITER_OWNER, TRUE, FALSE },
  { FAR_KIND_ROTA, FAR_ROTA_ROLES, FAR_WRITER_OWNER, TRUE, FALSE },
  { FAR_KIND_ROTA, FAR_ROTA_LATER_ROLES, FAR_WRITER_OWNER, TRUE, FALSE },

  /* it takes outings from every rota, the published ones too */
  { FAR_KIND_HOLIDAYS, FAR_HOLIDAYS_NAME, FAR_WRITER_BATON, FALSE, FALSE },
  { FAR_KIND_HOLIDAYS, FAR_HOLIDAYS_SPANS, FAR_WRITER_BATON, FALSE, FALSE },
  { FAR_KIND_HOLIDAYS, FAR_HOLIDAYS_GONE, FAR_WRITER_BATON, FALSE, FALSE },

  /* nobody's but the family's, the coordinator's neither */
  { FAR_KIND_CHILD, FAR_CHILD_NAME, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_CHILD, FAR_CHILD_GUARDIANS, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_CHILD, FAR_CHILD_LINE, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_CHILD, FAR_CHILD_STOP, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_CHILD, FAR_CHILD_BORN, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_CHILD, FAR_CHILD_ONE_TO_ONE, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_CHILD, FAR_CHILD_WHEELCHAIR, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_CHILD, FAR_CHILD_SLOW, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_CHILD, FAR_CHILD_CARRY, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_CHILD, FAR_CHILD_ADULTS, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_CHILD, FAR_CHILD_GONE, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_BOOKING, FAR_BOOKING_ROTA, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_BOOKING, FAR_BOOKING_WEEKDAYS, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_BOOKING, FAR_BOOKING_FIRST, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_BOOKING, FAR_BOOKING_LAST, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_BOOKING, FAR_BOOKING_GONE, FAR_WRITER_SELF, FALSE, FALSE },
  /* whoever picks up the telephone at half past seven */
  { FAR_KIND_ABSENCE, FAR_ABSENCE_ABSENT, FAR_WRITER_ANYONE, FALSE, FALSE },
  /* a child's safety is its family's word and nobody else's */
  { FAR_KIND_NOTE, FAR_NOTE_READERS, FAR_WRITER_SELF, FALSE, FALSE },
  /* nobody is kept from it, and who was not there takes nothing back from who was */
  { FAR_KIND_ROLL, FAR_ROLL_STATE, FAR_WRITER_ANYONE, TRUE, FALSE },
  { FAR_KIND_ROLL, FAR_ROLL_HANDED, FAR_WRITER_ANYONE, TRUE, FALSE },

  /* nobody has seen anything for somebody else */
  { FAR_KIND_SEEN, FAR_SEEN_ENTRIES, FAR_WRITER_SELF, FALSE, FALSE },

  /* each member's stands beside the others' */
  { FAR_KIND_REASON, FAR_REASON_WHY, FAR_WRITER_ANYONE, FALSE, FALSE, TRUE },

  { FAR_KIND_OUTING, FAR_OUTING_CANCELLED, FAR_WRITER_BATON, FALSE, FALSE },
  { FAR_KIND_OUTING, FAR_OUTING_PLAN, FAR_WRITER_BATON, FALSE, FALSE },
  { FAR_KIND_OUTING, FAR_OUTING_AT, FAR_WRITER_BATON, FALSE, FALSE },
  { FAR_KIND_OUTING, FAR_OUTING_PLACE, FAR_WRITER_BATON, FALSE, FALSE },
  { FAR_KIND_OUTING, FAR_OUTING_MIN, FAR_WRITER_BATON, FALSE, FALSE },
  { FAR_KIND_OUTING, FAR_OUTING_MAX, FAR_WRITER_BATON, FALSE, FALSE },
  { FAR_KIND_OUTING, FAR_OUTING_INTO, FAR_WRITER_BATON, FALSE, FALSE },
  /* whoever walks there says so for themselves */
  { FAR_KIND_OUTING, FAR_OUTING_AGREES, FAR_WRITER_ANYONE, FALSE, FALSE, TRUE },
  { FAR_KIND_OUTING, FAR_OUTING_REMARK, FAR_WRITER_BATON, FALSE, FALSE },
  { FAR_KIND_OUTING, FAR_OUTING_ROLES, FAR_WRITER_BATON, FALSE, FALSE },

  /* everybody has one vote, and one's own word */
  { FAR_KIND_BATON, FAR_BATON_ORDER, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_BATON, FAR_BATON_DECLINED, FAR_WRITER_SELF, FALSE, FALSE },

  /* whose car it is, or whose child; who coordinates has no say in that */
  { FAR_KIND_RIDE, FAR_RIDE_ASK, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_RIDE, FAR_RIDE_FROM, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_RIDE, FAR_RIDE_TO, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_RIDE, FAR_RIDE_WEEKDAYS, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_RIDE, FAR_RIDE_EVERY, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_RIDE, FAR_RIDE_FIRST, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_RIDE, FAR_RIDE_LAST, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_RIDE, FAR_RIDE_ADDED, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_RIDE, FAR_RIDE_DROPPED, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_RIDE, FAR_RIDE_THERE, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_RIDE, FAR_RIDE_BACK, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_RIDE, FAR_RIDE_SEATS, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_RIDE, FAR_RIDE_CHILD_SEATS, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_RIDE, FAR_RIDE_DETOUR, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_RIDE, FAR_RIDE_LUGGAGE, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_RIDE, FAR_RIDE_WHEELCHAIR, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_RIDE, FAR_RIDE_HOLIDAYS, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_RIDE, FAR_RIDE_ANSWERS, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_RIDE, FAR_RIDE_GONE, FAR_WRITER_SELF, FALSE, FALSE },

  /* whoever needs it says what, and whoever offers it */
  { FAR_KIND_HELP, FAR_HELP_OFFER, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_HELP, FAR_HELP_WHAT, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_HELP, FAR_HELP_CATEGORY, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_HELP, FAR_HELP_WHEN, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_HELP, FAR_HELP_PLACE, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_HELP, FAR_HELP_URGENCY, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_HELP, FAR_HELP_HELPERS, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_HELP, FAR_HELP_DETAILS, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_HELP, FAR_HELP_DONE, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_HELP, FAR_HELP_THANKS, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_HELP, FAR_HELP_GONE, FAR_WRITER_SELF, FALSE, FALSE },

  /* when one can is nobody else's to say, the coordinator's neither */
  { FAR_KIND_AVAILABILITY, FAR_AVAILABILITY_WEEKS, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_AVAILABILITY, FAR_AVAILABILITY_AWAY, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_AVAILABILITY, FAR_AVAILABILITY_COMMITMENT, FAR_WRITER_SELF, FALSE, FALSE },

  /* it proposes, and binds nobody; but there is one, and not everybody's */
  { FAR_KIND_FAIR_PLAN, FAR_FAIR_PLAN_ROTA, FAR_WRITER_BATON, FALSE, FALSE },
  { FAR_KIND_FAIR_PLAN, FAR_FAIR_PLAN_FIRST, FAR_WRITER_BATON, FALSE, FALSE },
  { FAR_KIND_FAIR_PLAN, FAR_FAIR_PLAN_LAST, FAR_WRITER_BATON, FALSE, FALSE },
  { FAR_KIND_FAIR_PLAN, FAR_FAIR_PLAN_LINES, FAR_WRITER_BATON, FALSE, FALSE },
  { FAR_KIND_FAIR_PLAN, FAR_FAIR_PLAN_GONE, FAR_WRITER_BATON, FALSE, FALSE },
  { FAR_KIND_FAIR_PLAN, FAR_FAIR_PLAN_ACT, FAR_WRITER_BATON, FALSE, FALSE },

  /* what one can is one's own to say; that one has seen it, everybody's for themselves */
  { FAR_KIND_SKILL, FAR_SKILL_SORT, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_SKILL, FAR_SKILL_NAME, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_SKILL, FAR_SKILL_NOTE, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_SKILL, FAR_SKILL_HELD, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_SKILL, FAR_SKILL_TANDEM, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_SKILL, FAR_SKILL_GONE, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_SKILL, FAR_SKILL_ATTESTED, FAR_WRITER_ANYONE, FALSE, FALSE, TRUE },

  /* what a household gave and received is its own to say, and to show: the entry that made a line
   * is erased once another one says it, so nobody asks whose it was */
  { FAR_KIND_HOURS, FAR_HOURS_BODY, FAR_WRITER_ANYONE, FALSE, FALSE, TRUE },
  { FAR_KIND_HOURS, FAR_HOURS_SHARED, FAR_WRITER_ANYONE, FALSE, FALSE, TRUE },
  { FAR_KIND_HOURS, FAR_HOURS_GONE, FAR_WRITER_ANYONE, FALSE, FALSE, TRUE },

  /* whoever reports it says what is wrong; whoever mends it, or sees it, how it is now */
  { FAR_KIND_FAULT, FAR_FAULT_THING, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_FAULT, FAR_FAULT_DAY, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_FAULT, FAR_FAULT_PARTS, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_FAULT, FAR_FAULT_WORDS, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_FAULT, FAR_FAULT_SINCE, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_FAULT, FAR_FAULT_WANTED, FAR_WRITER_SELF, FALSE, FALSE },
  { FAR_KIND_FAULT, FAR_FAULT_UNSAFE, FAR_WRITER_ANYONE, FALSE, FALSE },
  { FAR_KIND_FAULT, FAR_FAULT_WORK, FAR_WRITER_ANYONE, FALSE, FALSE },
  { FAR_KIND_FAULT, FAR_FAULT_GONE, FAR_WRITER_SELF, FALSE, FALSE },
};

static const FarFieldRule *
find_rule (FarKind kind, guint key)
{
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      if (rules[i].kind == kind && rules[i].key == key)
        return &rules[i];
    }

  g_return_val_if_reached (NULL);
}

guint
_far_field_keys (FarKind kind, guint8 out[static FAR_PAYLOAD_KEYS])
{
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      if (rules[i].kind == kind)
        out[n++] = rules[i].key;
    }

  return n;
}

/* ---- loading */

static void
clear_write (gpointer data)
{
  FarWrite *write = data;

  g_clear_pointer (&write->blob, g_free);
}

static FarWrite *
get_write (const FarHistory *self, guint i)
{
  return &g_array_index (self->writes, FarWrite, i);
}

static gboolean
add_write (FarHistory *self, gint64 n, GError **error)
{
  FarWrite write = { 0 };
  FarRow row;
  FarRow kept;

  if (!far_store_read (self->view->store, n, &row, error))
    return FALSE;
  if (row.kind != self->kind)
    return TRUE;

  write.n = row.n;
  write.pos = row.pos;
  write.time_ms = row.time_ms;
  write.n_refs = row.n_refs;
  write.subject = row.subject;
  memcpy (write.refs, row.refs, sizeof write.refs);
  memcpy (write.id, row.id, FAR_ID_LEN);
  write.author = _far_view_author (self->view, row.pos.log);
  write.counts = far_store_row_counts (self->view->store, row.pos);
  write.blob = g_memdup2 (row.blob, row.blob != NULL ? row.blob_len : 0);

  kept = row;
  kept.blob = write.blob;
  write.is_good = far_row_parse (&kept, &write.payload);

  /* whoever coordinates has not seen more of a walk than others, nor knows more of a child */
  if (self->kind != FAR_KIND_ROLL && self->kind != FAR_KIND_NOTE &&
      !_far_view_held_term (self->view, row.pos, row.term, &write.held_term, error))
    {
      clear_write (&write);
      return FALSE;
    }
  g_array_append_val (self->writes, write);

  return TRUE;
}

static gboolean
has_seen (const FarHistory *self, guint later, guint earlier)
{
  return far_act_set_has (self->past + (gsize)later * self->n_words, earlier);
}

gboolean
_far_history_has_seen (const FarHistory *self, const FarWrite *later, const FarWrite *earlier)
{
  const FarWrite *first = (const FarWrite *)self->writes->data;

  return has_seen (self, (guint)(later - first), (guint)(earlier - first));
}

/* Adds what @seen has seen, and itself. */
static void
add_past (const FarHistory *self, guint64 *past, guint seen)
{
  for (guint i = 0; i < self->n_words; i++)
    past[i] |= self->past[(gsize)seen * self->n_words + i];
  far_act_set_add (past, seen);
}

/* Entries come after those that they refer to, so that one pass does it. */
static gboolean
find_pasts (FarHistory *self, GError **error)
{
  g_autofree FarPlace *places = g_new (FarPlace, self->writes->len);
  g_autoptr (GArray) seen = g_array_new (FALSE, FALSE, sizeof (guint));
  FarSight sight;

  self->n_words = FAR_ACT_WORDS (self->writes->len);
  self->past = g_new0 (guint64, self->n_words * self->writes->len);
  for (guint i = 0; i < self->writes->len; i++)
    places[i] = (FarPlace){ get_write (self, i)->pos, i };
  _far_sight_init (&sight, self->view->store, self->kind, places, self->writes->len);

  for (guint i = 0; i < self->writes->len; i++)
    {
      const FarWrite *write = get_write (self, i);

      g_array_set_size (seen, 0);
      if (!_far_sight_find (&sight, write->pos, write->refs, write->n_refs, seen, error))
        return FALSE;
      for (guint j = 0; j < seen->len; j++)
        add_past (self, self->past + (gsize)i * self->n_words, g_array_index (seen, guint, j));
    }

  return TRUE;
}

guint
_far_id_key (FarKind kind)
{
  switch ((guint)kind)
    {
    case FAR_KIND_PERSON:
      return FAR_PERSON_ID;
    case FAR_KIND_LINE:
      return FAR_LINE_ID;
    case FAR_KIND_ROTA:
      return FAR_ROTA_ID;
    case FAR_KIND_BATON:
      return FAR_BATON_MEMBER;
    case FAR_KIND_REASON:
      return FAR_REASON_PROPOSAL;
    case FAR_KIND_THING:
      return FAR_THING_ID;
    case FAR_KIND_HAZARD:
      return FAR_HAZARD_ID;
    case FAR_KIND_PLACE:
      return FAR_PLACE_ID;
    case FAR_KIND_HOLIDAYS:
      return FAR_HOLIDAYS_ID;
    case FAR_KIND_CHILD:
      return FAR_CHILD_ID;
    case FAR_KIND_BOOKING:
      return FAR_BOOKING_ID;
    case FAR_KIND_AVAILABILITY:
      return FAR_AVAILABILITY_PERSON;
    case FAR_KIND_FAIR_PLAN:
      return FAR_FAIR_PLAN_ID;
    case FAR_KIND_RIDE:
      return FAR_RIDE_ID;
    case FAR_KIND_SKILL:
      return FAR_SKILL_ID;
    case FAR_KIND_HELP:
      return FAR_HELP_ID;
    case FAR_KIND_HOURS:
      return FAR_HOURS_ID;
    case FAR_KIND_FAULT:
      return FAR_FAULT_ID;
    default:
      return 0;
    }
}

static void
find_owner (FarHistory *self)
{
  guint key = _far_id_key (self->kind);
  const guint8 *answerer = NULL;

  if ((self->kind == FAR_KIND_PERSON || self->kind == FAR_KIND_BATON ||
       self->kind == FAR_KIND_AVAILABILITY || self->kind == FAR_KIND_SEEN) &&
      far_governance_find_member (self->view->gov, self->record) != NULL)
    {
      self->has_owner = TRUE;
      memcpy (self->owner, self->record, FAR_RECORD_ID_LEN);
      return;
    }

  if (self->kind == FAR_KIND_CHILD)
    self->child = far_store_find_ident (self->view->store, self->record);
  if (self->kind == FAR_KIND_PERSON || self->kind == FAR_KIND_CHILD ||
      self->kind == FAR_KIND_AVAILABILITY || self->kind == FAR_KIND_SEEN)
    answerer = far_store_find_answerer (self->view->store,
                                        far_store_find_ident (self->view->store, self->record));
  if (answerer != NULL)
    {
      self->has_owner = TRUE;
      memcpy (self->owner, answerer, FAR_RECORD_ID_LEN);
      return;
    }

  for (guint i = 0; i < self->writes->len && key != 0; i++)
    {
      const FarWrite *write = get_write (self, i);

      if (write->is_good && write->author != NULL && !far_payload_has (&write->payload, key))
        {
          self->has_owner = TRUE;
          memcpy (self->owner, write->author->id, FAR_RECORD_ID_LEN);
          if (self->kind == FAR_KIND_BOOKING)
            self->child = write->subject;
        }
    }
}

/* ---- who speaks for a child */

static gboolean
is_named (const FarPayload *payload, const FarGovMember *member)
{
  FarPayloadIter iter = far_payload_iter (payload, FAR_CHILD_GUARDIANS);
  const guint8 *id;

  while (far_payload_iter_bytes (&iter, &id))
    if (memcmp (id, member->id, FAR_RECORD_ID_LEN) == 0)
      return TRUE;

  return FALSE;
}

/* Whether the entry says who the guardians are, with the right to. */
static gboolean
says_guardians (const FarHistory *self, guint i)
{
  const FarWrite *write = get_write (self, i);

  return self->guards[i] && write->counts && write->is_good &&
         far_payload_has (&write->payload, FAR_CHILD_GUARDIANS);
}

/* As far as the entry had seen: who is made a guardian is one from what they write next on, and who
 * is one no more stays so for what they wrote without knowing of it. */
static gboolean
is_by_guardian (const FarHistory *self, guint i)
{
  const FarWrite *write = get_write (self, i);

  if (write->author == NULL)
    return FALSE;
  if (self->has_owner && memcmp (self->owner, write->author->id, FAR_RECORD_ID_LEN) == 0)
    return TRUE;

  for (guint j = 0; j < i; j++)
    {
      gboolean is_replaced = FALSE;

      if (!has_seen (self, i, j) || !says_guardians (self, j) ||
          !is_named (&get_write (self, j)->payload, write->author))
        continue;
      for (guint k = j + 1; k < i && !is_replaced; k++)
        is_replaced = has_seen (self, i, k) && has_seen (self, k, j) && says_guardians (self, k);
      if (!is_replaced)
        return TRUE;
    }

  return FALSE;
}

/* Whether somebody who speaks for the child, as it is shown, is still a member. */
static gboolean
is_spoken_for (const FarHistory *self)
{
  const FarPayload *shown = _far_history_shown (self, FAR_CHILD_GUARDIANS, NULL);
  guint n_members;
  const FarGovMember *members = far_governance_peek_members (self->view->gov, &n_members);

  for (guint i = 0; i < n_members; i++)
    if (members[i].standing == FAR_GOV_ACTIVE &&
        ((self->has_owner && memcmp (self->owner, members[i].id, FAR_RECORD_ID_LEN) == 0) ||
         (shown != NULL && is_named (shown, &members[i]))))
      return TRUE;

  return FALSE;
}

/* Whoever names themselves speaks for a child whom all others left. */
static gboolean
takes_over (const FarHistory *self, guint i)
{
  const FarWrite *write = get_write (self, i);

  return write->author != NULL && write->is_good &&
         far_payload_has (&write->payload, FAR_CHILD_GUARDIANS) &&
         is_named (&write->payload, write->author);
}

/* Of a booking, or an absence: days that were booked stay so when somebody is a guardian no more,
 * and a child who was with them does not stand at the stop for it. */
static gboolean
find_guards (FarHistory *self, GError **error)
{
  g_autoptr (GPtrArray) witnesses = NULL;
  const GPtrArray *guards = NULL;

  if ((self->kind != FAR_KIND_CHILD && self->kind != FAR_KIND_BOOKING &&
       self->kind != FAR_KIND_ABSENCE && self->kind != FAR_KIND_NOTE &&
       self->kind != FAR_KIND_ROLL) ||
      self->writes->len == 0)
    return TRUE;

  self->guards = g_new0 (gboolean, self->writes->len + 1);
  if (self->kind == FAR_KIND_ROLL)
    guards = witnesses =
        _far_view_witnesses (self->view, self->child, self->rota, self->day, error);
  else if (self->kind == FAR_KIND_NOTE)
    guards = _far_view_speakers (self->view, self->child, error);
  else if (self->kind != FAR_KIND_CHILD)
    guards = _far_view_guards (self->view, self->child, error);
  if (self->kind != FAR_KIND_CHILD && guards == NULL)
    return FALSE;

  /* entries come after those that they have seen */
  for (guint i = 0; i < self->writes->len; i++)
    {
      const FarWrite *write = get_write (self, i);

      self->guards[i] = guards == NULL
                            ? is_by_guardian (self, i)
                            : write->subject == self->child && write->author != NULL &&
                                  g_ptr_array_find ((GPtrArray *)guards, write->author, NULL);
    }

  self->is_left = self->kind == FAR_KIND_CHILD && !is_spoken_for (self);
  for (guint i = 0; self->is_left && i < self->writes->len; i++)
    self->guards[i] = takes_over (self, i) || is_by_guardian (self, i);

  return TRUE;
}

GPtrArray *
_far_history_guards (const FarHistory *self)
{
  GPtrArray *guards = g_ptr_array_new ();
  guint n_members;
  const FarGovMember *members = far_governance_peek_members (self->view->gov, &n_members);

  for (guint i = 0; i < n_members; i++)
    {
      gboolean is_one =
          self->has_owner && memcmp (self->owner, members[i].id, FAR_RECORD_ID_LEN) == 0;

      for (guint j = 0; j < self->writes->len && !is_one; j++)
        is_one = says_guardians (self, j) && is_named (&get_write (self, j)->payload, &members[i]);
      if (is_one)
        g_ptr_array_add (guards, (gpointer)&members[i]);
    }

  return guards;
}

static gboolean
load (FarHistory *self, const GArray *entries, GError **error)
{
  for (guint i = 0; i < entries->len; i++)
    {
      if (!add_write (self, g_array_index (entries, gint64, i), error))
        return FALSE;
    }
  find_owner (self);

  return find_pasts (self, error) && find_guards (self, error);
}

static void
init (FarHistory *self, FarView *view, FarKind kind)
{
  memset (self, 0, sizeof *self);
  self->view = view;
  self->kind = kind;
  self->writes = g_array_new (FALSE, FALSE, sizeof (FarWrite));
  g_array_set_clear_func (self->writes, clear_write);
}

gboolean
_far_history_load (FarHistory *self, FarView *view, FarKind kind, guint32 record, GError **error)
{
  g_autoptr (GArray) entries = _far_view_touches (view, record, error);

  init (self, view, kind);
  memcpy (self->record, far_store_peek_ident (view->store, record), FAR_RECORD_ID_LEN);
  if (entries != NULL && load (self, entries, error))
    return TRUE;

  _far_history_clear (self);

  return FALSE;
}

gboolean
_far_history_load_outing (FarHistory *self, FarView *view, guint32 rota, gint32 day, GError **error)
{
  g_autoptr (GArray) entries = _far_view_exceptions (view, rota, day, error);

  init (self, view, FAR_KIND_OUTING);
  if (entries != NULL && load (self, entries, error))
    return TRUE;

  _far_history_clear (self);

  return FALSE;
}

gboolean
_far_history_load_daily (FarHistory *self,
                         FarView *view,
                         FarKind kind,
                         guint32 child,
                         guint32 rota,
                         gint32 day,
                         GError **error)
{
  g_autoptr (GArray) entries = _far_view_said_on (view, kind, child, rota, day, error);

  init (self, view, kind);
  self->child = child;
  self->rota = rota;
  self->day = day;
  memcpy (self->record, far_store_peek_ident (view->store, child), FAR_RECORD_ID_LEN);
  if (entries != NULL && load (self, entries, error))
    return TRUE;

  _far_history_clear (self);

  return FALSE;
}

gboolean
_far_history_load_seen (FarHistory *self,
                        FarView *view,
                        guint32 rota,
                        guint32 person,
                        GError **error)
{
  g_autoptr (GArray) entries = _far_view_seen (view, rota, person, error);

  init (self, view, FAR_KIND_SEEN);
  memcpy (self->record, far_store_peek_ident (view->store, person), FAR_RECORD_ID_LEN);
  if (entries != NULL && load (self, entries, error))
    return TRUE;

  _far_history_clear (self);

  return FALSE;
}

void
_far_history_clear (FarHistory *self)
{
  g_clear_pointer (&self->guards, g_free);
  g_clear_pointer (&self->writes, g_array_unref);
  g_clear_pointer (&self->past, g_free);
}

/* ---- the rule */

static gboolean
is_by_owner (const FarHistory *self, const FarWrite *write)
{
  if (self->guards != NULL)
    return self->guards[write - (const FarWrite *)self->writes->data];

  /* what an ERASE of the person would leave behind is nobody's word */
  if (self->kind == FAR_KIND_AVAILABILITY &&
      (write->subject == 0 || memcmp (far_store_peek_ident (self->view->store, write->subject),
                                      self->record, FAR_RECORD_ID_LEN) != 0))
    return FALSE;

  return self->has_owner && write->author != NULL &&
         memcmp (self->owner, write->author->id, FAR_RECORD_ID_LEN) == 0;
}

static FarWriterClass
get_class (const FarHistory *self, const FarWrite *write)
{
  if (write->held_term > 0)
    return FAR_WRITER_BATON;

  return is_by_owner (self, write) ? FAR_WRITER_OWNER : FAR_WRITER_ANYONE;
}

static gboolean
has_value (const FarWrite *write, guint key)
{
  return write->counts && write->is_good && far_payload_has (&write->payload, key);
}

static gboolean
has_class (const FarHistory *self, const FarFieldRule *rule, const FarWrite *write)
{
  return has_value (write, rule->key) &&
         (rule->least == FAR_WRITER_SELF ? is_by_owner (self, write)
                                         : get_class (self, write) >= rule->least);
}

/* The entries (bits) by which the baton's holder published the rota, or made it a draft again. */
static guint64 *
find_states (const FarHistory *self, gboolean is_published)
{
  const FarFieldRule *rule = find_rule (FAR_KIND_ROTA, FAR_ROTA_STATE);
  guint64 *set = g_new0 (guint64, self->n_words);

  for (guint i = 0; i < self->writes->len; i++)
    {
      const FarWrite *write = get_write (self, i);

      if (has_class (self, rule, write) &&
          (far_payload_int (&write->payload, FAR_ROTA_STATE, 0) != 0) == is_published)
        far_act_set_add (set, i);
    }

  return set;
}

/* Whether it was published without this write, which had not seen that it was a draft again.  That
 * its author had not heard of it is no matter: anybody could say so. */
static gboolean
is_past_publishing (const FarHistory *self,
                    guint write,
                    const guint64 *published,
                    const guint64 *withdrawn)
{
  g_autofree guint64 *over = g_new0 (guint64, self->n_words);

  for (guint i = 0; i < self->writes->len; i++)
    {
      if (far_act_set_has (withdrawn, i) && has_seen (self, write, i))
        add_past (self, over, i);
    }
  for (guint i = 0; i < self->writes->len; i++)
    {
      if (far_act_set_has (published, i) && !has_seen (self, i, write) &&
          !far_act_set_has (over, i))
        return TRUE;
    }

  return FALSE;
}

static void
yield_to_publishing (const FarHistory *self, gboolean *rights)
{
  g_autofree guint64 *published = find_states (self, TRUE);
  g_autofree guint64 *withdrawn = find_states (self, FALSE);

  for (guint i = 0; i < self->writes->len; i++)
    {
      if (rights[i] && get_class (self, get_write (self, i)) < FAR_WRITER_BATON)
        rights[i] = !is_past_publishing (self, i, published, withdrawn);
    }
}

/* Entries come after those that they have seen. */
static void
yield_to_seen (const FarHistory *self, gboolean *rights)
{
  for (guint i = 0; i < self->writes->len; i++)
    {
      FarWriterClass class = get_class (self, get_write (self, i));

      for (guint j = 0; j < i && rights[i]; j++)
        {
          if (rights[j] && has_seen (self, i, j) && get_class (self, get_write (self, j)) > class)
            rights[i] = FALSE;
        }
    }
}

/* Marks by write whether it sets the field with the right to. */
static void
find_rights (const FarHistory *self, const FarFieldRule *rule, gboolean *rights)
{
  for (guint i = 0; i < self->writes->len; i++)
    rights[i] = has_class (self, rule, get_write (self, i));

  if (rule->yields && self->kind == FAR_KIND_ROTA)
    yield_to_publishing (self, rights);
  else if (rule->yields)
    yield_to_seen (self, rights);
}

static int
compare_live (gconstpointer a, gconstpointer b, gpointer data)
{
  const FarLive *one = a;
  const FarLive *other = b;
  const FarHistory *self = data;
  FarWriterClass one_class = get_class (self, one->write);
  FarWriterClass other_class = get_class (self, other->write);

  if (one->is_right != other->is_right)
    return one->is_right ? -1 : 1;
  if (one->write->held_term != other->write->held_term)
    return one->write->held_term > other->write->held_term ? -1 : 1;
  if (one_class != other_class)
    return one_class > other_class ? -1 : 1;
  if (one->write->time_ms != other->write->time_ms)
    return one->write->time_ms > other->write->time_ms ? -1 : 1;

  return memcmp (other->write->id, one->write->id, FAR_ID_LEN);
}

/* Whether @later, which has the right to, stands in the place of @write. */
static gboolean
replaces (const FarHistory *self, const FarFieldRule *rule, guint later, guint write)
{
  return has_seen (self, later, write) &&
         (!rule->is_each || get_write (self, later)->author == get_write (self, write)->author);
}

GArray *
_far_history_live (const FarHistory *self, guint key)
{
  const FarFieldRule *rule = find_rule (self->kind, key);
  GArray *live = g_array_new (FALSE, FALSE, sizeof (FarLive));
  g_autofree gboolean *rights = g_new0 (gboolean, self->writes->len);

  find_rights (self, rule, rights);

  for (guint i = 0; i < self->writes->len; i++)
    {
      FarLive value = { get_write (self, i), rights[i] };
      gboolean is_replaced = FALSE;

      for (guint j = i + 1; j < self->writes->len && !is_replaced; j++)
        is_replaced = rights[j] && replaces (self, rule, j, i);
      if (has_value (value.write, key) && !is_replaced)
        g_array_append_val (live, value);
    }
  g_array_sort_with_data (live, compare_live, (gpointer)self);

  return live;
}

gboolean
_far_payload_has_same (const FarPayload *a, const FarPayload *b, guint key)
{
  const FarValue *one = &a->values[key];
  const FarValue *other = &b->values[key];

  return one->num == other->num && one->len == other->len &&
         (one->len == 0 || memcmp (one->bytes, other->bytes, one->len) == 0);
}

const FarPayload *
_far_history_shown (const FarHistory *self, guint key, FarAlso *also)
{
  const FarFieldRule *rule = find_rule (self->kind, key);
  g_autoptr (GArray) live = NULL;
  const FarLive *first;
  gboolean is_shown;

  /* as it is with most dates of a rota */
  if (self->writes->len == 0)
    return NULL;

  live = _far_history_live (self, key);
  first = live->len > 0 ? &g_array_index (live, FarLive, 0) : NULL;
  is_shown = first != NULL && (first->is_right || rule->shows_anything);
  for (guint i = 0; i < live->len && also != NULL; i++)
    {
      if (!is_shown ||
          !_far_payload_has_same (&first->write->payload,
                                  &g_array_index (live, FarLive, i).write->payload, key))
        also->n_others++;
    }
  if (is_shown && !first->is_right && also != NULL)
    also->is_suggestion = TRUE;

  return is_shown ? &first->write->payload : NULL;
}

gint64
_far_history_shown_int (const FarHistory *self, guint key, gint64 otherwise, FarAlso *also)
{
  const FarPayload *shown = _far_history_shown (self, key, also);

  return shown != NULL ? far_payload_int (shown, key, otherwise) : otherwise;
}

gint32 *
_far_history_shown_days (const FarHistory *self, guint key, guint *out_n, FarAlso *also)
{
  const FarPayload *payload = _far_history_shown (self, key, also);
  FarPayloadIter iter;
  g_autofree gint32 *days = NULL;
  gint64 day;

  *out_n = 0;
  if (payload == NULL)
    return NULL;

  iter = far_payload_iter (payload, key);
  days = g_new (gint32, iter.left);
  while (far_payload_iter_int (&iter, &day))
    days[(*out_n)++] = CLAMP (day, G_MININT32, G_MAXINT32);

  return *out_n > 0 ? g_steal_pointer (&days) : NULL;
}

char *
_far_history_dup_text (const FarHistory *self, guint key, FarAlso *also)
{
  const FarPayload *shown = _far_history_shown (self, key, also);

  return shown != NULL ? far_payload_dup_text (shown, key) : g_strdup ("");
}

gboolean
_far_history_is_news (const FarHistory *self, guint key, const void *bytes, gsize len)
{
  FarAlso also = { 0 };
  const FarPayload *shown = _far_history_shown (self, key, &also);

  if (shown == NULL)
    return len > 0;

  return also.n_others > 0 || shown->values[key].len != len ||
         (len > 0 && memcmp (shown->values[key].bytes, bytes, len) != 0);
}

gboolean
_far_history_is_new_text (const FarHistory *self, guint key, const char *text)
{
  return text != NULL && _far_history_is_news (self, key, text, strlen (text));
}

guint
_far_history_refs (const FarHistory *self, FarPos prev, FarPos out[static FAR_REFS_MAX])
{
  guint n = 0;

  /* the newest first, should there be too many */
  for (guint i = self->writes->len; i-- > 0 && n < FAR_REFS_MAX;)
    {
      const FarWrite *write = get_write (self, i);
      gboolean is_seen = write->pos.log == prev.log && write->pos.seq == prev.seq;

      for (guint j = i + 1; j < self->writes->len && !is_seen; j++)
        {
          const FarWrite *later = get_write (self, j);

          is_seen =
              has_seen (self, j, i) && (later->pos.log != prev.log || later->pos.seq != prev.seq);
        }
      if (!is_seen)
        out[n++] = write->pos;
    }

  return n;
}
