/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-words-conflict.h"

#include <glib/gi18n.h>

#include "far-words-help.h"
#include "far-words-lending.h"
#include "far-words-lines.h"
#include "far-words-plan.h"
#include "far-words-repair.h"
#include "far-words-rides.h"
#include "far-words.h"

/* The heading above two or more values, of which one is chosen. */
static char *
words_of_kind (FarConflictKind kind, const char *title)
{
  /* Translators: in each, %s is the title of a rota, or the name of a person, line or thing */
  switch (kind)
    {
    case FAR_CONFLICT_NAME:
      return g_strdup (_ ("The name of the collective"));
    case FAR_CONFLICT_ZONE:
      return g_strdup (_ ("The time zone of the collective"));
    case FAR_CONFLICT_PERSON:
      return g_strdup_printf (_ ("The name of “%s”"), title);
    case FAR_CONFLICT_GONE:
      return g_strdup_printf (_ ("Whether “%s” is still on the list"), title);
    case FAR_CONFLICT_LINE_NAME:
      return g_strdup_printf (_ ("The name of the line “%s”"), title);
    case FAR_CONFLICT_SCHOOL:
      return g_strdup_printf (_ ("The school of the line “%s”"), title);
    case FAR_CONFLICT_STOPS:
      return g_strdup_printf (_ ("The stops of the line “%s”"), title);
    case FAR_CONFLICT_THING_NAME:
      return g_strdup_printf (_ ("The name of the thing “%s”"), title);
    case FAR_CONFLICT_KEEPER:
      return g_strdup_printf (_ ("Who has “%s”"), title);
    case FAR_CONFLICT_NOTE:
      return g_strdup_printf (_ ("The note on “%s”"), title);
    case FAR_CONFLICT_TITLE:
      return g_strdup_printf (_ ("The title of “%s”"), title);
    case FAR_CONFLICT_WEEKDAYS:
      return g_strdup_printf (_ ("The weekdays of “%s”"), title);
    case FAR_CONFLICT_EVERY:
      return g_strdup_printf (_ ("How often “%s” takes place"), title);
    case FAR_CONFLICT_FIRST:
      return g_strdup_printf (_ ("The first day of “%s”"), title);
    case FAR_CONFLICT_LAST:
      return g_strdup_printf (_ ("The last day of “%s”"), title);
    case FAR_CONFLICT_AT:
      return g_strdup_printf (_ ("The time of “%s”"), title);
    case FAR_CONFLICT_MIN:
      return g_strdup_printf (_ ("How many adults “%s” needs"), title);
    case FAR_CONFLICT_MAX:
      return g_strdup_printf (_ ("How many adults have a place in “%s”"), title);
    case FAR_CONFLICT_LINE:
      return g_strdup_printf (_ ("The line of “%s”"), title);
    case FAR_CONFLICT_STATE:
      return g_strdup_printf (_ ("Whether “%s” is published"), title);
    case FAR_CONFLICT_ADDED:
      return g_strdup_printf (_ ("The further days of “%s”"), title);
    case FAR_CONFLICT_DROPPED:
      return g_strdup_printf (_ ("The days without “%s”"), title);
    case FAR_CONFLICT_CANCELLED:
      return g_strdup_printf (_ ("Whether “%s” takes place"), title);
    case FAR_CONFLICT_IN_HOLIDAYS:
      return g_strdup_printf (_ ("Whether “%s” runs in the holidays"), title);
    case FAR_CONFLICT_CALENDAR:
      return g_strdup_printf (_ ("The name of the holidays “%s”"), title);
    case FAR_CONFLICT_SPANS:
      return g_strdup_printf (_ ("The days of the holidays “%s”"), title);
    case FAR_CONFLICT_LATER:
      return g_strdup_printf (_ ("From which day on “%s” is different"), title);
    case FAR_CONFLICT_ROLES:
      return g_strdup_printf (_ ("The roles of “%s”"), title);
    case FAR_CONFLICT_LATER_ROLES:
      return g_strdup_printf (_ ("The roles of “%s” from a day on"), title);
    case FAR_CONFLICT_REMARK:
      return g_strdup_printf (_ ("What is good to know of “%s”"), title);
    case FAR_CONFLICT_PLACE:
      return g_strdup_printf (_ ("Where “%s” meets"), title);
    case FAR_CONFLICT_PHONE:
      return g_strdup_printf (_ ("The telephone number of “%s”"), title);
    case FAR_CONFLICT_REFERENT:
      return g_strdup_printf (_ ("Whom to ask about the line “%s”"), title);
    case FAR_CONFLICT_COLOUR:
      return g_strdup_printf (_ ("The colour of the line “%s”"), title);
    case FAR_CONFLICT_HAZARD:
      return g_strdup_printf (_ ("What is to be looked out for: “%s”"), title);
    case FAR_CONFLICT_HAZARD_STATE:
      return g_strdup_printf (_ ("Whether it is gone: “%s”"), title);
    case FAR_CONFLICT_CHILD_NAME:
      return g_strdup_printf (_ ("The name of the child “%s”"), title);
    case FAR_CONFLICT_GUARDIANS:
      return g_strdup_printf (_ ("Who else speaks for “%s”"), title);
    case FAR_CONFLICT_CHILD_STOP:
      return g_strdup_printf (_ ("Where the walk meets “%s”"), title);
    case FAR_CONFLICT_BORN:
      return g_strdup_printf (_ ("When “%s” was born"), title);
    case FAR_CONFLICT_ONE_TO_ONE:
      return g_strdup_printf (_ ("Whether “%s” needs an adult of their own"), title);
    case FAR_CONFLICT_WHEELCHAIR:
      return g_strdup_printf (_ ("Whether “%s” comes in a wheelchair"), title);
    case FAR_CONFLICT_SLOW:
      return g_strdup_printf (_ ("Whether “%s” walks slowly"), title);
    case FAR_CONFLICT_CARRY:
      return g_strdup_printf (_ ("What has to come along with “%s”"), title);
    case FAR_CONFLICT_TAKERS:
      return g_strdup_printf (_ ("To whom “%s” may be handed over"), title);
    case FAR_CONFLICT_PATTERNS:
      return g_strdup_printf (_ ("On which weekdays the line “%s” is different"), title);
    case FAR_CONFLICT_MEETING_NAME:
      return g_strdup_printf (_ ("The name of the meeting place “%s”"), title);
    case FAR_CONFLICT_MEETING_ADDRESS:
      return g_strdup_printf (_ ("The address of the meeting place “%s”"), title);
    case FAR_CONFLICT_MEETING_TOWN:
      return g_strdup_printf (_ ("The town of the meeting place “%s”"), title);
    case FAR_CONFLICT_MEETING_AT:
      return g_strdup_printf (_ ("The coordinates of the meeting place “%s”"), title);
    case FAR_CONFLICT_THING_WHAT:
      return g_strdup_printf (_ ("What “%s” is"), title);
    case FAR_CONFLICT_THING_WHOSE:
      return g_strdup_printf (_ ("Whose “%s” is"), title);
    case FAR_CONFLICT_THING_PIECES:
      return g_strdup_printf (_ ("How many there are of “%s”"), title);
    case FAR_CONFLICT_THING_CONDITION:
      return g_strdup_printf (_ ("In what condition “%s” is"), title);
    case FAR_CONFLICT_THING_WORN:
      return g_strdup_printf (_ ("What is wrong with “%s”"), title);
    case FAR_CONFLICT_THING_WHERE:
      return g_strdup_printf (_ ("Where “%s” is kept"), title);
    case FAR_CONFLICT_THING_LENT:
      return g_strdup_printf (_ ("Whether “%s” may be borrowed"), title);
    case FAR_CONFLICT_THING_DAYS:
      return g_strdup_printf (_ ("For how long “%s” may be borrowed"), title);
    case FAR_CONFLICT_THING_HELD:
      return g_strdup_printf (_ ("Who has some of “%s”"), title);
    case FAR_CONFLICT_RIDE_FROM:
      return g_strdup_printf (_ ("Where the ride “%s” begins"), title);
    case FAR_CONFLICT_RIDE_TO:
      return g_strdup_printf (_ ("Where the ride “%s” goes"), title);
    case FAR_CONFLICT_RIDE_THERE:
      return g_strdup_printf (_ ("When the ride “%s” leaves"), title);
    case FAR_CONFLICT_RIDE_BACK:
      return g_strdup_printf (_ ("When the ride “%s” comes back"), title);
    case FAR_CONFLICT_RIDE_SEATS:
      return g_strdup_printf (_ ("How many seats there are in “%s”"), title);
    case FAR_CONFLICT_RIDE_CHILD_SEATS:
      return g_strdup_printf (_ ("Which child seats there are in “%s”"), title);
    case FAR_CONFLICT_RIDE_DETOUR:
      return g_strdup_printf (_ ("By which way “%s” goes"), title);
    case FAR_CONFLICT_RIDE_LUGGAGE:
      return g_strdup_printf (_ ("Whether luggage comes along in “%s”"), title);
    case FAR_CONFLICT_RIDE_WHEELCHAIR:
      return g_strdup_printf (_ ("Whether a wheelchair comes along in “%s”"), title);
    case FAR_CONFLICT_HELP_CATEGORY:
      return g_strdup_printf (_ ("Of which kind “%s” is"), title);
    case FAR_CONFLICT_HELP_WHEN:
      return g_strdup_printf (_ ("When “%s” is"), title);
    case FAR_CONFLICT_HELP_PLACE:
      return g_strdup_printf (_ ("Where “%s” is"), title);
    case FAR_CONFLICT_HELP_URGENCY:
      return g_strdup_printf (_ ("How urgent “%s” is"), title);
    case FAR_CONFLICT_HELP_HELPERS:
      return g_strdup_printf (_ ("How many people “%s” takes"), title);
    case FAR_CONFLICT_HELP_DONE:
      return g_strdup_printf (_ ("Whether “%s” is done"), title);
    case FAR_CONFLICT_HELP_THANKS:
      return g_strdup_printf (_ ("The thanks for “%s”"), title);
    case FAR_CONFLICT_SKILL_NAME:
      return g_strdup_printf (_ ("What somebody can: “%s”"), title);
    case FAR_CONFLICT_SKILL_HELD:
      return g_strdup_printf (_ ("From when to when “%s” is good"), title);
    case FAR_CONFLICT_SKILL_TANDEM:
      return g_strdup_printf (_ ("Whether “%s” would be shown to somebody"), title);
    case FAR_CONFLICT_FAULT_UNSAFE:
      /* Translators: %s is what is wrong with a bike */
      return g_strdup_printf (_ ("Whether the bike may be ridden: “%s”"), title);
    case FAR_CONFLICT_FAULT_WORK:
      return g_strdup_printf (_ ("How far the repair has come: “%s”"), title);
    case FAR_CONFLICT_INTO:
      return g_strdup_printf (_ ("With which walk “%s” is joined"), title);
    case FAR_CONFLICT_AVAILABLE:
      return g_strdup_printf (_ ("On which weekdays “%s” can take turns"), title);
    case FAR_CONFLICT_AWAY:
      return g_strdup_printf (_ ("When “%s” is away"), title);
    case FAR_CONFLICT_COMMITMENT:
      return g_strdup_printf (_ ("How many turns “%s” takes"), title);
    case FAR_CONFLICT_PLAN:
    default:
      return g_strdup_printf (_ ("Who is in the plan of “%s”"), title);
    }
}

char *
far_words_conflict (const FarConflict *conflict)
{
  g_autofree char *heading = words_of_kind (conflict->kind, conflict->title);
  g_autofree char *day = NULL;

  if (conflict->day == 0)
    return g_steal_pointer (&heading);

  day = far_words_day (conflict->day);

  /* Translators: %1$s is what is to be chosen, as in “Whether “Blue line” takes place”; %2$s a day
   */
  return g_strdup_printf (_ ("%1$s, %2$s"), heading, day);
}

char *
far_words_conflict_why (const FarConflict *conflict)
{
  const FarConflictValue *shown = conflict->values->pdata[0];
  g_autofree char *value = far_words_conflict_value (conflict->kind, shown);

  /* Translators: %s is a value, such as a time or a title */
  return g_strdup_printf (_ ("Written without knowing of each other. Until somebody chooses, “%s” "
                             "is shown."),
                          value);
}

/* "2026-09-01 2026-12-18..2026-12-20" in words */
static char *
words_of_days (const char *text)
{
  g_auto(GStrv) days = g_strsplit (text, " ", 0);
  g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; days[i] != NULL; i++)
    {
      g_auto(GStrv) ends = g_strsplit (days[i], "..", 2);
      gint32 first;
      gint32 last;

      if (ends[0] != NULL && far_words_read_date (ends[0], &first))
        g_ptr_array_add (words, ends[1] != NULL && far_words_read_date (ends[1], &last)
                                    ? far_words_span (first, last)
                                    : far_words_date (first));
    }
  if (words->len == 0)
    /* Translators: of days: there are none */
    return g_strdup (C_ ("days", "none"));
  g_ptr_array_add (words, NULL);

  return g_strjoinv (", ", (char **)words->pdata);
}

/* "1 0 2": by FarChildSeat */
static char *
words_of_child_seats (const char *text)
{
  g_auto(GStrv) parts = g_strsplit (text, " ", FAR_CHILD_SEATS);
  FarSeatCount seats = { 0 };
  char *words;

  for (guint i = 0; i < FAR_CHILD_SEATS && parts[i] != NULL; i++)
    seats.n_child[i] = (int)CLAMP (g_ascii_strtoll (parts[i], NULL, 10), 0, G_MAXINT);
  words = far_words_child_seats (&seats);

  /* Translators: of child seats: there are none */
  return words != NULL ? words : g_strdup (_ ("No child seats"));
}

/* "2026-09-01..2026-09-03 09:00-11:00" in words */
static char *
words_of_period (const char *text)
{
  g_auto(GStrv) parts = g_strsplit (text, " ", 2);
  g_autofree char *days = words_of_days (parts[0] != NULL ? parts[0] : "");

  if (parts[0] == NULL || parts[1] == NULL)
    return g_steal_pointer (&days);

  /* Translators: days, and a time of day or two, such as “09:00-11:00” */
  return g_strdup_printf (C_ ("period", "%1$s, %2$s"), days, parts[1]);
}

/* "2025-03-03..2027-03-02", either of which may be missing, in words */
static char *
words_of_held (const char *text)
{
  g_auto(GStrv) ends = g_strsplit (text, "..", 2);
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;
  gint32 day;

  if (ends[0] != NULL && far_words_read_date (ends[0], &day))
    first = far_words_date (day);
  if (ends[0] != NULL && ends[1] != NULL && far_words_read_date (ends[1], &day))
    last = far_words_date (day);
  if (first != NULL && last != NULL)
    /* Translators: of a training: two days */
    return g_strdup_printf (_ ("Since %1$s, good until %2$s"), first, last);
  if (first != NULL)
    /* Translators: of a training; %s is a day */
    return g_strdup_printf (_ ("Since %s"), first);
  if (last != NULL)
    /* Translators: of a training; %s is a day */
    return g_strdup_printf (_ ("Good until %s"), last);

  /* Translators: of when a training was obtained */
  return g_strdup (_ ("No dates were said"));
}

static char *
words_of_cancelled (const FarConflictValue *value)
{
  if (value->number == 0)
    return g_strdup (_ ("Takes place"));
  if (value->text[0] == '\0')
    return g_strdup (_ ("Cancelled"));

  return g_strdup_printf (_ ("Cancelled: %s"), value->text);
}

char *
far_words_conflict_value (FarConflictKind kind, const FarConflictValue *value)
{
  int number = (int)CLAMP (value->number, G_MININT, G_MAXINT);

  if (number < 0)
    /* Translators: of one date of a rota, which is to be as the others */
    return g_strdup (_ ("As on the other days"));

  switch (kind)
    {
    case FAR_CONFLICT_GONE:
      return g_strdup (number != 0 ? _ ("Taken off the list") : _ ("On the list"));
    case FAR_CONFLICT_STOPS:
      return g_strdup_printf (ngettext ("%d stop", "%d stops", (gulong)number), number);
    case FAR_CONFLICT_WEEKDAYS:
      return far_words_weekdays ((guint)number);
    case FAR_CONFLICT_EVERY:
      return g_strdup_printf (ngettext ("Every week", "Every %d weeks", (gulong)number), number);
    case FAR_CONFLICT_FIRST:
    case FAR_CONFLICT_LAST:
      return far_words_date (number);
    case FAR_CONFLICT_AT:
      return far_words_time (number);
    case FAR_CONFLICT_MIN:
    case FAR_CONFLICT_MAX:
      return g_strdup_printf (ngettext ("%d adult", "%d adults", (gulong)number), number);
    case FAR_CONFLICT_STATE:
      return g_strdup (number != 0 ? _ ("Published") : _ ("Draft"));
    case FAR_CONFLICT_COLOUR:
      return g_strdup (far_words_colour ((FarColour)number));
    case FAR_CONFLICT_PATTERNS:
      return g_strdup_printf (ngettext ("%d pattern", "%d patterns", (gulong)number), number);
    case FAR_CONFLICT_HAZARD_STATE:
      return g_strdup (far_words_hazard_state ((FarHazardState)number));
    case FAR_CONFLICT_MEETING_ADDRESS:
    case FAR_CONFLICT_MEETING_TOWN:
    case FAR_CONFLICT_MEETING_AT:
      /* Translators: of the address, the town or the coordinates of a place: there are none */
      return g_strdup (*value->text != '\0' ? value->text : C_ ("meeting place", "None"));
    case FAR_CONFLICT_INTO:
      /* Translators: of the walk with which one is joined: there is none */
      return g_strdup (*value->text != '\0' ? value->text : C_ ("walk", "None"));
    case FAR_CONFLICT_REFERENT:
      /* Translators: of whom to ask: there is nobody */
      return g_strdup (*value->text != '\0' ? value->text : C_ ("referent", "Nobody"));
    case FAR_CONFLICT_ONE_TO_ONE:
    case FAR_CONFLICT_WHEELCHAIR:
    case FAR_CONFLICT_SLOW:
      /* Translators: of what a child needs */
      return g_strdup (number != 0 ? C_ ("need", "Yes") : C_ ("need", "No"));
    case FAR_CONFLICT_BORN:
      /* Translators: of the year of birth */
      return number != 0 ? g_strdup_printf ("%d", number) : g_strdup (C_ ("year", "Not said"));
    case FAR_CONFLICT_GUARDIANS:
    case FAR_CONFLICT_TAKERS:
      /* Translators: of those who speak for a child, or who may fetch it: there is nobody else */
      return g_strdup (*value->text != '\0' ? value->text : C_ ("guardian", "Nobody else"));
    case FAR_CONFLICT_ADDED:
    case FAR_CONFLICT_DROPPED:
      return words_of_days (value->text);
    case FAR_CONFLICT_CANCELLED:
      return words_of_cancelled (value);
    case FAR_CONFLICT_IN_HOLIDAYS:
      return g_strdup (number != 0 ? _ ("In the holidays too") : _ ("Not in the holidays"));
    case FAR_CONFLICT_LATER:
      return g_strdup_printf (ngettext ("%d change", "%d changes", (gulong)number), number);
    case FAR_CONFLICT_ROLES:
      return g_strdup (value->text[0] != '\0' ? value->text : _ ("No roles"));
    case FAR_CONFLICT_LATER_ROLES:
      return g_strdup_printf (ngettext ("%d role", "%d roles", (gulong)number), number);
    case FAR_CONFLICT_SPANS:
      return g_strdup_printf (ngettext ("%d holiday", "%d holidays", (gulong)number), number);
    case FAR_CONFLICT_AVAILABLE:
      return g_strdup_printf (ngettext ("%d rota", "%d rotas", (gulong)number), number);
    case FAR_CONFLICT_AWAY:
      return words_of_days (value->text);
    case FAR_CONFLICT_COMMITMENT:
      return far_words_commitment (number, g_str_equal (value->text, "season"));
    case FAR_CONFLICT_THING_WHAT:
      return g_strdup (far_words_thing_kind ((FarThingKind)number));
    case FAR_CONFLICT_THING_WHOSE:
      return g_strdup (*value->text != '\0' ? value->text : _ ("The collective’s"));
    case FAR_CONFLICT_THING_CONDITION:
      return g_strdup (far_words_condition ((FarThingCondition)number));
    case FAR_CONFLICT_THING_PIECES:
      return g_strdup_printf ("%d", number);
    case FAR_CONFLICT_THING_LENT:
      return g_strdup (number != 0 ? _ ("May be borrowed") : _ ("Not to be borrowed"));
    case FAR_CONFLICT_THING_DAYS:
      return far_words_loan_days ((guint)number);
    case FAR_CONFLICT_RIDE_THERE:
    case FAR_CONFLICT_RIDE_BACK:
      return number < FAR_RIDE_NOT_THAT_WAY ? far_words_time (number)
                                            /* Translators: of a ride: there, or back */
                                            : g_strdup (C_ ("ride", "Not that way"));
    case FAR_CONFLICT_RIDE_SEATS:
      return far_words_seats (&(FarSeatCount){ .n = number });
    case FAR_CONFLICT_RIDE_CHILD_SEATS:
      return words_of_child_seats (value->text);
    case FAR_CONFLICT_RIDE_LUGGAGE:
    case FAR_CONFLICT_RIDE_WHEELCHAIR:
    case FAR_CONFLICT_SKILL_TANDEM:
      return g_strdup (number != 0 ? C_ ("need", "Yes") : C_ ("need", "No"));
    case FAR_CONFLICT_HELP_CATEGORY:
      return g_strdup (far_words_help_category (number));
    case FAR_CONFLICT_HELP_WHEN:
      return words_of_period (value->text);
    case FAR_CONFLICT_HELP_URGENCY:
      return g_strdup (far_words_help_urgency ((FarHelpUrgency)number));
    case FAR_CONFLICT_HELP_HELPERS:
      return g_strdup_printf (ngettext ("%d person", "%d people", (gulong)number), number);
    case FAR_CONFLICT_HELP_DONE:
      /* Translators: of whether a hand was lent: 0 nobody said so */
      return g_strdup (number == 0   ? C_ ("help", "Nobody said")
                       : number == 1 ? C_ ("help", "Done")
                                     : C_ ("help", "Still needed"));
    case FAR_CONFLICT_SKILL_HELD:
      return words_of_held (value->text);
    case FAR_CONFLICT_FAULT_UNSAFE:
      return g_strdup (number != 0 ? _ ("Not to be ridden") : _ ("May be ridden"));
    case FAR_CONFLICT_FAULT_WORK:
      return far_words_work ((FarWorkStep)number, value->text);
    case FAR_CONFLICT_PLAN:
      return g_strdup_printf (ngettext ("%d promise", "%d promises", (gulong)number), number);
    default:
      /* an empty line breaks no sentence, but nobody can choose it by its look */
      return g_strdup (value->text[0] != '\0' ? value->text : "–");
    }
}
