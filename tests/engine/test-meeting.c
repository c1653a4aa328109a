/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who is at a meeting, how far each is, and what changed since it began. */

#include "party.h"

#include <string.h>

/* A machine that calls another one, and stays with it. */
typedef struct
{
  GCancellable *cancellable; /* owned */
  GAsyncResult *result;      /* (nullable): owned */
  FarEngine *engine;         /* unowned */
} Stay;

static void
stayed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  ((Stay *)data)->result = g_object_ref (result);
}

static void
stay_with (Stay *self, Party *who, const char *address)
{
  const char *const peers[] = { address, NULL };

  *self = (Stay){ .cancellable = g_cancellable_new (), .engine = who->engine };
  far_engine_exchange_async (who->engine, NULL, peers, FAR_NEARBY_NOWHERE, FALSE, 0,
                             self->cancellable, stayed_cb, self);
}

static gboolean
is_over (gconstpointer data)
{
  return ((const Stay *)data)->result != NULL;
}

static void
leave (Stay *self)
{
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (self->cancellable);
  party_until (is_over, self);
  far_snapshot_unref (far_engine_exchange_finish (self->engine, self->result, &error));
  g_assert_no_error (error);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->result);
}

/* Returns: (transfer full) */
static FarMeeting *
ask (Party *who)
{
  g_autoptr (GError) error = NULL;
  FarMeeting *meeting;

  far_engine_meeting_async (who->engine, NULL, party_done, who);
  meeting = far_engine_meeting_finish (who->engine, party_wait (who), &error);
  g_assert_no_error (error);

  return meeting;
}

/* Until so many are here, and so many of them hold the same.  Returns: (transfer full) */
static FarMeeting *
await (Party *who, int n_here, int n_same)
{
  gint64 end_us = g_get_monotonic_time () + 40 * G_USEC_PER_SEC;
  FarMeeting *meeting = ask (who);

  while (meeting->n_here != n_here || meeting->n_same != n_same)
    {
      g_usleep (20 * 1000);
      if (g_get_monotonic_time () > end_us)
        g_error ("%s: %d are here, %d the same; wanted %d, %d", who->name, meeting->n_here,
                 meeting->n_same, n_here, n_same);
      far_snapshot_unref (meeting);
      g_main_context_iteration (NULL, FALSE);
      meeting = ask (who);
    }

  return meeting;
}

static const FarAttendee *
find (const FarMeeting *meeting, const char *name)
{
  for (guint i = 0; i < meeting->attendees->len; i++)
    if (strcmp (((FarAttendee *)meeting->attendees->pdata[i])->member_name, name) == 0)
      return meeting->attendees->pdata[i];

  g_error ("%s is not here", name);
}

/* Three in one room, two of whom have no session with each other. */
static void
test_three (void)
{
  g_autoptr (Party) anna = party_new ("Anna");
  g_autoptr (Party) bo = party_new ("Bo");
  g_autoptr (Party) carla = party_new ("Carla");
  FarMeeting *meeting;
  Stay bos, carlas;

  party_found_with (anna, bo, carla, NULL);
  /* what was before is another meeting */
  for (guint i = 0; i < 3; i++)
    {
      Party *who = ((Party *[]){ anna, bo, carla })[i];

      party_close (who);
      party_open (who);
    }
  g_free (party_add_person (bo, "Nonno Aldo"));
  g_free (party_add_person (carla, "Nonna Rosa"));
  meeting = ask (bo);
  g_assert_cmpint (meeting->since_ms, ==, 0);
  g_assert_cmpint (meeting->n_here, ==, 1);
  g_assert_cmpuint (meeting->attendees->len, ==, 1);
  far_snapshot_unref (meeting);

  party_serve (anna);
  stay_with (&bos, bo, anna->address);
  stay_with (&carlas, carla, anna->address);
  meeting = await (bo, 3, 3);
  g_assert_cmpint (meeting->since_ms, >, 0);
  g_assert_true (((FarAttendee *)meeting->attendees->pdata[0])->is_me);
  g_assert_true (find (meeting, "Anna")->is_connected);
  g_assert_false (find (meeting, "Carla")->is_connected);
  g_assert_cmpint (find (meeting, "Carla")->n_lacking, ==, 0);
  /* Bo had not heard of Carla: her name is news, and whom she noted down; what he wrote is not */
  g_assert_cmpint (meeting->n_joined, ==, 1);
  g_assert_cmpint (meeting->n_others, ==, 2);
  far_snapshot_unref (meeting);

  /* she goes; what is written then she lacks */
  leave (&carlas);
  g_free (party_add_person (bo, "Zio Piero"));
  meeting = await (bo, 3, 2);
  g_assert_cmpint (find (meeting, "Carla")->n_lacking, >=, 1);
  g_assert_cmpfloat (find (meeting, "Carla")->share, <, 1);
  g_assert_false (find (meeting, "Carla")->is_gone);
  g_assert_cmpint (meeting->n_others, ==, 3);
  far_snapshot_unref (meeting);

  leave (&bos);
  party_end_serving (anna);
}

/* A newcomer who joins during it is one more, and a new member. */
static void
test_newcomer (void)
{
  g_autoptr (Party) anna = party_new ("Dora");
  g_autoptr (Party) bo = party_new ("Elio");
  g_autoptr (Party) carla = party_new ("Fede");
  g_autofree char *invite = NULL;
  FarMembership *membership;
  FarMeeting *meeting;
  Stay bos;

  party_found_with (anna, bo, NULL);
  party_close (bo);
  party_open (bo);
  invite = party_invite (anna);
  party_serve (anna);
  stay_with (&bos, bo, anna->address);
  far_snapshot_unref (await (bo, 2, 2));
  membership = party_join (carla, invite, anna->address, NULL);
  g_assert_nonnull (membership);
  far_snapshot_unref (membership);

  meeting = await (bo, 3, 3);
  g_assert_cmpint (meeting->n_joined, ==, 1);
  g_assert_cmpint (meeting->n_left, ==, 0);
  far_snapshot_unref (meeting);

  leave (&bos);
  party_end_serving (anna);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/far/meeting/three", test_three);
  g_test_add_func ("/far/meeting/newcomer", test_newcomer);

  return g_test_run ();
}
