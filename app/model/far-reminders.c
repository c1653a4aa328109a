/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-reminders.h"

#include <glib/gi18n.h>
#include <string.h>

#include "far-text.h"
#include "far-words-agreeing.h"
#include "far-words-baton.h"
#include "far-words-rota.h"
#include "far-words.h"

#define MINUTES_PER_DAY (24 * 60)

/* More than can be read at a glance is counted. */
#define LINES_SHOWN 4

static void
free_reminder (gpointer data)
{
  FarReminder *self = data;

  g_free (self->id);
  g_free (self->title);
  g_free (self->body);
  g_free (self);
}

/* ---- when */

typedef struct
{
  GTimeZone *zone; /* owned */
  gint32 today;
  GPtrArray *reminders; /* owned (element-type FarReminder) */
} Work;

/* Unix time of a minute of a civil day, which may be one of the day before or after. */
static gint64
get_instant (const Work *self, gint32 day, int minute)
{
  g_autoptr(GDateTime) epoch = NULL;
  g_autoptr(GDateTime) at = NULL;

  while (minute < 0)
    {
      minute += MINUTES_PER_DAY;
      day--;
    }
  epoch = g_date_time_new (self->zone, 1970, 1, 1, minute / 60 % 24, minute % 60, 0);
  at = g_date_time_add_days (epoch, day);

  return at != NULL ? g_date_time_to_unix (at) : 0;
}

/* From then on, or when the night is over. */
static gint64
after_night (const Work *self, gint32 day, int minute)
{
  if (minute < 0)
    return after_night (self, day - 1, minute + MINUTES_PER_DAY);
  if (minute >= FAR_REMIND_NIGHT)
    return get_instant (self, day + 1, FAR_REMIND_MORNING);

  return get_instant (self, day, MAX (minute, FAR_REMIND_MORNING));
}

static void
add (Work *self, FarReminder reminder)
{
  g_ptr_array_add (self->reminders, g_memdup2 (&reminder, sizeof reminder));
}

/* ---- turns */

/* Returns: (nullable) */
static const FarTurn *
find_mine (const FarOuting *outing)
{
  for (guint i = 0; outing->my_turn != NULL && i < outing->turns->len; i++)
    {
      const FarTurn *turn = outing->turns->pdata[i];

      if (strcmp (turn->id, outing->my_turn) == 0)
        return turn->state == FAR_TURN_STANDING || turn->state == FAR_TURN_SEEKING ? turn : NULL;
    }

  return NULL;
}

static char *
describe_turn (const FarOuting *outing)
{
  g_autofree char *verdict = far_words_verdict_alone (outing);

  if (outing->place[0] == '\0')
    return g_steal_pointer (&verdict);

  /* Translators: whether an outing runs, and where they meet, as somebody typed it */
  return g_strdup_printf (_ ("%1$s\nMeeting point: %2$s"), verdict, outing->place);
}

static void
add_turn (Work *self, const FarOuting *outing)
{
  gint64 start = get_instant (self, outing->day, outing->at);
  gint64 before = after_night (self, outing->day, outing->at - FAR_REMIND_BEFORE);
  g_autofree char *at = far_words_time (outing->at);
  /* what does not take place, or at another time, is told anew */
  g_autofree char *what = g_strdup_printf ("%s %d %d %d", outing->rota, outing->day, outing->at,
                                           outing->why == FAR_VERDICT_CANCELLED);

  add (self, (FarReminder){
                 .id = g_strdup_printf ("evening %s", what),
                 .is_a_turn = TRUE,
                 .from_s = get_instant (self, outing->day - 1, FAR_REMIND_EVENING),
                 .until_s = MIN (before, start),
                 /* Translators: a time, and the title of a rota */
                 .title = g_strdup_printf (_ ("Tomorrow at %1$s: %2$s"), at, outing->title),
                 .body = describe_turn (outing),
             });
  if (before < start)
    add (self, (FarReminder){
                   .id = g_strdup_printf ("before %s", what),
                   .is_a_turn = TRUE,
                   .from_s = before,
                   .until_s = start,
                   /* Translators: a time, and the title of a rota */
                   .title = g_strdup_printf (_ ("Today at %1$s: %2$s"), at, outing->title),
                   .body = describe_turn (outing),
               });
}

/* ---- what waits */

/* @id, @words: (transfer full)
 * @day: the first one that it is about, or G_MAXINT32 */
static void
add_waiting (Work *self, char *id, gint32 day, char *words)
{
  gboolean is_near = day <= self->today + 1;

  add (self, (FarReminder){
                 .id = id,
                 .from_s = get_instant (self, self->today,
                                        is_near ? FAR_REMIND_MORNING : FAR_REMIND_EVENING),
                 .until_s = get_instant (self, self->today, FAR_REMIND_NIGHT),
                 .title = words,
                 .body = g_strdup (""),
             });
}

static char *
begin_with_day (const FarOuting *outing, const char *words)
{
  g_autofree char *day = far_words_day (outing->day);
  g_autofree char *begin = far_text_capitalize (day);

  /* Translators: a day, the title of a rota, and what became of it */
  return g_strdup_printf (_ ("%1$s, %2$s: %3$s"), begin, outing->title, words);
}

static void
add_touched (Work *self, const FarOuting *outing)
{
  for (guint i = 0; i < outing->turns->len; i++)
    {
      const FarTurn *turn = outing->turns->pdata[i];
      g_autofree char *words = NULL;

      if (!turn->is_mine || turn->state == FAR_TURN_RELEASED ||
          (!turn->is_moved && outing->why != FAR_VERDICT_NO_DAY))
        continue;
      words = far_words_touched (turn, outing);
      add_waiting (self, g_strdup_printf ("touched %s %d %d", turn->id, outing->at, outing->why),
                   outing->day, begin_with_day (outing, words));
    }
}

static void
add_swaps (Work *self, const FarOuting *outing)
{
  for (guint i = 0; i < outing->turns->len; i++)
    {
      const FarTurn *turn = outing->turns->pdata[i];
      g_autofree char *words = NULL;

      if (turn->swap_turn == NULL || !turn->swap_is_mine || turn->swap_is_agreed)
        continue;
      /* Translators: %s is a person's name */
      words = g_strdup_printf (_ ("%s would like to swap turns with you"), turn->member_name);
      add_waiting (self, g_strdup_printf ("swap %s %s", turn->id, turn->swap_turn),
                   MIN (outing->day, turn->swap_day), begin_with_day (outing, words));
    }
}

static void
add_plan (Work *self, const FarPlan *plan)
{
  if (!plan->concerns_me || plan->mine == FAR_PLAN_SEEN_NOW)
    return;

  add_waiting (self, g_strdup_printf ("plan %s %u", plan->entry, plan->news->len), G_MAXINT32,
               /* Translators: %s is the title of a rota */
               g_strdup_printf (plan->news->len > 0 ? _ ("The plan has changed: %s")
                                                    : _ ("There is a new plan: %s"),
                                plan->title));
}

static void
add_baton (Work *self, const FarBaton *baton)
{
  for (guint i = 0; i < baton->offers->len; i++)
    {
      const FarBatonOffer *offer = baton->offers->pdata[i];

      if (offer->is_offer ? offer->is_me && !offer->is_declined
                          : !offer->is_me && !offer->i_approved)
        add_waiting (self,
                     g_strdup_printf ("baton %d %s %d", baton->term, offer->member,
                                      offer->is_offer),
                     G_MAXINT32, far_words_baton_offer (baton, offer));
    }
}

static void
add_member (Work *self, const FarStatus *status, const FarMember *member)
{
  if (!far_reminders_asks_me (status, member))
    return;

  add_waiting (self, g_strdup_printf ("member %s", member->id), G_MAXINT32,
               /* Translators: %s is a person's name */
               g_strdup_printf (member->standing == FAR_STANDING_PENDING
                                    ? _ ("%s asks to come in: do you know them?")
                                    : _ ("Are you %s?"),
                                member->name));
}

static GPtrArray *
peek_all (GPtrArray *array)
{
  static GPtrArray nothing = { NULL, 0 };

  return array != NULL ? array : &nothing;
}

static int
compare_reminders (gconstpointer a, gconstpointer b)
{
  const FarReminder *one = *(const FarReminder *const *)a;
  const FarReminder *other = *(const FarReminder *const *)b;

  return one->from_s < other->from_s ? -1 : one->from_s > other->from_s;
}

gboolean
far_reminders_asks_me (const FarStatus *status, const FarMember *member)
{
  if (member->standing == FAR_STANDING_NO_MACHINE)
    return status != NULL && g_strcmp0 (member->same, status->me) == 0;

  return member->standing == FAR_STANDING_PENDING && member->n_missing != 0 && !member->i_vouched;
}

GPtrArray *
far_reminders_new (const FarReminded *what)
{
  GPtrArray *outings = peek_all (what->outings);
  GPtrArray *reminders = g_ptr_array_new_with_free_func (free_reminder);
  Work work = { .reminders = reminders };

  if (what->status == NULL || what->status->state != FAR_BELONGING_ADMITTED)
    return reminders;

  work.today = what->status->today;
  work.zone = g_time_zone_new_identifier (what->status->zone);
  if (work.zone == NULL)
    work.zone = g_time_zone_new_utc ();

  for (guint i = 0; i < outings->len; i++)
    if (find_mine (outings->pdata[i]) != NULL)
      add_turn (&work, outings->pdata[i]);
  g_ptr_array_sort (reminders, compare_reminders);

  for (guint i = 0; i < peek_all (what->touched)->len; i++)
    add_touched (&work, what->touched->pdata[i]);
  for (guint i = 0; i < outings->len; i++)
    add_swaps (&work, outings->pdata[i]);
  for (guint i = 0; i < peek_all (what->plans)->len; i++)
    add_plan (&work, what->plans->pdata[i]);
  if (what->baton != NULL)
    add_baton (&work, what->baton);
  for (guint i = 0; i < peek_all (what->members)->len; i++)
    add_member (&work, what->status, what->members->pdata[i]);
  for (guint i = 0; i < peek_all (what->proposals)->len; i++)
    {
      const FarProposal *proposal = what->proposals->pdata[i];

      if (!proposal->i_approved && !proposal->is_about_me)
        add_waiting (&work, g_strdup_printf ("proposal %s", proposal->id), G_MAXINT32,
                     far_words_proposal (proposal));
    }
  g_time_zone_unref (work.zone);

  return reminders;
}

static FarReminder *
copy_reminder (const FarReminder *self)
{
  FarReminder *copy = g_memdup2 (self, sizeof *self);

  copy->id = g_strdup (self->id);
  copy->title = g_strdup (self->title);
  copy->body = g_strdup (self->body);

  return copy;
}

/* @waiting: (element-type FarReminder): at least two */
static FarReminder *
join (GPtrArray *waiting)
{
  guint n_shown = waiting->len <= LINES_SHOWN ? waiting->len : LINES_SHOWN - 1;
  FarReminder *joined = copy_reminder (waiting->pdata[0]);
  g_autoptr(GString) body = g_string_new (NULL);

  for (guint i = 0; i < n_shown; i++)
    g_string_append_printf (body, "%s%s", i > 0 ? "\n" : "",
                            ((const FarReminder *)waiting->pdata[i])->title);
  if (n_shown < waiting->len)
    {
      g_string_append_c (body, '\n');
      g_string_append_printf (body,
                              /* Translators: after what waits for somebody, how much more */
                              ngettext ("and %d more", "and %d more",
                                        (gulong)(waiting->len - n_shown)),
                              (int)(waiting->len - n_shown));
    }

  g_free (joined->id);
  joined->id = g_strdup ("waiting");
  g_free (joined->title);
  joined->title = g_strdup_printf (ngettext ("%d thing waits for you", "%d things wait for you",
                                             (gulong)waiting->len),
                                   (int)waiting->len);
  g_free (joined->body);
  joined->body = g_string_free (g_steal_pointer (&body), FALSE);

  return joined;
}

GPtrArray *
far_reminders_due (GPtrArray *reminders, gint64 now_s, GHashTable *told, GPtrArray **out_ids)
{
  GPtrArray *due = g_ptr_array_new_with_free_func (free_reminder);
  g_autoptr(GPtrArray) waiting = g_ptr_array_new ();

  *out_ids = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < reminders->len; i++)
    {
      const FarReminder *reminder = reminders->pdata[i];

      if (reminder->from_s > now_s || reminder->until_s <= now_s ||
          g_hash_table_contains (told, reminder->id))
        continue;
      g_ptr_array_add (*out_ids, g_strdup (reminder->id));
      if (reminder->is_a_turn)
        g_ptr_array_add (due, copy_reminder (reminder));
      else
        g_ptr_array_add (waiting, (gpointer)reminder);
    }
  if (waiting->len == 1)
    g_ptr_array_add (due, copy_reminder (waiting->pdata[0]));
  else if (waiting->len > 1)
    g_ptr_array_add (due, join (waiting));

  return due;
}
