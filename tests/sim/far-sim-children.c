/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What users say of children: whom they bring, on which days, and who does not come. */

#include "far-sim-user-private.h"

#include <string.h>

#include "far-day.h"

static void
book (FarSimUser *user, const guint8 *child, gboolean has_line, const FarRotaFacts *rota);

static void
add_child (FarSimUser *user, const FarRotaFacts *rota)
{
  g_autoptr (GPtrArray) lines = far_collective_lines (user->device->store, NULL);
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autofree char *name = g_strdup_printf ("Child %u", far_sim_random_below (&user->random, 10));
  FarChildChange child = FAR_CHILD_CHANGE_NONE;
  g_autoptr (GError) error = NULL;
  guint8 id[FAR_RECORD_ID_LEN];
  gboolean good;

  child.name = name;
  child.born = 2016 + far_sim_random_below (&user->random, 8);
  if (lines != NULL && lines->len > 0)
    {
      const FarLineFacts *line =
          g_ptr_array_index (lines, far_sim_random_below (&user->random, lines->len));

      child.line = line->id;
      if (line->stops->len > 0)
        child.stop = ((const FarStopDraft *)line->stops->pdata[0])->name;
    }
  good = far_collective_add_child (&writer, &child, id, &error);
  far_sim_user_report (user, "writes a child down", good, &error);
  if (good && far_sim_user_is_well (user))
    book (user, id, child.line != NULL, rota);
  if (good && far_sim_user_is_well (user) && far_sim_random_chance (&user->random, 60))
    far_sim_user_write_note (user, id);
}

static void
change_child (FarSimUser *user, const FarChildFacts *facts)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  const FarSimDevice *other =
      far_sim_get_device (user->sim, far_sim_random_below (&user->random, user->sim->devices->len));
  g_autofree char *carry = g_strdup_printf ("Bag %u", far_sim_random_below (&user->random, 10));
  g_autoptr (GArray) guardians = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);
  FarChildChange change = FAR_CHILD_CHANGE_NONE;
  g_autoptr (GError) error = NULL;
  gboolean good;

  switch (far_sim_random_below (&user->random, 5))
    {
    case 0:
      change.one_to_one = !facts->needs.is_one_to_one;
      break;
    case 1:
      change.carry = carry;
      break;
    case 2:
      change.gone = !facts->is_gone;
      break;
    default:
      if (far_sim_random_chance (&user->random, 70))
        g_array_append_vals (guardians, other->me.member, 1);
      change.guardians = guardians;
      break;
    }
  good = far_collective_change_child (&writer, facts->id, &change, &error);
  far_sim_user_report (user, "says something of a child", good, &error);
}

static void
book (FarSimUser *user, const guint8 *child, gboolean has_line, const FarRotaFacts *rota)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  gint32 first_day = far_sim_user_pick_day (user);
  FarBookingPlan plan = {
    .rota = has_line && far_sim_random_chance (&user->random, 50) ? NULL : rota->id,
    .weekdays =
        far_sim_random_chance (&user->random, 50) ? 0 : far_sim_random_below (&user->random, 128),
    .first_day = far_sim_random_chance (&user->random, 50) ? FAR_SIM_EPOCH_DAY : first_day,
    .last_day = far_sim_random_chance (&user->random, 50)
                    ? FAR_DAY_MAX
                    : first_day + (gint32)far_sim_random_below (&user->random, 20),
  };
  g_autoptr (GError) error = NULL;
  guint8 id[FAR_RECORD_ID_LEN];
  gboolean good = far_collective_book_child (&writer, child, &plan, id, &error);

  if (good)
    far_sim_note_event (user->sim, FAR_SIM_EVENT_BOOKED);
  far_sim_user_report (user, "books a child", good, &error);
}

static void
end_booking (FarSimUser *user, const FarChildFacts *facts)
{
  const FarBookingFacts *booking =
      g_ptr_array_index (facts->bookings,
                         far_sim_random_below (&user->random, facts->bookings->len));
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autoptr (GError) error = NULL;
  gboolean good =
      far_collective_end_booking (&writer, booking->id, far_sim_user_pick_day (user), &error);

  far_sim_user_report (user, "ends a booking", good, &error);
}

/* Anybody, of anybody's child, on a day on which it is expected. */
static void
say_absent (FarSimUser *user, const FarChildFacts *facts, gint32 today)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autoptr (GError) error = NULL;
  gboolean is_written;
  gboolean good;

  if (facts->next_day == G_MININT32)
    return;
  good = far_collective_set_absent (&writer, facts->id, NULL, facts->next_day,
                                    !facts->is_absent_next, today, &is_written, &error);
  if (good && is_written)
    far_sim_note_event (user->sim, FAR_SIM_EVENT_ABSENT);
  far_sim_user_report (user, "says whether a child comes", good, &error);
}

/* Returns: (transfer full) (element-type FarChildFacts) (nullable) */
static GPtrArray *
list_children (FarSimUser *user, gint32 *today)
{
  *today = far_day_of_utc (far_sim_writer (user->sim, user->device).now_ms);

  return far_collective_children (user->device->store, *today, TRUE, NULL);
}

/* Returns: (transfer none) */
static const FarChildFacts *
pick_child (FarSimUser *user, GPtrArray *children)
{
  return g_ptr_array_index (children, far_sim_random_below (&user->random, children->len));
}

/* Of a child, or of themselves, on a day to which somebody may have promised to come, as if it were
 * today. */
void
far_sim_user_call_roll (FarSimUser *user, const FarRotaFacts *rota)
{
  static const char *const words[] = { NULL, "the teacher", "her aunt" };
  FarWriter writer = far_sim_writer (user->sim, user->device);
  gint32 today;
  g_autoptr (GPtrArray) children = list_children (user, &today);
  gboolean is_child =
      children != NULL && children->len > 0 && far_sim_random_chance (&user->random, 80);
  const FarSimDevice *other =
      far_sim_get_device (user->sim, far_sim_random_below (&user->random, user->sim->devices->len));
  gint32 day = far_sim_user_pick_day (user);
  FarRollChange change = FAR_ROLL_CHANGE_NONE;
  g_autoptr (GError) error = NULL;
  gboolean is_written;
  gboolean good;

  for (guint i = 0; i < 7 && !far_rule_has_day (&rota->rule, day); i++)
    day++;
  change.state = (int)far_sim_random_below (&user->random, 4);
  if (is_child && far_sim_random_chance (&user->random, 40))
    {
      change.state = -1;
      change.is_handing = TRUE;
      change.is_handed = far_sim_random_chance (&user->random, 80);
      change.words = words[far_sim_random_below (&user->random, G_N_ELEMENTS (words))];
      if (far_sim_random_chance (&user->random, 50))
        change.person = other->me.member;
    }
  good = far_collective_call_roll (&writer,
                                   is_child ? pick_child (user, children)->id : writer.me->member,
                                   rota->id, day, &change, day, &is_written, &error);
  if (good && is_written)
    far_sim_note_event (user->sim, FAR_SIM_EVENT_CALLED);
  far_sim_user_report (user, "calls the roll", good, &error);
}

void
far_sim_user_see_to_children (FarSimUser *user, const FarRotaFacts *rota)
{
  gint32 today;
  g_autoptr (GPtrArray) children = list_children (user, &today);
  guint what = far_sim_random_below (&user->random, 10);
  const FarChildFacts *child;

  if (children == NULL || children->len == 0 || (what == 0 && children->len < 6))
    {
      add_child (user, rota);
      return;
    }

  child = pick_child (user, children);
  if (far_sim_random_chance (&user->random, 20))
    far_sim_user_write_note (user, child->id);
  else if (far_sim_random_chance (&user->random, 35))
    far_sim_user_walk_with_somebody (user);
  else if (what < 3)
    change_child (user, child);
  else if (what < 6)
    book (user, child->id, child->has_line, rota);
  else if (what < 7 && child->bookings->len > 0)
    end_booking (user, child);
  else
    say_absent (user, child, today);
}
