/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the process says that reads calendars of events is believed as a whole or not at all, and
 * what is believed is within its limits. */

#include "far-fuzz.h"

#include "far-bytes.h"
#include "far-events-private.h"
#include "far-refused.h"
#include "far-tidy.h"

#define TODAY 20454 /* 2026-01-01 */

static void
check_event (const FarDatedEvent *event)
{
  g_assert_true (far_is_tidy (event->title) && event->title[0] != '\0');
  g_assert_true (far_is_tidy (event->place) && far_is_tidy (event->zone));
  g_assert_cmpuint (event->dates->len, >=, 1);
  g_assert_cmpuint (event->apart->len, <=, event->dates->len);
  for (guint i = 0; i < event->apart->len; i++)
    {
      const FarEventApart *apart = event->apart->pdata[i];

      g_assert_true (far_is_tidy (apart->title) && far_is_tidy (apart->place));
      g_assert_true (apart->title[0] != '\0' || apart->place[0] != '\0');
    }
  for (guint i = 0; i < event->dates->len; i++)
    {
      const FarEventDate *date = &g_array_index (event->dates, FarEventDate, i);

      g_assert_cmpint (date->day, >=, TODAY);
      g_assert_cmpint (date->day, <=, TODAY + FAR_EVENT_AHEAD_DAYS);
      g_assert_cmpint (date->at, >=, 0);
      g_assert_cmpint (date->at, <, 24 * 60);
      g_assert_true (i == 0 || date[-1].day < date->day ||
                     (date[-1].day == date->day && date[-1].at < date->at));
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
  g_autoptr (GBytes) told = g_bytes_new (data, len);
  g_autoptr (GError) error = NULL;
  g_autoptr (FarEvents) events = _far_events_hear (told, TODAY, &error);

  g_assert_true ((events == NULL) == (error != NULL));
  if (events == NULL)
    return 0;

  g_assert_cmpuint (events->events->len, <=, FAR_IMPORT_EVENTS_MAX);
  g_assert_cmpuint (events->refused->len, ==, MIN (events->n_refused, FAR_REFUSED_MAX));
  for (guint i = 0; i < events->events->len; i++)
    check_event (events->events->pdata[i]);

  return 0;
}

void
far_fuzz_seed (GRand *rand, GByteArray *out)
{
  g_autoptr (FarEvents) events = _far_events_new ();
  g_autoptr (GBytes) told = NULL;

  for (guint i = 0; i < 3; i++)
    {
      FarDatedEvent *event = _far_event_new (i, "Walk", i > 1 ? "Gate" : "");
      FarEventDate date = { .day = TODAY + g_rand_int_range (rand, 0, 300) };

      event->is_again = g_rand_boolean (rand);
      for (guint j = 0; j < (event->is_again ? 4u : 1u); j++)
        {
          date.day += g_rand_int_range (rand, 1, 9);
          date.at = g_rand_int_range (rand, 0, 24 * 60);
          g_array_append_val (event->dates, date);
          if (g_rand_boolean (rand))
            g_ptr_array_add (event->apart, far_event_apart_new (date.day, date.at, "Museum", ""));
        }
      g_assert_true (_far_events_add (events, event, NULL));
      _far_events_refuse (events, i, g_rand_int_range (rand, 0, FAR_EVENT_N_REFUSED), "x");
    }
  told = _far_events_tell (events, NULL);
  far_put (out, g_bytes_get_data (told, NULL), g_bytes_get_size (told));
}
