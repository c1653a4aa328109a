/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One machine alone, and two and three that meet over the network. */

#include "party.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

/* ---- a home */

static void
test_nothing_here (void)
{
  g_autoptr (Party) anna = party_new ("nothing");
  g_autoptr (FarStatus) status = party_status (anna);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (status->state, ==, FAR_BELONGING_NONE);
  g_assert_cmpstr (status->collective, ==, "");
  g_assert_false (g_file_test (anna->home, G_FILE_TEST_EXISTS));

  far_engine_members_async (anna->engine, NULL, party_done, anna);
  g_assert_null (far_engine_members_finish (anna->engine, party_wait (anna), &error));
  party_assert_error (error, NO_COLLECTIVE);
}

static guint
get_mode (const char *path)
{
  struct stat info;

  g_assert_cmpint (stat (path, &info), ==, 0);

  return info.st_mode & 0777;
}

static void
test_founds (void)
{
  static const char *const names[] = { "log.db", "device.key" };
  g_autoptr (Party) anna = party_new ("founds");
  g_autoptr (FarStatus) before = NULL;
  g_autoptr (FarStatus) after = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *short_id = NULL;

  party_found (anna, "  Pedibus de la gare ");
  before = party_status (anna);
  g_assert_cmpint (before->state, ==, FAR_BELONGING_ADMITTED);
  g_assert_cmpstr (before->name, ==, "Pedibus de la gare");
  g_assert_cmpstr (before->my_name, ==, "founds");
  g_assert_cmpstr (before->zone, ==, "Europe/Paris");
  g_assert_cmpint (before->n_members, ==, 1);
  g_assert_cmpint (before->n_devices, ==, 1);
  g_assert_cmpint (before->term, ==, 1);
  g_assert_cmpstr (before->holder, ==, before->me);
  g_assert_true (before->i_publish);
  g_assert_cmpint (before->n_bytes, >, 0);

  short_id = g_strndup (before->collective, 16);
  folder = g_build_filename (anna->home, short_id, NULL);
  g_assert_cmpuint (get_mode (anna->home), ==, 0700);
  g_assert_cmpuint (get_mode (folder), ==, 0700);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      g_assert_cmpuint (get_mode (path), ==, 0600);
    }

  party_close (anna);
  party_open (anna);
  after = party_status (anna);
  g_assert_cmpstr (after->collective, ==, before->collective);
  g_assert_cmpstr (after->me, ==, before->me);
  g_assert_cmpstr (after->device, ==, before->device);
  g_assert_cmpstr (after->frontier, ==, before->frontier);
}

static void
test_found_refusals (void)
{
  static const struct
  {
    const char *name;
    const char *me;
    const char *zone;
    int code;
  } cases[] = {
    { "", "Anna", "Europe/Paris", FAR_SYNC_ERROR_NAME_EMPTY },
    { "Pedibus", " ", "Europe/Paris", FAR_SYNC_ERROR_NAME_EMPTY },
    { "Pedi\x01", "Anna", "Europe/Paris", FAR_SYNC_ERROR_TEXT_INVALID },
    { "Pedi\xff", "Anna", "Europe/Paris", FAR_SYNC_ERROR_TEXT_INVALID },
    { "Pedibus", "Anna", "Europe/Nowhere", FAR_SYNC_ERROR_ZONE_INVALID },
  };
  g_autoptr (Party) anna = party_new ("refusals");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      far_engine_found_async (anna->engine, cases[i].name, cases[i].me, cases[i].zone, NULL,
                              party_done, anna);
      g_assert_null (far_engine_found_finish (anna->engine, party_wait (anna), &error));
      g_assert_error (error, FAR_SYNC_ERROR, cases[i].code);
    }

  /* nothing was begun */
  g_assert_false (g_file_test (anna->home, G_FILE_TEST_EXISTS));
}

/* Opens a further engine on a home. Returns: (transfer full) (nullable): why it cannot */
static GError *
try_open (const char *home, const char *collective)
{
  g_autofree char *name = g_strdup_printf ("other of %s", home);
  Party other = { .name = name };
  GError *error = NULL;

  other.engine = far_engine_new (home, collective, party_clock_offset_ms ());
  far_engine_open_async (other.engine, NULL, party_done, &other);
  far_engine_open_finish (other.engine, party_wait (&other), &error);
  g_clear_object (&other.result);
  g_assert_finalize_object (other.engine);

  return error;
}

static void
test_second_is_refused (void)
{
  g_autoptr (Party) anna = party_new ("second");
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) later = NULL;

  party_found (anna, "Pedibus");
  error = try_open (anna->home, NULL);
  party_assert_error (error, STORE_IN_USE);

  party_close (anna);
  later = try_open (anna->home, NULL);
  g_assert_no_error (later);
}

static GPtrArray *
list_collectives (Party *self)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *list;

  far_engine_collectives_async (self->engine, NULL, party_done, self);
  list = far_engine_collectives_finish (self->engine, party_wait (self), &error);
  g_assert_no_error (error);

  return list;
}

static const FarCollective *
find_collective (GPtrArray *list, const char *id)
{
  for (guint i = 0; i < list->len; i++)
    if (g_str_has_prefix (id, ((const FarCollective *)list->pdata[i])->id))
      return list->pdata[i];

  g_assert_not_reached ();
}

/* Each with its name and how far this device is in it, open or not; a damaged one among them. */
static void
test_lists_collectives (void)
{
  g_autoptr (Party) anna = party_new ("anna-lists");
  g_autoptr (Party) bo = party_new ("bo-lists");
  g_autoptr (FarStatus) founded = NULL;
  g_autoptr (FarStatus) asked = NULL;
  g_autoptr (FarStatus) spoilt = NULL;
  g_autoptr (FarStatus) now = NULL;
  g_autoptr (FarMembership) membership = NULL;
  g_autoptr (GPtrArray) none = list_collectives (bo);
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = NULL;
  g_autofree char *log = NULL;
  g_autofree char *path = NULL;
  g_autofree char *again = NULL;
  const FarCollective *row;

  g_assert_cmpuint (none->len, ==, 0);
  party_found (anna, "Pedibus");
  uri = party_invite (anna);

  party_found (bo, "Spoilt");
  spoilt = party_status (bo);
  membership = party_join (bo, uri, NULL, &error);
  g_assert_no_error (error);
  asked = party_status (bo);
  party_found (bo, "Velobus");
  founded = party_status (bo);

  list = list_collectives (bo);
  g_assert_cmpuint (list->len, ==, 3);
  log = g_build_filename (find_collective (list, spoilt->collective)->folder, "log.db", NULL);
  g_assert_true (g_file_set_contents (log, "not a database at all", -1, NULL));

  after = list_collectives (bo);
  g_assert_cmpuint (after->len, ==, 3);
  row = find_collective (after, founded->collective);
  g_assert_cmpstr (row->id, ==, founded->collective);
  g_assert_cmpstr (row->name, ==, "Velobus");
  g_assert_cmpint (row->state, ==, FAR_BELONGING_ADMITTED);
  g_assert_true (row->is_open);
  g_assert_no_error (row->trouble);
  row = find_collective (after, asked->collective);
  g_assert_cmpstr (row->name, ==, "");
  g_assert_cmpint (row->state, ==, FAR_BELONGING_ASKED);
  g_assert_false (row->is_open);
  row = find_collective (after, spoilt->collective);
  g_assert_cmpint (far_sync_error_get_blame (row->trouble), ==, FAR_BLAME_STORE);
  g_assert_cmpint (row->state, ==, FAR_BELONGING_NONE);

  /* it is set aside: its files are there under another name, and nothing else has changed */
  far_engine_set_aside_async (bo->engine, row->id, NULL, party_done, bo);
  path = far_engine_set_aside_finish (bo->engine, party_wait (bo), &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (path, row->folder));
  g_assert_false (g_file_test (row->folder, G_FILE_TEST_EXISTS));
  g_free (log);
  log = g_build_filename (path, "device.key", NULL);
  g_assert_true (g_file_test (log, G_FILE_TEST_EXISTS));
  g_clear_pointer (&after, g_ptr_array_unref);
  after = list_collectives (bo);
  g_assert_cmpuint (after->len, ==, 2);

  /* never the one that is open */
  far_engine_set_aside_async (bo->engine, founded->collective, NULL, party_done, bo);
  again = far_engine_set_aside_finish (bo->engine, party_wait (bo), &error);
  g_assert_null (again);
  party_assert_error (error, STORE_BUSY);
  now = party_status (bo);
  g_assert_cmpstr (now->collective, ==, founded->collective);
}

/* Who has not opened anything can found and join; refused at once, nothing is served or left. */
static void
test_begins_beside (void)
{
  g_autoptr (Party) anna = party_new ("anna-beside");
  g_autoptr (Party) bo = party_new ("bo-beside");
  g_autoptr (Party) cy = party_new ("cy-beside");
  g_autoptr (FarMembership) in = NULL;
  g_autoptr (FarStatus) nothing = NULL;
  g_autoptr (FarStatus) second = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = NULL;

  party_found (anna, "Pedibus");
  party_serve (anna);
  uri = party_invite (anna);
  in = party_join (bo, uri, anna->address, &error);
  g_assert_no_error (error);

  party_found (cy, "Velobus");
  party_close (cy);
  cy->engine = far_engine_new (cy->home, NULL, 0);
  g_assert_null (party_join (cy, uri, anna->address, &error));
  party_assert_error (error, INVITE_USED);
  nothing = party_status (cy);
  g_assert_cmpint (nothing->state, ==, FAR_BELONGING_NONE);

  party_found (cy, "Autobus");
  second = party_status (cy);
  g_assert_cmpstr (second->name, ==, "Autobus");
  list = list_collectives (cy);
  g_assert_cmpuint (list->len, ==, 2);
}

static void
test_which_collective (void)
{
  g_autoptr (Party) anna = party_new ("which");
  g_autoptr (FarStatus) first = NULL;
  g_autoptr (FarStatus) second = NULL;
  g_autofree char *prefix = NULL;
  struct
  {
    const char *collective;
    int code;
  } cases[5];

  party_found (anna, "Pedibus");
  first = party_status (anna);
  party_found (anna, "Velobus");
  second = party_status (anna);
  g_assert_cmpstr (first->collective, !=, second->collective);
  g_assert_cmpstr (second->name, ==, "Velobus");
  party_close (anna);

  prefix = g_strndup (first->collective, 8);
  cases[0].collective = NULL;
  cases[0].code = FAR_SYNC_ERROR_WHICH_COLLECTIVE;
  cases[1].collective = prefix;
  cases[1].code = 0;
  cases[2].collective = second->collective;
  cases[2].code = 0;
  cases[3].collective = "0123456789";
  cases[3].code = FAR_SYNC_ERROR_NO_COLLECTIVE;
  cases[4].collective = "01234";
  cases[4].code = FAR_SYNC_ERROR_ID_AMBIGUOUS;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = try_open (anna->home, cases[i].collective);

      if (cases[i].code == 0)
        g_assert_no_error (error);
      else
        g_assert_error (error, FAR_SYNC_ERROR, cases[i].code);
    }
}

/* ---- living */

static void
test_takes_turns (void)
{
  g_autoptr (Party) anna = party_new ("turns");
  g_autofree char *rota = NULL;
  g_autofree char *turn = NULL;
  g_autoptr (FarOuting) taken = NULL;
  g_autoptr (FarOuting) released = NULL;
  g_autoptr (GPtrArray) week = NULL;
  g_autoptr (GError) error = NULL;
  const FarTurn *mine;

  party_found (anna, "Pedibus");
  rota = party_add_rota (anna, "Line 1");
  week = party_week (anna, PARTY_MONDAY, 7);
  g_assert_cmpuint (week->len, ==, 5);

  taken = party_take (anna, rota, PARTY_MONDAY + 1);
  g_assert_cmpint (taken->day, ==, PARTY_MONDAY + 1);
  g_assert_cmpuint (taken->turns->len, ==, 1);
  mine = taken->turns->pdata[0];
  g_assert_cmpstr (taken->my_turn, ==, mine->id);
  g_assert_cmpstr (mine->member_name, ==, "turns");
  g_assert_cmpint (mine->state, ==, FAR_TURN_STANDING);
  g_assert_cmpint (mine->rank, ==, 1);
  g_assert_true (mine->is_mine);
  g_assert_cmpint (taken->n_have, ==, 1);
  g_assert_cmpint (taken->n_needed, ==, 2);
  g_assert_false (taken->runs);
  g_assert_cmpint (taken->why, ==, FAR_VERDICT_SHORT);

  far_engine_take_turn_async (anna->engine, rota, PARTY_MONDAY + 1, 0, NULL, NULL, party_done,
                              anna);
  g_assert_null (far_engine_take_turn_finish (anna->engine, party_wait (anna), &turn, &error));
  party_assert_error (error, ALREADY_TAKEN);
  g_assert_null (turn);

  far_engine_change_turn_async (anna->engine, mine->id, FAR_TURN_ACT_RELEASE, NULL, party_done,
                                anna);
  g_clear_error (&error);
  released = far_engine_change_turn_finish (anna->engine, party_wait (anna), NULL, &error);
  g_assert_no_error (error);
  g_assert_null (released->my_turn);
  g_assert_cmpint (released->n_have, ==, 0);
}

/* What people type for an id, and what comes of it. */
static void
test_ids (void)
{
  static const struct
  {
    const char *id;
    int code;
  } cases[] = {
    { "", FAR_SYNC_ERROR_ID_AMBIGUOUS },
    { "ab12c", FAR_SYNC_ERROR_ID_AMBIGUOUS },
    { "000000000000", FAR_SYNC_ERROR_NO_SUCH_ID },
    { "no hex", FAR_SYNC_ERROR_NO_SUCH_ID },
    { "\xff\xfe\xfd\xfc\xfb\xfa", FAR_SYNC_ERROR_NO_SUCH_ID },
    { "000000000000000000000000000000000000000000", FAR_SYNC_ERROR_NO_SUCH_ID },
  };
  g_autoptr (Party) anna = party_new ("ids");
  g_autofree char *rota = NULL;
  g_autofree char *prefix = NULL;
  g_autoptr (FarOuting) outing = NULL;

  party_found (anna, "Pedibus");
  rota = party_add_rota (anna, "Line 1");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) turn_error = NULL;

      far_engine_publish_async (anna->engine, cases[i].id, NULL, party_done, anna);
      g_assert_null (far_engine_publish_finish (anna->engine, party_wait (anna), &error));
      g_assert_error (error, FAR_SYNC_ERROR, cases[i].code);

      far_engine_change_turn_async (anna->engine, cases[i].id, FAR_TURN_ACT_RELEASE, NULL,
                                    party_done, anna);
      g_assert_null (
          far_engine_change_turn_finish (anna->engine, party_wait (anna), NULL, &turn_error));
      g_assert_error (turn_error, FAR_SYNC_ERROR, cases[i].code);
    }

  prefix = g_strndup (rota, 6);
  outing = party_take (anna, prefix, PARTY_MONDAY);
  g_assert_cmpstr (outing->rota, ==, rota);
}

static void
test_snapshots_outlive (void)
{
  g_autoptr (Party) anna = party_new ("snapshots");
  g_autofree char *rota = NULL;
  g_autoptr (FarOuting) kept = NULL;
  GPtrArray *week;

  party_found (anna, "Pedibus");
  rota = party_add_rota (anna, "Line 1");
  week = party_week (anna, PARTY_MONDAY, 7);
  kept = far_snapshot_ref (week->pdata[0]);
  g_ptr_array_unref (week);
  party_close (anna);

  g_assert_cmpstr (kept->rota, ==, rota);
  g_assert_cmpstr (kept->title, ==, "Line 1");
  g_assert_cmpuint (kept->turns->len, ==, 0);
}

/* ---- meeting */

static void
test_invite_and_join (void)
{
  g_autoptr (Party) anna = party_new ("anna-join");
  g_autoptr (Party) bo = party_new ("bo-join");
  g_autoptr (FarStatus) status = NULL;
  g_autofree char *mine = NULL;
  g_autofree char *theirs = NULL;

  party_found_with (anna, bo, NULL);
  status = party_status (bo);
  g_assert_cmpint (status->state, ==, FAR_BELONGING_ADMITTED);
  g_assert_cmpstr (status->name, ==, "Pedibus");
  g_assert_cmpstr (status->my_name, ==, "bo-join");
  g_assert_cmpint (status->n_members, ==, 2);
  g_assert_true (party_saw (anna, "asked bo-join"));
  g_assert_true (party_saw (anna, "admitted bo-join"));
  g_assert_cmpuint (anna->n_changed, >, 0);

  mine = party_hash (anna);
  theirs = party_hash (bo);
  g_assert_cmpstr (mine, ==, theirs);

  /* it stays so */
  party_close (bo);
  party_open (bo);
  g_clear_pointer (&status, far_snapshot_unref);
  status = party_status (bo);
  g_assert_cmpint (status->state, ==, FAR_BELONGING_ADMITTED);
}

static void
test_join_again (void)
{
  g_autoptr (Party) anna = party_new ("anna-again");
  g_autoptr (Party) bo = party_new ("bo-again");
  g_autofree char *uri = NULL;
  g_autofree char *other_uri = NULL;
  g_autoptr (FarMembership) first = NULL;
  g_autoptr (FarMembership) again = NULL;
  g_autoptr (FarMembership) in = NULL;
  g_autoptr (FarStatus) status = NULL;
  g_autoptr (GError) error = NULL;

  party_found (anna, "Pedibus");
  uri = party_invite (anna);
  other_uri = party_invite (anna);

  /* nobody answers at port 1, and the request is kept */
  g_assert_null (party_join (bo, uri, "127.0.0.1:1", &error));
  party_assert_error (error, NO_PEER);
  status = party_status (bo);
  g_assert_cmpint (status->state, ==, FAR_BELONGING_ASKED);
  g_assert_cmpstr (status->my_name, ==, "bo-again");

  /* after a restart, without a word of who and where */
  party_close (bo);
  party_open (bo);
  g_clear_error (&error);
  first = party_join (bo, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (first->state, ==, FAR_BELONGING_ASKED);
  g_assert_cmpstr (first->device, ==, status->device);

  party_serve (anna);
  in = party_join (bo, NULL, anna->address, &error);
  g_assert_no_error (error);
  g_assert_cmpint (in->state, ==, FAR_BELONGING_ADMITTED);
  g_assert_cmpstr (in->device, ==, status->device);
  g_assert_cmpstr (in->member, ==, first->member);

  again = party_join (bo, uri, anna->address, &error);
  g_assert_no_error (error);
  g_assert_cmpint (again->state, ==, FAR_BELONGING_ADMITTED);

  g_assert_null (party_join (bo, other_uri, anna->address, &error));
  party_assert_error (error, ALREADY_HERE);
}

static void
test_join_refusals (void)
{
  g_autoptr (Party) anna = party_new ("anna-refuse");
  g_autoptr (Party) bo = party_new ("bo-refuse");
  g_autoptr (Party) cy = party_new ("cy-refuse");
  g_autofree char *uri = NULL;
  g_autoptr (FarMembership) in = NULL;
  g_autoptr (GError) error = NULL;

  party_found (anna, "Pedibus");
  party_serve (anna);
  uri = party_invite (anna);

  far_engine_join_async (bo->engine, uri, NULL, NULL, NULL, NULL, FAR_NEARBY_NOWHERE, 0, NULL,
                         party_done, bo);
  g_assert_null (far_engine_join_finish (bo->engine, party_wait (bo), &error));
  party_assert_error (error, NAME_EMPTY);
  g_clear_error (&error);

  g_assert_null (party_join (bo, "farandole:nonsense", anna->address, &error));
  party_assert_error (error, URI_DAMAGED);
  g_clear_error (&error);

  g_assert_null (party_join (bo, uri, "no address", &error));
  party_assert_error (error, ADDRESS_INVALID);
  g_clear_error (&error);

  /* one invitation lets one in */
  in = party_join (bo, uri, anna->address, &error);
  g_assert_no_error (error);
  g_assert_null (party_join (cy, uri, anna->address, &error));
  g_assert_cmpint (far_sync_error_get_blame (error), !=, FAR_BLAME_STORE);
  g_assert_false (party_saw (anna, "admitted cy-refuse"));
}

/* One who was told no later than at once keeps the no, until there is another invitation. */
static void
test_join_refused_later (void)
{
  g_autoptr (Party) anna = party_new ("anna-later");
  g_autoptr (Party) bo = party_new ("bo-later");
  g_autoptr (Party) cy = party_new ("cy-later");
  g_autofree char *uri = NULL;
  g_autofree char *other = NULL;
  g_autoptr (FarMembership) asked = NULL;
  g_autoptr (FarMembership) in = NULL;
  g_autoptr (FarMembership) again = NULL;
  g_autoptr (FarStatus) status = NULL;
  g_autoptr (FarStatus) reopened = NULL;
  g_autoptr (FarStatus) after = NULL;
  g_autoptr (GError) error = NULL;

  party_found (anna, "Pedibus");
  party_serve (anna);
  uri = party_invite (anna);

  asked = party_join (cy, uri, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (asked->state, ==, FAR_BELONGING_ASKED);
  in = party_join (bo, uri, anna->address, &error);
  g_assert_no_error (error);

  g_assert_null (party_join (cy, NULL, anna->address, &error));
  party_assert_error (error, INVITE_USED);
  g_clear_error (&error);
  status = party_status (cy);
  g_assert_cmpint (status->state, ==, FAR_BELONGING_REFUSED);
  party_assert_error (status->refusal, INVITE_USED);

  party_close (cy);
  party_open (cy);
  reopened = party_status (cy);
  g_assert_cmpint (reopened->state, ==, FAR_BELONGING_REFUSED);
  party_assert_error (reopened->refusal, INVITE_USED);

  other = party_invite (anna);
  again = party_join (cy, other, anna->address, &error);
  g_assert_no_error (error);
  g_assert_cmpint (again->state, ==, FAR_BELONGING_ADMITTED);
  after = party_status (cy);
  g_assert_null (after->refusal);
}

static const FarTurn *
find_turn (GPtrArray *week, gint32 day, const char *name)
{
  for (guint i = 0; i < week->len; i++)
    {
      const FarOuting *outing = week->pdata[i];

      for (guint j = 0; outing->day == day && j < outing->turns->len; j++)
        if (strcmp (((FarTurn *)outing->turns->pdata[j])->member_name, name) == 0)
          return outing->turns->pdata[j];
    }

  return NULL;
}

/* Two take turns while apart; after they met both see both, and what was promised is known. */
static void
test_two_meet (void)
{
  g_autoptr (Party) anna = party_new ("anna-two");
  g_autoptr (Party) bo = party_new ("bo-two");
  g_autofree char *rota = NULL;
  g_autoptr (FarOuting) hers = NULL;
  g_autoptr (FarOuting) his = NULL;
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) week = NULL;
  const FarTurn *turn;

  party_found_with (anna, bo, NULL);
  rota = party_add_rota (anna, "Line 1");
  party_meet (bo, anna);

  hers = party_take (anna, rota, PARTY_MONDAY);
  his = party_take (bo, rota, PARTY_MONDAY);
  before = party_week (bo, PARTY_MONDAY, 7);
  turn = find_turn (before, PARTY_MONDAY, "bo-two");
  g_assert_nonnull (turn);
  g_assert_cmpint (turn->promise, ==, FAR_PROMISE_HERE);
  g_assert_null (find_turn (before, PARTY_MONDAY, "anna-two"));

  party_meet (bo, anna);
  week = party_week (bo, PARTY_MONDAY, 7);
  turn = find_turn (week, PARTY_MONDAY, "bo-two");
  g_assert_nonnull (turn);
  g_assert_cmpint (turn->promise, ==, FAR_PROMISE_KNOWN);
  g_assert_nonnull (find_turn (week, PARTY_MONDAY, "anna-two"));
}

/* A machine that has nothing to say itself is known to have heard. */
static void
test_shared_then_known (void)
{
  g_autoptr (Party) anna = party_new ("anna-shared");
  g_autoptr (Party) bo = party_new ("bo-shared");
  g_autoptr (Party) cy = party_new ("cy-shared");
  g_autofree char *rota = NULL;
  g_autoptr (FarOuting) outing = NULL;
  Party *const others[] = { NULL, cy, anna };
  const FarPromise promises[] = { FAR_PROMISE_HERE, FAR_PROMISE_SHARED, FAR_PROMISE_KNOWN };

  party_found_with (anna, bo, cy, NULL);
  rota = party_add_rota (anna, "Line 1");
  party_meet (bo, anna);
  outing = party_take (bo, rota, PARTY_MONDAY);

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (GPtrArray) week = NULL;

      if (others[i] != NULL)
        party_meet (bo, others[i]);
      week = party_week (bo, PARTY_MONDAY, 1);
      g_assert_cmpint (find_turn (week, PARTY_MONDAY, "bo-shared")->promise, ==, promises[i]);
    }
}

/* What the coordinator holds is heard from who met her. */
static void
test_known_through_another (void)
{
  g_autoptr (Party) anna = party_new ("anna-through");
  g_autoptr (Party) bo = party_new ("bo-through");
  g_autoptr (Party) cy = party_new ("cy-through");
  g_autofree char *rota = NULL;
  g_autoptr (FarOuting) outing = NULL;
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;

  party_found_with (anna, bo, cy, NULL);
  rota = party_add_rota (anna, "Line 1");
  party_meet (bo, anna);
  outing = party_take (bo, rota, PARTY_MONDAY);
  party_meet (bo, cy);
  before = party_week (bo, PARTY_MONDAY, 1);
  g_assert_cmpint (find_turn (before, PARTY_MONDAY, "bo-through")->promise, ==, FAR_PROMISE_SHARED);

  party_meet (cy, anna);
  party_meet (bo, cy);
  after = party_week (bo, PARTY_MONDAY, 1);
  g_assert_cmpint (find_turn (after, PARTY_MONDAY, "bo-through")->promise, ==, FAR_PROMISE_KNOWN);
}

static void
test_three_pass_on (void)
{
  g_autoptr (Party) anna = party_new ("anna-three");
  g_autoptr (Party) bo = party_new ("bo-three");
  g_autoptr (Party) cy = party_new ("cy-three");
  g_autofree char *rota = NULL;
  g_autofree char *mine = NULL;
  g_autofree char *theirs = NULL;
  g_autoptr (FarOuting) outing = NULL;

  party_found_with (anna, bo, cy, NULL);
  rota = party_add_rota (anna, "Line 1");
  outing = party_take (anna, rota, PARTY_MONDAY);

  /* anna's goes through bo to cy */
  party_meet (bo, anna);
  party_meet (cy, bo);
  mine = party_hash (anna);
  theirs = party_hash (cy);
  g_assert_cmpstr (mine, ==, theirs);
}

typedef struct
{
  Party *parties[3];
  gint64 n_entries; /* that each shall hold */
} Awaited;

static gboolean
hold_the_same (gconstpointer data)
{
  const Awaited *awaited = data;
  g_autofree char *first = party_hash (awaited->parties[0]);

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (FarStatus) status = party_status (awaited->parties[i]);
      g_autofree char *hash = party_hash (awaited->parties[i]);

      if (status->n_entries < awaited->n_entries || strcmp (hash, first) != 0)
        return FALSE;
    }

  return TRUE;
}

/* While they stay connected, what one writes comes to the second, and through it to the third. */
static void
test_open_sessions_push (void)
{
  g_autoptr (Party) anna = party_new ("anna-push");
  g_autoptr (Party) bo = party_new ("bo-push");
  g_autoptr (Party) cy = party_new ("cy-push");
  g_autoptr (GCancellable) bos = g_cancellable_new ();
  g_autoptr (GCancellable) cys = g_cancellable_new ();
  Awaited awaited = { { anna, bo, cy } };
  const char *peers[] = { NULL, NULL };
  g_autofree char *person = NULL;
  g_autoptr (FarStatus) before = NULL;

  party_found_with (anna, bo, cy, NULL);
  before = party_status (anna);
  party_serve (anna);
  peers[0] = anna->address;
  far_engine_exchange_async (bo->engine, NULL, peers, FAR_NEARBY_NOWHERE, FALSE, 0, bos, NULL,
                             NULL);
  far_engine_exchange_async (cy->engine, NULL, peers, FAR_NEARBY_NOWHERE, FALSE, 0, cys, NULL,
                             NULL);
  awaited.n_entries = before->n_entries;
  party_until (hold_the_same, &awaited);

  /* a WITNESS of who came in after bo goes before it */
  person = party_add_person (bo, "Grandfather");
  awaited.n_entries = before->n_entries + 2;
  party_until (hold_the_same, &awaited);
}

static gboolean
is_served_once (gconstpointer data)
{
  const Party *party = data;
  guint n_open = 0;

  for (guint i = 0; i < party->events->len; i++)
    {
      n_open += g_str_has_prefix (party->events->pdata[i], "connected");
      n_open -= g_str_has_prefix (party->events->pdata[i], "closed");
    }

  return n_open == 1;
}

/* Two that call each other keep one session, and whoever calls once is told that it is in step,
 * whichever session stays. */
static void
test_doubles (void)
{
  g_autoptr (Party) anna = party_new ("anna-double");
  g_autoptr (Party) bo = party_new ("bo-double");
  Party *pairs[2][2] = { { anna, bo }, { bo, anna } };

  party_found_with (anna, bo, NULL);

  for (gsize i = 0; i < 2; i++)
    {
      Party *host = pairs[i][0];
      Party *guest = pairs[i][1];
      g_autoptr (GCancellable) calling = g_cancellable_new ();
      const char *peers[] = { NULL, NULL };

      party_serve (host);
      party_serve (guest);
      g_ptr_array_set_size (host->events, 0);
      peers[0] = host->address;
      far_engine_exchange_async (guest->engine, NULL, peers, FAR_NEARBY_NOWHERE, FALSE, 0, calling,
                                 NULL, NULL);
      party_until (is_served_once, host);

      for (guint n = 0; n < 3; n++)
        {
          g_autofree char *person = party_add_person (host, "Grandmother");

          party_meet (host, guest);
        }
      party_until (is_served_once, host);

      g_cancellable_cancel (calling);
      party_end_serving (guest);
      party_end_serving (host);
    }
}

static void
test_exchange_refusals (void)
{
  static const struct
  {
    const char *listen;
    const char *peer;
    int code;
  } cases[] = {
    { NULL, "127.0.0.1:1", FAR_SYNC_ERROR_NO_PEER },
    { NULL, "127.0.0.1", FAR_SYNC_ERROR_ADDRESS_INVALID },
    { NULL, "127.0.0.1:0", FAR_SYNC_ERROR_ADDRESS_INVALID },
    { "nonsense", NULL, FAR_SYNC_ERROR_ADDRESS_INVALID },
    { "192.0.2.1:0", NULL, FAR_SYNC_ERROR_ADDRESS_BUSY },
  };
  g_autoptr (Party) anna = party_new ("anna-exchange");

  party_found (anna, "Pedibus");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *const peers[] = { cases[i].peer, NULL };
      g_autoptr (GError) error = NULL;

      far_engine_exchange_async (anna->engine, cases[i].listen, peers, FAR_NEARBY_NOWHERE, TRUE, 0,
                                 NULL, party_done, anna);
      g_assert_null (far_engine_exchange_finish (anna->engine, party_wait (anna), &error));
      g_assert_error (error, FAR_SYNC_ERROR, cases[i].code);
    }
}

/* Two collectives: neither lets the other's member in, and nothing passes. */
static void
test_strangers (void)
{
  g_autoptr (Party) anna = party_new ("anna-stranger");
  g_autoptr (Party) eve = party_new ("eve-stranger");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  party_found (anna, "Pedibus");
  party_found (eve, "Velobus");
  before = party_hash (anna);

  party_serve (anna);
  g_assert_null (party_call (eve, anna->address, &error));
  party_assert_error (error, PEER_STRANGER);
  party_end_serving (anna);

  after = party_hash (anna);
  g_assert_cmpstr (before, ==, after);
  g_assert_true (party_saw (anna, "refused"));
  g_assert_true (party_saw (eve, "refused"));
}

/* ---- ending */

static void
forget_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **)data = g_object_ref (result);
}

/* Everything that runs is ended by closing, and answers. */
static void
test_close_while_running (void)
{
  g_autoptr (Party) anna = party_new ("anna-close");
  g_autoptr (Party) bo = party_new ("bo-close");
  GAsyncResult *results[3] = { NULL };
  const char *peers[] = { "127.0.0.1:1", NULL };
  g_autoptr (FarExchange) listening = NULL;
  g_autoptr (FarExchange) calling = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) late = NULL;

  party_found_with (anna, bo, NULL);
  party_serve (anna);
  peers[0] = anna->address;
  far_engine_exchange_async (bo->engine, "127.0.0.1:0", NULL, FAR_NEARBY_NOWHERE, FALSE, 0, NULL,
                             forget_cb, &results[0]);
  far_engine_exchange_async (bo->engine, NULL, peers, FAR_NEARBY_NOWHERE, FALSE, 0, NULL, forget_cb,
                             &results[1]);

  far_engine_close_async (bo->engine, party_done, bo);
  far_engine_close_finish (bo->engine, party_wait (bo));
  g_assert_nonnull (results[0]);
  g_assert_nonnull (results[1]);
  listening = far_engine_exchange_finish (bo->engine, results[0], &error);
  g_assert_no_error (error);
  calling = far_engine_exchange_finish (bo->engine, results[1], &error);
  g_assert_no_error (error);

  far_engine_status_async (bo->engine, NULL, party_done, bo);
  g_assert_null (far_engine_status_finish (bo->engine, party_wait (bo), &late));
  g_assert_error (late, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  for (guint i = 0; i < 2; i++)
    g_object_unref (results[i]);
}

static void
test_finalises_without_close (void)
{
  g_autoptr (Party) anna = party_new ("finalise");
  g_autoptr (GError) error = NULL;

  party_found (anna, "Pedibus");
  g_clear_object (&anna->result);
  g_assert_finalize_object (g_steal_pointer (&anna->engine));

  error = try_open (anna->home, NULL);
  g_assert_no_error (error);
}

static void
test_cancelled_before (void)
{
  g_autoptr (Party) anna = party_new ("cancelled");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  far_engine_found_async (anna->engine, "Pedibus", "Anna", "Europe/Paris", cancellable, party_done,
                          anna);
  g_assert_null (far_engine_found_finish (anna->engine, party_wait (anna), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (g_file_test (anna->home, G_FILE_TEST_EXISTS));
}

/* ---- the log itself */

static void
test_checks_and_rebuilds (void)
{
  g_autoptr (Party) anna = party_new ("checks");
  g_autofree char *rota = NULL;
  g_autofree char *before = NULL;
  g_autofree char *records = NULL;
  g_autoptr (FarOuting) outing = NULL;
  g_autoptr (FarCheckReport) report = NULL;
  g_autoptr (GPtrArray) log = NULL;
  g_autoptr (GPtrArray) one = NULL;
  g_autoptr (GError) error = NULL;

  party_found (anna, "Pedibus");
  rota = party_add_rota (anna, "Line 1");
  outing = party_take (anna, rota, PARTY_MONDAY);
  before = party_hash (anna);

  far_engine_check_async (anna->engine, TRUE, NULL, party_done, anna);
  report = far_engine_check_finish (anna->engine, party_wait (anna), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (report->problems[0], ==, NULL);
  g_assert_true (report->ok);

  far_engine_rebuild_async (anna->engine, NULL, party_done, anna);
  records = far_engine_rebuild_finish (anna->engine, party_wait (anna), &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_suffix (before, records));

  far_engine_log_async (anna->engine, NULL, NULL, NULL, party_done, anna);
  log = far_engine_log_finish (anna->engine, party_wait (anna), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (log->len, >=, 3);
  g_assert_cmpstr (((FarEntryView *)log->pdata[0])->kind, ==, "GENESIS");
  for (guint i = 0; i < log->len; i++)
    g_assert_true (((FarEntryView *)log->pdata[i])->has_effect);

  far_engine_log_async (anna->engine, NULL, ((FarEntryView *)log->pdata[1])->id, NULL, party_done,
                        anna);
  one = far_engine_log_finish (anna->engine, party_wait (anna), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (one->len, ==, 1);
  g_assert_cmpstr (((FarEntryView *)one->pdata[0])->id, ==, ((FarEntryView *)log->pdata[1])->id);
}

/* What is older than thirteen months is forgotten when the collective is opened. */
static void
test_forgets_when_opened (void)
{
  const gint64 later_ms = 400 * G_GINT64_CONSTANT (86400000);
  g_autoptr (Party) anna = party_new ("oblivious");
  g_autoptr (GPtrArray) week = NULL;
  g_autoptr (FarOuting) taken = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *rota = NULL;

  party_found (anna, "Pedibus");
  rota = party_add_rota (anna, "Walk");
  taken = party_take (anna, rota, PARTY_MONDAY + 1);
  g_assert_cmpuint (taken->turns->len, ==, 1);
  party_close (anna);

  anna->engine = far_engine_new (anna->home, NULL, party_clock_offset_ms () + later_ms);
  far_engine_open_async (anna->engine, NULL, party_done, anna);
  far_engine_open_finish (anna->engine, party_wait (anna), &error);
  g_assert_no_error (error);
  week = party_week (anna, PARTY_MONDAY + 1, 1);
  g_assert_cmpuint (week->len, ==, 1);
  g_assert_cmpuint (((FarOuting *)week->pdata[0])->turns->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/far/engine/nothing-here", test_nothing_here);
  g_test_add_func ("/far/engine/founds", test_founds);
  g_test_add_func ("/far/engine/found-refusals", test_found_refusals);
  g_test_add_func ("/far/engine/second-is-refused", test_second_is_refused);
  g_test_add_func ("/far/engine/lists-collectives", test_lists_collectives);
  g_test_add_func ("/far/engine/begins-beside", test_begins_beside);
  g_test_add_func ("/far/engine/which-collective", test_which_collective);
  g_test_add_func ("/far/engine/takes-turns", test_takes_turns);
  g_test_add_func ("/far/engine/ids", test_ids);
  g_test_add_func ("/far/engine/snapshots-outlive", test_snapshots_outlive);
  g_test_add_func ("/far/engine/invite-and-join", test_invite_and_join);
  g_test_add_func ("/far/engine/join-again", test_join_again);
  g_test_add_func ("/far/engine/join-refusals", test_join_refusals);
  g_test_add_func ("/far/engine/join-refused-later", test_join_refused_later);
  g_test_add_func ("/far/engine/two-meet", test_two_meet);
  g_test_add_func ("/far/engine/shared-then-known", test_shared_then_known);
  g_test_add_func ("/far/engine/known-through-another", test_known_through_another);
  g_test_add_func ("/far/engine/three-pass-on", test_three_pass_on);
  g_test_add_func ("/far/engine/open-sessions-push", test_open_sessions_push);
  g_test_add_func ("/far/engine/doubles", test_doubles);
  g_test_add_func ("/far/engine/exchange-refusals", test_exchange_refusals);
  g_test_add_func ("/far/engine/strangers", test_strangers);
  g_test_add_func ("/far/engine/close-while-running", test_close_while_running);
  g_test_add_func ("/far/engine/finalises-without-close", test_finalises_without_close);
  g_test_add_func ("/far/engine/cancelled-before", test_cancelled_before);
  g_test_add_func ("/far/engine/checks-and-rebuilds", test_checks_and_rebuilds);
  g_test_add_func ("/far/engine/forgets-when-opened", test_forgets_when_opened);

  return g_test_run ();
}
