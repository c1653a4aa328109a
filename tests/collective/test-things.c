/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Keys and things: whoever has one, or knows who has, says so. */

#include <string.h>

#include "far-kind-schema.h"
#include "test-party.h"

#define TODAY PARTY_MONDAY

static GPtrArray *
read_things (Party *party, guint who)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *things = far_collective_things (party->members[who].store, FALSE, &error);

  g_assert_no_error (error);

  return things;
}

static const guint8 *
get_member (Party *party, guint who)
{
  return party->members[who].me.member;
}

static void
add (Party *party, guint who, const char *name, const guint8 *keeper, guint8 *out)
{
  FarWriter writer = party_writer (party, who);

  party_assert_done (far_collective_add_thing (&writer,
                                               &(FarThingChange){ .name = name, .keeper = keeper },
                                               out, error));
}

static void
change (Party *party, guint who, const guint8 *thing, const FarThingChange *what)
{
  FarWriter writer = party_writer (party, who);

  party_assert_done (far_collective_change_thing (&writer, thing, what, error));
}

static void
give (Party *party, guint who, const guint8 *thing, const guint8 *keeper)
{
  change (party, who, thing, &(FarThingChange){ .keeper = keeper, .gone = -1 });
}

static void
drop (Party *party, guint who, const guint8 *thing, int gone)
{
  change (party, who, thing, &(FarThingChange){ .gone = gone });
}

/* There is one thing, and everybody's machine says that @keeper has it; NULL for nobody. */
static void
assert_keeper (Party *party, const guint8 *keeper, guint n_others)
{
  party_meet (party);
  for (guint who = 0; who < party->n_members; who++)
    {
      g_autoptr (GPtrArray) things = read_things (party, who);
      const FarThingFacts *facts;

      g_assert_cmpuint (things->len, ==, 1);
      facts = things->pdata[0];
      g_assert_cmpint (facts->has_keeper, ==, keeper != NULL);
      if (keeper != NULL)
        g_assert_cmpmem (facts->keeper, FAR_RECORD_ID_LEN, keeper, FAR_RECORD_ID_LEN);
      g_assert_cmpuint (facts->also.n_others, ==, n_others);
    }
}

/* The names of what there is, on everybody's machine. */
static void
assert_names (Party *party, const char *expected)
{
  party_meet (party);
  for (guint who = 0; who < party->n_members; who++)
    {
      g_autoptr (GPtrArray) things = read_things (party, who);
      g_autoptr (GString) names = g_string_new (NULL);

      for (guint i = 0; i < things->len; i++)
        g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                                ((const FarThingFacts *)things->pdata[i])->name);
      g_assert_cmpstr (names->str, ==, expected);
    }
}

static gint64
count (Party *party, guint who)
{
  return far_store_get_n_entries (party->members[who].store);
}

/* ---- what there is */

static void
test_is_shown (void)
{
  g_autoptr (Party) party = party_new (1, 3);
  FarWriter writer = party_writer (party, 1);
  g_autoptr (GPtrArray) things = NULL;
  const FarThingFacts *facts;
  guint8 vests[FAR_RECORD_ID_LEN];
  guint8 key[FAR_RECORD_ID_LEN];

  add (party, 0, "  Vests ", NULL, vests);
  party_assert_done (far_collective_add_thing (&writer,
                                               &(FarThingChange){ .name = "Key of the hall",
                                                                  .note = "Back door\n",
                                                                  .keeper = get_member (party, 2) },
                                               key, error));
  assert_names (party, "Key of the hall, Vests");

  things = read_things (party, 0);
  facts = things->pdata[0];
  g_assert_cmpmem (facts->id, FAR_RECORD_ID_LEN, key, FAR_RECORD_ID_LEN);
  g_assert_cmpstr (facts->note, ==, "Back door");
  g_assert_true (facts->has_keeper);
  g_assert_cmpmem (facts->keeper, FAR_RECORD_ID_LEN, get_member (party, 2), FAR_RECORD_ID_LEN);
  g_assert_cmpint (facts->since_ms, ==, writer.now_ms);
  g_assert_cmpmem (facts->owner, FAR_RECORD_ID_LEN, get_member (party, 1), FAR_RECORD_ID_LEN);
  facts = things->pdata[1];
  g_assert_cmpstr (facts->note, ==, "");
  g_assert_false (facts->has_keeper);
}

/* Anybody says who has it, and what is said again is not written. */
static void
test_goes_on (void)
{
  g_autoptr (Party) party = party_new (2, 3);
  guint8 key[FAR_RECORD_ID_LEN];
  FarThingChange wish = { .name = "Key", .note = "", .keeper = get_member (party, 2), .gone = 0 };
  FarWriter writer;
  gint64 n_entries;

  add (party, 0, "Key", NULL, key);
  assert_keeper (party, NULL, 0);
  give (party, 1, key, get_member (party, 2));
  assert_keeper (party, get_member (party, 2), 0);

  n_entries = count (party, 0);
  writer = party_writer (party, 0);
  party_assert_done (far_collective_change_thing (&writer, key, &wish, error));
  g_assert_cmpint (count (party, 0), ==, n_entries);

  wish = (FarThingChange){ .name = "Small key", .note = "Front door", .gone = -1 };
  party_assert_done (far_collective_change_thing (&writer, key, &wish, error));
  g_assert_cmpint (count (party, 0), ==, n_entries + 1);
  assert_names (party, "Small key");
  assert_keeper (party, get_member (party, 2), 0);
}

static void
test_comes_back (void)
{
  g_autoptr (Party) party = party_new (3, 2);
  g_autoptr (GPtrArray) all = NULL;
  guint8 key[FAR_RECORD_ID_LEN];
  guint8 sign[FAR_RECORD_ID_LEN];
  FarWriter writer;
  FarThingChange wish = { .name = "Other", .gone = -1 };

  add (party, 0, "Key", get_member (party, 0), key);
  add (party, 0, "Sign", NULL, sign);
  party_meet (party);
  drop (party, 1, key, 1);
  assert_names (party, "Sign");
  all = far_collective_things (party->members[0].store, TRUE, NULL);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_cmpstr (((const FarThingFacts *)all->pdata[1])->name, ==, "Key");
  g_assert_true (((const FarThingFacts *)all->pdata[1])->is_gone);

  writer = party_writer (party, 0);
  party_assert_refused (far_collective_change_thing (&writer, key, &wish, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  drop (party, 0, key, 0);
  assert_names (party, "Key, Sign");
}

/* What one member adds without end hides nothing of the others'. */
static void
test_is_bounded (void)
{
  g_autoptr (Party) party = party_new (4, 2);
  guint8 id[FAR_RECORD_ID_LEN];
  g_autoptr (GPtrArray) things = NULL;

  for (guint i = 0; i <= FAR_SHOWN_THINGS_MAX; i++)
    {
      g_autofree char *name = g_strdup_printf ("Vest %03u", i);

      add (party, 1, name, NULL, id);
    }
  add (party, 0, "Zip", NULL, id);
  party_meet (party);
  things = read_things (party, 1);
  g_assert_cmpuint (things->len, ==, FAR_SHOWN_THINGS_MAX + 1);
  g_assert_cmpstr (((const FarThingFacts *)things->pdata[FAR_SHOWN_THINGS_MAX])->name, ==, "Zip");
}

/* ---- at the same time */

static void
find_conflict (Party *party, guint who, FarDiffers what, guint at, const char *text, guint8 *out)
{
  g_autoptr (GPtrArray) conflicts =
                 far_collective_conflicts (party->members[who].store, TODAY, NULL);
  const FarConflictFacts *facts;
  const FarDifferingValue *value;

  g_assert_cmpuint (conflicts->len, ==, 1);
  facts = conflicts->pdata[0];
  g_assert_cmpint (facts->what, ==, what);
  g_assert_cmpstr (facts->title, ==, "Key");
  g_assert_cmpuint (facts->values->len, ==, 2);
  value = facts->values->pdata[at];
  g_assert_cmpstr (value->text, ==, text);
  memcpy (out, value->entry, FAR_ID_LEN);
}

static void
assert_settled (Party *party)
{
  party_meet (party);
  for (guint who = 0; who < party->n_members; who++)
    {
      g_autoptr (GPtrArray) conflicts =
                     far_collective_conflicts (party->members[who].store, TODAY, NULL);

      g_assert_cmpuint (conflicts->len, ==, 0);
    }
}

/* Bo and Cy both have the key, or so they say: the later one is shown, and somebody chooses. */
static void
test_side_by_side (void)
{
  g_autoptr (Party) party = party_new (5, 3);
  guint8 key[FAR_RECORD_ID_LEN];
  guint8 value[FAR_ID_LEN];
  FarWriter writer;

  add (party, 0, "Key", get_member (party, 0), key);
  assert_keeper (party, get_member (party, 0), 0);
  give (party, 1, key, get_member (party, 1));
  give (party, 2, key, get_member (party, 2));
  assert_keeper (party, get_member (party, 2), 1);
  find_conflict (party, 0, FAR_DIFFERS_KEEPER, 0, "Cy", value);
  find_conflict (party, 0, FAR_DIFFERS_KEEPER, 1, "Bo", value);

  writer = party_writer (party, 2);
  party_assert_done (far_collective_choose (&writer, value, error));
  assert_settled (party);
  assert_keeper (party, get_member (party, 1), 0);

  /* to say again what is shown settles it too */
  give (party, 1, key, get_member (party, 0));
  give (party, 2, key, get_member (party, 2));
  assert_keeper (party, get_member (party, 2), 1);
  give (party, 1, key, get_member (party, 2));
  assert_keeper (party, get_member (party, 2), 0);
}

static void
test_fields_differ (void)
{
  static const struct
  {
    FarDiffers what;
    FarThingChange one;
    FarThingChange before; /* the other one is written after this */
    FarThingChange other;
    const char *text; /* of the one, which is not shown */
  } rows[] = {
    { FAR_DIFFERS_THING_NAME,
      { .name = "Lock", .gone = -1 },
      { .gone = -1 },
      { .name = "Key", .gone = -1 },
      "Lock" },
    { FAR_DIFFERS_NOTE,
      { .note = "Left", .gone = -1 },
      { .gone = -1 },
      { .note = "Right", .gone = -1 },
      "Left" },
    { FAR_DIFFERS_GONE, { .gone = 1 }, { .gone = 1 }, { .gone = 0 }, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Party) party = party_new (6, 3);
      guint8 key[FAR_RECORD_ID_LEN];
      guint8 value[FAR_ID_LEN];
      FarWriter writer;

      add (party, 0, rows[i].what == FAR_DIFFERS_THING_NAME ? "Old key" : "Key", NULL, key);
      party_meet (party);
      change (party, 1, key, &rows[i].one);
      change (party, 2, key, &rows[i].before);
      change (party, 2, key, &rows[i].other);
      party_meet (party);
      find_conflict (party, 0, rows[i].what, 1, rows[i].text, value);
      writer = party_writer (party, 0);
      party_assert_done (far_collective_choose (&writer, value, error));
      assert_settled (party);
    }
}

/* ---- who has it */

static void
test_keepers (void)
{
  g_autoptr (Party) party = party_new (7, 3);
  guint8 key[FAR_RECORD_ID_LEN];
  guint8 grandma[FAR_RECORD_ID_LEN];
  static const guint8 nobody[FAR_RECORD_ID_LEN] = "nobody at all";
  FarWriter writer = party_writer (party, 0);
  FarThingChange wish = { .keeper = nobody, .gone = -1 };
  gboolean is_now;

  party_assert_done (far_collective_add_person (&writer, "Grandma", grandma, error));
  party_meet (party);
  add (party, 1, "Key", grandma, key);
  assert_keeper (party, grandma, 0);

  party_assert_refused (far_collective_change_thing (&writer, key, &wish, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  party_assert_refused (far_collective_change_thing (&writer, nobody, &wish, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);

  /* she has a machine now, and the key is still hers */
  party_assert_done (
      far_collective_same_person (&writer, grandma, get_member (party, 2), TRUE, &is_now, error));
  party_meet (party);
  writer = party_writer (party, 2);
  party_assert_done (
      far_collective_same_person (&writer, grandma, get_member (party, 2), TRUE, &is_now, error));
  g_assert_true (is_now);
  assert_keeper (party, get_member (party, 2), 0);
}

/* Who has left has it until somebody says otherwise: that is whom to ask. */
static void
test_keeper_leaves (void)
{
  g_autoptr (Party) party = party_new (8, 3);
  guint8 key[FAR_RECORD_ID_LEN];
  FarWriter writer = party_writer (party, 2);
  FarThingChange wish = { .keeper = get_member (party, 2), .gone = -1 };

  add (party, 0, "Key", get_member (party, 2), key);
  party_meet (party);
  party_assert_done (far_collective_leave (&writer, error));
  assert_keeper (party, get_member (party, 2), 0);

  party_assert_refused (far_collective_change_thing (&writer, key, &wish, error),
                        FAR_COLLECTIVE_ERROR_NOT_A_MEMBER);
  give (party, 0, key, get_member (party, 0));
  assert_keeper (party, get_member (party, 0), 0);
  writer = party_writer (party, 0);
  party_assert_refused (far_collective_change_thing (&writer, key, &wish, error),
                        FAR_COLLECTIVE_ERROR_KEEPER_GONE);
}

/* ---- what is refused, and what is erased */

static void
test_bad_input (void)
{
  g_autofree char *name_long = g_strnfill (FAR_NAME_MAX + 1, 'n');
  g_autofree char *note_long = g_strnfill (FAR_THING_NOTE_MAX + 1, 'n');
  const struct
  {
    const char *name;
    const char *note;
    int code; /* FarCollectiveError */
  } rows[] = {
    { " ", NULL, FAR_COLLECTIVE_ERROR_NAME_EMPTY },
    { name_long, NULL, FAR_COLLECTIVE_ERROR_NAME_LONG },
    { "two\nlines", NULL, FAR_COLLECTIVE_ERROR_TEXT_INVALID },
    { "be\aep", NULL, FAR_COLLECTIVE_ERROR_TEXT_INVALID },
    { "Key", "\x1b[2J", FAR_COLLECTIVE_ERROR_TEXT_INVALID },
    { "Key", note_long, FAR_COLLECTIVE_ERROR_TEXT_INVALID },
    { "Key", "\xff", FAR_COLLECTIVE_ERROR_TEXT_INVALID },
  };
  g_autoptr (Party) party = party_new (9, 1);
  guint8 key[FAR_RECORD_ID_LEN];
  guint8 id[FAR_RECORD_ID_LEN];
  gint64 n_entries;

  add (party, 0, "Key", NULL, key);
  n_entries = count (party, 0);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      FarWriter writer = party_writer (party, 0);
      FarThingChange wish = { .name = rows[i].name, .note = rows[i].note, .gone = -1 };

      party_assert_refused (far_collective_add_thing (&writer, &wish, id, error), rows[i].code);
      party_assert_refused (far_collective_change_thing (&writer, key, &wish, error), rows[i].code);
    }
  g_assert_cmpint (count (party, 0), ==, n_entries);
}

static void
erase_newest (Party *party, guint who)
{
  FarWriter writer = party_writer (party, who);
  guint32 log = far_store_find_log (writer.store, writer.me->device);
  guint8 id[FAR_ID_LEN];
  FarPos pos = { log, far_store_peek_log (writer.store, log)->head_seq };

  g_assert_true (far_store_get_id (writer.store, pos, id, NULL));
  party_assert_done (far_collective_erase_entry (&writer, id, &pos, error));
}

/* An erased entry said nothing: what it replaced shows again, and a thing without a name does not.
 */
static void
test_erased (void)
{
  g_autoptr (Party) party = party_new (10, 2);
  guint8 key[FAR_RECORD_ID_LEN];

  add (party, 0, "Key", get_member (party, 0), key);
  party_meet (party);
  give (party, 1, key, get_member (party, 1));
  assert_keeper (party, get_member (party, 1), 0);
  erase_newest (party, 1);
  assert_keeper (party, get_member (party, 0), 0);

  erase_newest (party, 0);
  assert_names (party, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/far/things/is-shown", test_is_shown);
  g_test_add_func ("/far/things/goes-on", test_goes_on);
  g_test_add_func ("/far/things/comes-back", test_comes_back);
  g_test_add_func ("/far/things/is-bounded", test_is_bounded);
  g_test_add_func ("/far/things/side-by-side", test_side_by_side);
  g_test_add_func ("/far/things/fields-differ", test_fields_differ);
  g_test_add_func ("/far/things/keepers", test_keepers);
  g_test_add_func ("/far/things/keeper-leaves", test_keeper_leaves);
  g_test_add_func ("/far/things/bad-input", test_bad_input);
  g_test_add_func ("/far/things/erased", test_erased);

  return g_test_run ();
}
