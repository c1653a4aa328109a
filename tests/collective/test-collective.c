/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What members do, and what everybody's machine then shows. */

#include <string.h>

#include "far-kind-schema.h"
#include "test-party.h"

static void
assert_turns (Party *party, guint who, const guint8 *rota, gint32 day, const char *expected)
{
  g_autofree char *turns = party_turns (party, who, rota, day);

  g_assert_cmpstr (turns, ==, expected);
}

static void
take (Party *party, guint who, const guint8 *rota, gint32 day, guint8 *out)
{
  FarWriter writer = party_writer (party, who);

  party_assert_done (far_collective_take_turn (&writer, rota, day, NULL, PARTY_MONDAY, out, error));
}

static void
release (Party *party, guint who, const guint8 *turn)
{
  FarWriter writer = party_writer (party, who);

  party_assert_done (far_collective_change_turn (&writer, turn, FAR_TURN_STATE_RELEASED,
                                                 PARTY_MONDAY, NULL, error));
}

static const FarMemberFacts *
find_member (GPtrArray *members, const char *name)
{
  for (guint i = 0; i < members->len; i++)
    {
      if (strcmp (((FarMemberFacts *)members->pdata[i])->name, name) == 0)
        return members->pdata[i];
    }

  return NULL;
}

/* ---- founding */

static void
test_founds (void)
{
  g_autoptr (Party) party = party_new (1, 1);
  FarStore *store = party->members[0].store;
  g_autoptr (FarCollectiveFacts) facts = far_collective_read (store, NULL);
  g_autoptr (GPtrArray) members = far_collective_members (store, NULL);
  const FarMemberFacts *me = members->pdata[0];
  FarBatonFacts baton;

  g_assert_cmpstr (facts->name, ==, "Linea Blu");
  g_assert_cmpstr (facts->zone, ==, "Europe/Rome");
  g_assert_cmpuint (facts->also.n_others, ==, 0);
  g_assert_false (facts->also.is_suggestion);

  g_assert_cmpuint (members->len, ==, 1);
  g_assert_cmpstr (me->name, ==, "Ada");
  g_assert_cmpint (me->state, ==, FAR_MEMBER_STATE_ACTIVE);
  g_assert_cmpmem (me->id, FAR_RECORD_ID_LEN, party->members[0].me.member, FAR_RECORD_ID_LEN);
  g_assert_cmpuint (me->devices->len, ==, 1);
  g_assert_cmpmem (me->devices->data, FAR_KEY_LEN, party->members[0].me.device, FAR_KEY_LEN);
  g_assert_false (me->is_invited);

  far_collective_baton (store, &baton);
  g_assert_cmpuint (baton.number, ==, 1);
  g_assert_cmpint (baton.start_day, ==, PARTY_MONDAY - 30);
  g_assert_cmpint (baton.end_day, ==, PARTY_MONDAY - 30 + 365);
  g_assert_cmpmem (baton.holder, FAR_RECORD_ID_LEN, me->id, FAR_RECORD_ID_LEN);
  g_assert_true (far_collective_may_publish (store, me->id));
}

static void
test_founds_nothing (void)
{
  g_autofree char *long_name = g_strnfill (201, 'a');
  const struct
  {
    const char *name;
    const char *my_name;
    const char *zone;
    gint32 today;
    int code; /* FarCollectiveError */
  } rows[] = {
    { "", "Ada", "Europe/Rome", 20000, FAR_COLLECTIVE_ERROR_NAME_EMPTY },
    { " \t\u00a0 ", "Ada", "Europe/Rome", 20000, FAR_COLLECTIVE_ERROR_NAME_EMPTY },
    { "Blu", "", "Europe/Rome", 20000, FAR_COLLECTIVE_ERROR_NAME_EMPTY },
    { "\u200b", "Ada", "Europe/Rome", 20000, FAR_COLLECTIVE_ERROR_NAME_EMPTY },
    { "Blu", "\u2060\u3164", "Europe/Rome", 20000, FAR_COLLECTIVE_ERROR_NAME_EMPTY },
    { long_name, "Ada", "Europe/Rome", 20000, FAR_COLLECTIVE_ERROR_NAME_LONG },
    { "Blu\nRosso", "Ada", "Europe/Rome", 20000, FAR_COLLECTIVE_ERROR_TEXT_INVALID },
    { "Blu\x1b[0m", "Ada", "Europe/Rome", 20000, FAR_COLLECTIVE_ERROR_TEXT_INVALID },
    { "Bl\xff", "Ada", "Europe/Rome", 20000, FAR_COLLECTIVE_ERROR_TEXT_INVALID },
    { "Blu", "Ada", "", 20000, FAR_COLLECTIVE_ERROR_ZONE_INVALID },
    { "Blu", "Ada", "Europe/Atlantis", 20000, FAR_COLLECTIVE_ERROR_ZONE_INVALID },
    { "Blu", "Ada", "/etc/hostname", 20000, FAR_COLLECTIVE_ERROR_ZONE_INVALID },
    { "Blu", "Ada", "../../../etc/hostname", 20000, FAR_COLLECTIVE_ERROR_ZONE_INVALID },
    { "Blu", "Ada", "Europe/Rome", 84300, FAR_COLLECTIVE_ERROR_DATE_INVALID },
    { "Blu", "Ada", "Europe/Rome", G_MAXINT32, FAR_COLLECTIVE_ERROR_DATE_INVALID },
  };
  g_autoptr (Party) party = party_new (2, 1);
  FarWriter writer = party_writer (party, 0);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    party_assert_refused (far_genesis_new (&writer, rows[i].name, rows[i].my_name, rows[i].zone,
                                           rows[i].today, error) != NULL,
                          rows[i].code);
}

static void
test_tidies (void)
{
  static const struct
  {
    const char *text;
    const char *name;
  } rows[] = {
    { "Ada", "Ada" },
    { "  Ada Lovelace\n", "Ada Lovelace" },
    { "\u2003Zoe\u0308\u00a0", "Zo\u00eb" }, /* composed, and typographic space is space */
    { "O\u2019Neill", "O\u2019Neill" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *name = far_collective_tidy_name (rows[i].text, NULL);

      g_assert_cmpstr (name, ==, rows[i].name);
    }
}

/* ---- members */

static void
test_members (void)
{
  g_autoptr (Party) party = party_new (3, 3);

  for (guint who = 0; who < 3; who++)
    {
      g_autoptr (GPtrArray) members = far_collective_members (party->members[who].store, NULL);
      const FarMemberFacts *bo = find_member (members, "Bo");

      g_assert_cmpuint (members->len, ==, 3);
      g_assert_cmpint (bo->state, ==, FAR_MEMBER_STATE_ACTIVE);
      g_assert_true (bo->is_invited);
      g_assert_cmpmem (bo->inviter, FAR_RECORD_ID_LEN, party->members[0].me.member,
                       FAR_RECORD_ID_LEN);
    }
}

/* The first entry of a log names what let its device in, whatever has happened since. */
static void
test_first_words (void)
{
  g_autoptr (Party) party = party_new (4, 2);
  FarWriter writer = party_writer (party, 0);
  guint8 person[FAR_RECORD_ID_LEN];
  FarInvite invite;

  party_assert_done (far_collective_invite (&writer, party->now_ms + 1000000, &invite, error));
  party_meet (party);

  writer = party_writer (party, 1);
  party_assert_done (far_collective_add_person (&writer, "Nonna", person, error));
  party_meet (party);
  g_assert_cmpint (far_store_get_n_entries (party->members[0].store), ==,
                   far_store_get_n_entries (party->members[1].store));
}

static void
test_persons (void)
{
  g_autoptr (Party) party = party_new (5, 3);
  FarWriter writer = party_writer (party, 1);
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 nonna[FAR_RECORD_ID_LEN];
  guint8 turn[FAR_RECORD_ID_LEN];
  g_autoptr (GPtrArray) members = NULL;
  const FarMemberFacts *person;

  party_add_rota (party, 0, "Andata", 2, rota);
  party_meet (party);

  party_assert_refused (far_collective_add_person (&writer, " ", nonna, error),
                        FAR_COLLECTIVE_ERROR_NAME_EMPTY);
  party_assert_done (far_collective_add_person (&writer, " Nonna ", nonna, error));
  party_meet (party);

  members = far_collective_members (party->members[2].store, NULL);
  person = find_member (members, "Nonna");
  g_assert_cmpint (person->state, ==, FAR_MEMBER_STATE_NO_MACHINE);
  g_assert_cmpmem (person->id, FAR_RECORD_ID_LEN, nonna, FAR_RECORD_ID_LEN);
  g_assert_true (person->is_answered_for);
  g_assert_cmpmem (person->answered_for_by, FAR_RECORD_ID_LEN, party->members[1].me.member,
                   FAR_RECORD_ID_LEN);
  g_assert_true (members->pdata[3] == person);

  /* who answers for her promises for her; nobody promises for other members */
  writer = party_writer (party, 2);
  party_assert_refused (far_collective_take_turn (&writer, rota, PARTY_MONDAY, nonna, PARTY_MONDAY,
                                                  turn, error),
                        FAR_COLLECTIVE_ERROR_PERSON_NOT_YOURS);
  party_assert_refused (far_collective_take_turn (&writer, rota, PARTY_MONDAY,
                                                  party->members[0].me.member, PARTY_MONDAY, turn,
                                                  error),
                        FAR_COLLECTIVE_ERROR_PERSON_IS_MEMBER);
  party_assert_refused (far_collective_take_turn (&writer, rota, PARTY_MONDAY, rota, PARTY_MONDAY,
                                                  turn, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  party_assert_refused (far_collective_take_turn (&writer, rota, PARTY_MONDAY,
                                                  (const guint8 *)"nobody has this!", PARTY_MONDAY,
                                                  turn, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  writer = party_writer (party, 1);
  party_assert_done (
      far_collective_take_turn (&writer, rota, PARTY_MONDAY, nonna, PARTY_MONDAY, turn, error));
  take (party, 1, rota, PARTY_MONDAY, turn);
  assert_turns (party, 1, rota, PARTY_MONDAY, "Nonna Bo");
  party_meet (party);
  assert_turns (party, 2, rota, PARTY_MONDAY, "Nonna Bo");
}

/* A turn that somebody writes in another member's name is nobody's promise. */
static void
test_forged_promise (void)
{
  g_autoptr (Party) party = party_new (6, 3);
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 turn[FAR_RECORD_ID_LEN];
  FarWriter writer;

  party_add_rota (party, 0, "Andata", 2, rota);
  party_meet (party);
  take (party, 2, rota, PARTY_MONDAY + 1, turn);

  far_map_bytes (&map, FAR_TURN_ROTA, rota, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_TURN_DAY, PARTY_MONDAY);
  far_map_bytes (&map, FAR_TURN_PERSON, party->members[0].me.member, FAR_RECORD_ID_LEN);
  far_map_end (&map);
  take (party, 1, rota, PARTY_MONDAY, turn);
  party_write (party, 1, FAR_KIND_TURN, 0, payload, NULL, 0);
  party_meet (party);
  assert_turns (party, 0, rota, PARTY_MONDAY, "Bo");

  writer = party_writer (party, 0);
  party_assert_done (
      far_collective_take_turn (&writer, rota, PARTY_MONDAY, NULL, PARTY_MONDAY, turn, error));
  assert_turns (party, 0, rota, PARTY_MONDAY, "Bo Ada");
}

/* ---- the value rule */

static void
rename_person (Party *party, guint who, guint whom, const char *name, const FarPos *ref)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);

  far_map_bytes (&map, FAR_PERSON_ID, party->members[whom].me.member, FAR_RECORD_ID_LEN);
  far_map_text (&map, FAR_PERSON_NAME, name);
  far_map_end (&map);
  party_write (party, who, FAR_KIND_PERSON, 0, payload, ref, ref != NULL);
}

static void
assert_name (Party *party, guint who, guint whom, const char *name, guint n_others)
{
  g_autoptr (GPtrArray) members = far_collective_members (party->members[who].store, NULL);
  const FarMemberFacts *facts = find_member (members, name);

  g_assert_nonnull (facts);
  g_assert_cmpmem (facts->id, FAR_RECORD_ID_LEN, party->members[whom].me.member, FAR_RECORD_ID_LEN);
  g_assert_cmpuint (facts->also.n_others, ==, n_others);
}

/* The newest entry of kind PERSON that @who holds. */
static FarPos
find_newest (FarStore *store, FarKind kind)
{
  FarRow row = { 0 };

  for (gint64 n = far_store_get_n_entries (store); n > 0; n--)
    {
      party_assert_done (far_store_read (store, n, &row, error));
      if (row.kind == kind)
        break;
    }

  return row.pos;
}

/* A name is written down by whoever hears of somebody, until it is their own word. */
static void
test_own_name (void)
{
  g_autoptr (Party) party = party_new (7, 3);
  FarPos heard = find_newest (party->members[2].store, FAR_KIND_PERSON);
  FarPos own;

  g_assert_cmpuint (heard.log, !=, 0);
  rename_person (party, 1, 2, "Cyrus", &heard); /* Bo has seen "Cy" and writes it anew */
  party_meet (party);
  assert_name (party, 0, 2, "Cyrus", 0);

  own = find_newest (party->members[2].store, FAR_KIND_PERSON);
  rename_person (party, 2, 2, "Cyril", &own);
  party_meet (party);
  assert_name (party, 0, 2, "Cyril", 0);

  own = find_newest (party->members[1].store, FAR_KIND_PERSON);
  rename_person (party, 1, 2, "Silly", &own); /* only a suggestion now */
  party_meet (party);
  for (guint who = 0; who < 3; who++)
    assert_name (party, who, 2, "Cyril", 1);
}

static FarLineDraft *
new_line (const char *name, const char *school, const char *stop, int time_out)
{
  FarLineDraft *draft = g_new0 (FarLineDraft, 1);
  FarStopDraft *first = g_new0 (FarStopDraft, 1);

  draft->name = g_strdup (name);
  draft->school = g_strdup (school);
  draft->colour = g_strdup ("");
  draft->stops = g_ptr_array_new ();
  first->name = g_strdup (stop);
  first->time_out = time_out;
  first->time_back = -1;
  first->has_place = TRUE;
  first->lat = 45.599999;
  first->lon = 9.15;
  g_ptr_array_add (draft->stops, first);

  return draft;
}

static void
free_line (FarLineDraft *draft)
{
  FarStopDraft *first = draft->stops->pdata[0];

  g_free (first->name);
  g_free (first);
  g_ptr_array_unref (draft->stops);
  g_free (draft->name);
  g_free (draft->school);
  g_free (draft->colour);
  g_free (draft);
}

static gboolean
import (Party *party, guint who, FarLineDraft *draft, guint8 *out)
{
  FarWriter writer = party_writer (party, who);
  gboolean written;

  party_assert_done (far_collective_import_line (&writer, draft, out, &written, error));
  free_line (draft);

  return written;
}

static void
test_lines (void)
{
  g_autoptr (Party) party = party_new (8, 2);
  FarStore *store = party->members[0].store;
  guint8 line[FAR_RECORD_ID_LEN];
  guint8 again[FAR_RECORD_ID_LEN];
  g_autoptr (GPtrArray) lines = NULL;
  const FarLineFacts *facts;
  const FarStopDraft *stop;
  gint64 n;

  g_assert_true (import (party, 0, new_line ("Blu", "Via Roma", "Piazza", 475), line));
  n = far_store_get_n_entries (store);
  g_assert_false (import (party, 0, new_line (" Blu", "Via Roma", "Piazza", 475), again));
  g_assert_cmpmem (line, FAR_RECORD_ID_LEN, again, FAR_RECORD_ID_LEN);
  g_assert_cmpint (far_store_get_n_entries (store), ==, n);

  g_assert_true (import (party, 0, new_line ("Blu", "Via Roma", "Piazza", 480), again));
  g_assert_cmpmem (line, FAR_RECORD_ID_LEN, again, FAR_RECORD_ID_LEN);
  g_assert_true (import (party, 0, new_line ("Rosso", "", "Ponte", -1), again));

  lines = far_collective_lines (store, NULL);
  g_assert_cmpuint (lines->len, ==, 2);
  facts = lines->pdata[0];
  stop = facts->stops->pdata[0];
  g_assert_cmpstr (facts->name, ==, "Blu");
  g_assert_cmpstr (facts->school, ==, "Via Roma");
  g_assert_cmpuint (facts->also.n_others, ==, 0);
  g_assert_cmpstr (stop->name, ==, "Piazza");
  g_assert_cmpint (stop->time_out, ==, 480);
  g_assert_cmpint (stop->time_back, ==, -1);
  g_assert_cmpfloat_with_epsilon (stop->lat, 45.599999, 1e-9);
  g_assert_cmpfloat_with_epsilon (stop->lon, 9.15, 1e-9);
  g_assert_cmpstr (((FarLineFacts *)lines->pdata[1])->school, ==, "");
}

static void
test_bad_lines (void)
{
  g_autofree char *long_name = g_strnfill (201, 'x');
  g_autofree char *long_school = g_strnfill (801, 'x');
  const struct
  {
    const char *name;
    const char *school;
    const char *stop;
    int time_out;
    int code; /* FarCollectiveError */
  } rows[] = {
    { "", "", "Piazza", -1, FAR_COLLECTIVE_ERROR_NAME_EMPTY },
    { "\u200b", "", "Piazza", -1, FAR_COLLECTIVE_ERROR_NAME_EMPTY },
    { "Blu", "", "\u200b", -1, FAR_COLLECTIVE_ERROR_NAME_EMPTY },
    { long_name, "", "Piazza", -1, FAR_COLLECTIVE_ERROR_NAME_LONG },
    { "Blu", long_school, "Piazza", -1, FAR_COLLECTIVE_ERROR_NAME_LONG },
    { "Blu", "\x01", "Piazza", -1, FAR_COLLECTIVE_ERROR_TEXT_INVALID },
    { "Blu", "", "", -1, FAR_COLLECTIVE_ERROR_NAME_EMPTY },
    { "Blu", "", "Piazza", 1440, FAR_COLLECTIVE_ERROR_TIME_INVALID },
    { "Blu", "", "Piazza", -2, FAR_COLLECTIVE_ERROR_TIME_INVALID },
  };
  g_autoptr (Party) party = party_new (9, 1);
  FarWriter writer = party_writer (party, 0);
  guint8 line[FAR_RECORD_ID_LEN];

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      FarLineDraft *draft = new_line (rows[i].name, rows[i].school, rows[i].stop, rows[i].time_out);

      party_assert_refused (far_collective_import_line (&writer, draft, line, NULL, error),
                            rows[i].code);
      free_line (draft);
    }
}

/* Two who did not know of each other: the later one is shown, the other one told of; who then
 * writes with both in sight settles it. */
static void
test_side_by_side (void)
{
  g_autoptr (Party) party = party_new (10, 3);
  guint8 line[FAR_RECORD_ID_LEN];

  import (party, 0, new_line ("Blu", "", "Piazza", 475), line);
  party_meet (party);
  import (party, 1, new_line ("Blu", "", "Fontana", 475), line);
  import (party, 2, new_line ("Blu", "", "Ponte", 475), line);
  party_meet (party);

  for (guint who = 0; who < 3; who++)
    {
      g_autoptr (GPtrArray) lines = far_collective_lines (party->members[who].store, NULL);
      const FarLineFacts *facts = lines->pdata[0];

      g_assert_cmpuint (lines->len, ==, 1);
      g_assert_cmpstr (((FarStopDraft *)facts->stops->pdata[0])->name, ==, "Ponte");
      g_assert_cmpuint (facts->also.n_others, ==, 1);
    }

  import (party, 0, new_line ("Blu", "", "Fontana", 475), line);
  party_meet (party);
  for (guint who = 0; who < 3; who++)
    {
      g_autoptr (GPtrArray) lines = far_collective_lines (party->members[who].store, NULL);
      const FarLineFacts *facts = lines->pdata[0];

      g_assert_cmpstr (((FarStopDraft *)facts->stops->pdata[0])->name, ==, "Fontana");
      g_assert_cmpuint (facts->also.n_others, ==, 0);
    }
}

/* ---- rotas */

static void
test_bad_rotas (void)
{
  static const gint32 days[] = { 20750, 20751 };
  g_autofree char *long_name = g_strnfill (201, 'x');
  g_autoptr (Party) party = party_new (11, 1);
  FarWriter writer = party_writer (party, 0);
  const FarRotaPlan good = {
    .title = "Andata",
    .rule = { .weekdays = 5, .every_n_weeks = 1, .first_day = 20700, .last_day = 20800 },
    .at = 490,
    .n_min = 2,
    .n_max = 3,
  };
  guint8 rota[FAR_RECORD_ID_LEN];
  FarRotaPlan plan;

#define BAD(change, code) \
  plan = good; \
  plan.change; \
  party_assert_refused (far_collective_add_rota (&writer, &plan, rota, error), code)

  BAD (title = "", FAR_COLLECTIVE_ERROR_NAME_EMPTY);
  BAD (title = "\u200b \u00ad", FAR_COLLECTIVE_ERROR_NAME_EMPTY);
  BAD (title = long_name, FAR_COLLECTIVE_ERROR_NAME_LONG);
  BAD (title = "a\x7f", FAR_COLLECTIVE_ERROR_TEXT_INVALID);
  BAD (rule.weekdays = 0, FAR_COLLECTIVE_ERROR_DAYS_INVALID);
  BAD (rule.weekdays = 128, FAR_COLLECTIVE_ERROR_DAYS_INVALID);
  BAD (rule.every_n_weeks = 0, FAR_COLLECTIVE_ERROR_NUMBER_INVALID);
  BAD (rule.every_n_weeks = 53, FAR_COLLECTIVE_ERROR_NUMBER_INVALID);
  BAD (rule.first_day = 20801, FAR_COLLECTIVE_ERROR_DATE_INVALID);
  BAD (rule.last_day = 99999, FAR_COLLECTIVE_ERROR_DATE_INVALID);
  BAD (at = -1, FAR_COLLECTIVE_ERROR_TIME_INVALID);
  BAD (at = 1440, FAR_COLLECTIVE_ERROR_TIME_INVALID);
  BAD (n_min = -1, FAR_COLLECTIVE_ERROR_NUMBER_INVALID);
  BAD (n_min = 4, FAR_COLLECTIVE_ERROR_NUMBER_INVALID);
  BAD (n_max = 0, FAR_COLLECTIVE_ERROR_NUMBER_INVALID);
  BAD (n_max = 100, FAR_COLLECTIVE_ERROR_NUMBER_INVALID);
  BAD (line = party->members[0].me.member, FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
#undef BAD

  plan = good;
  plan.rule.added = days;
  plan.rule.n_added = 2;
  plan.rule.dropped = days + 1;
  plan.rule.n_dropped = 1;
  party_assert_refused (far_collective_add_rota (&writer, &plan, rota, error),
                        FAR_COLLECTIVE_ERROR_DATE_INVALID);
  plan.rule.n_added = 1;
  party_assert_done (far_collective_add_rota (&writer, &plan, rota, error));
}

static void
rename_rota (Party *party, guint who, const guint8 *rota, const char *title)
{
  FarStore *store = party->members[who].store;
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarPos ref = find_newest (store, FAR_KIND_ROTA);

  far_map_bytes (&map, FAR_ROTA_ID, rota, FAR_RECORD_ID_LEN);
  far_map_text (&map, FAR_ROTA_TITLE, title);
  far_map_end (&map);
  party_write (party, who, FAR_KIND_ROTA, 0, payload, &ref, 1);
}

static void
assert_rota (Party *party, guint who, const char *title, gboolean is_published, guint n_others)
{
  g_autoptr (GPtrArray) rotas = far_collective_rotas (party->members[who].store, NULL);
  const FarRotaFacts *facts = rotas->pdata[0];

  g_assert_cmpuint (rotas->len, ==, 1);
  g_assert_cmpstr (facts->title, ==, title);
  g_assert_cmpint (facts->is_published, ==, is_published);
  g_assert_cmpuint (facts->also.n_others, ==, n_others);
  g_assert_cmpuint (facts->n_max, ==, 3);
  g_assert_cmpint (facts->at, ==, 490);
}

static void
test_publishing (void)
{
  g_autoptr (Party) party = party_new (12, 3);
  guint8 rota[FAR_RECORD_ID_LEN];
  FarWriter writer;

  party_add_rota (party, 1, "Andata", 3, rota);
  party_meet (party);
  assert_rota (party, 2, "Andata", FALSE, 0);

  /* a draft is its author's */
  rename_rota (party, 1, rota, "Ritorno");
  party_meet (party);
  assert_rota (party, 2, "Ritorno", FALSE, 0);
  rename_rota (party, 2, rota, "Gita");
  party_meet (party);
  assert_rota (party, 0, "Ritorno", FALSE, 1);

  writer = party_writer (party, 1);
  party_assert_refused (far_collective_publish_rota (&writer, party->members[1].me.member, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);

  /* Bo writes in ignorance of the publication, and then with knowledge of it */
  writer = party_writer (party, 0);
  party_assert_done (far_collective_publish_rota (&writer, rota, error));
  party_assert_refused (far_collective_publish_rota (&writer, rota, error),
                        FAR_COLLECTIVE_ERROR_ALREADY_PUBLISHED);
  rename_rota (party, 1, rota, "Scuola");
  assert_rota (party, 1, "Scuola", FALSE, 0); /* the owner has seen "Gita" and said no */
  party_meet (party);
  for (guint who = 0; who < 3; who++)
    assert_rota (party, who, "Ritorno", TRUE, 1);
  rename_rota (party, 1, rota, "Mattina");
  party_meet (party);
  for (guint who = 0; who < 3; who++)
    assert_rota (party, who, "Ritorno", TRUE, 2);
}

/* ---- outings and turns */

static void
test_taking (void)
{
  g_autoptr (Party) party = party_new (13, 3);
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 ada[FAR_RECORD_ID_LEN];
  guint8 bo[FAR_RECORD_ID_LEN];
  guint8 other[FAR_RECORD_ID_LEN];
  FarTurnPoint point;
  FarWriter writer;
  g_autoptr (FarOutingFacts) outing = NULL;
  g_autoptr (FarOutingFacts) after = NULL;
  g_autofree char *turns = NULL;

  party_add_rota (party, 0, "Andata", 2, rota);
  take (party, 0, rota, PARTY_MONDAY, ada);
  party_meet (party);

  outing = party_outing (party, 1, rota, PARTY_MONDAY);
  g_assert_false (outing->verdict.runs);
  g_assert_cmpint (outing->verdict.reason, ==, FAR_VERDICT_REASON_SHORT);
  g_assert_cmpuint (outing->verdict.n_have, ==, 1);
  g_assert_cmpuint (outing->verdict.n_missing, ==, 1);

  writer = party_writer (party, 0);
  party_assert_refused (far_collective_take_turn (&writer, rota, PARTY_MONDAY, NULL, PARTY_MONDAY,
                                                  other, error),
                        FAR_COLLECTIVE_ERROR_ALREADY_TAKEN);
  party_assert_refused (far_collective_take_turn (&writer, rota, PARTY_MONDAY - 1, NULL,
                                                  PARTY_MONDAY, other, error),
                        FAR_COLLECTIVE_ERROR_NO_OUTING);
  party_assert_refused (far_collective_take_turn (&writer, ada, PARTY_MONDAY, NULL, PARTY_MONDAY,
                                                  other, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);

  take (party, 1, rota, PARTY_MONDAY, bo);
  take (party, 1, rota, PARTY_MONDAY + 1, other);
  party_meet (party);
  take (party, 2, rota, PARTY_MONDAY, other);
  party_meet (party);
  for (guint who = 0; who < 3; who++)
    assert_turns (party, who, rota, PARTY_MONDAY, "Ada Bo +Cy");
  after = party_outing (party, 2, rota, PARTY_MONDAY);
  g_assert_true (after->verdict.runs);
  g_assert_cmpint (((FarTurnFacts *)after->turns->pdata[0])->reason, ==, FAR_RANK_REASON_FIRST);
  g_assert_cmpint (((FarTurnFacts *)after->turns->pdata[2])->reason, ==, FAR_RANK_REASON_SEEN);

  /* who is reserve moves up */
  writer = party_writer (party, 2);
  party_assert_refused (far_collective_change_turn (&writer, ada, FAR_TURN_STATE_RELEASED,
                                                    PARTY_MONDAY, NULL, error),
                        FAR_COLLECTIVE_ERROR_NOT_YOURS);
  party_assert_refused (far_collective_change_turn (&writer, rota, FAR_TURN_STATE_RELEASED,
                                                    PARTY_MONDAY, NULL, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  writer = party_writer (party, 0);
  party_assert_done (far_collective_change_turn (&writer, ada, FAR_TURN_STATE_RELEASED,
                                                 PARTY_MONDAY, &point, error));
  g_assert_cmpmem (point.rota, FAR_RECORD_ID_LEN, rota, FAR_RECORD_ID_LEN);
  g_assert_cmpmem (point.turn, FAR_RECORD_ID_LEN, ada, FAR_RECORD_ID_LEN);
  g_assert_cmpint (point.day, ==, PARTY_MONDAY);
  party_assert_refused (far_collective_change_turn (&writer, ada, FAR_TURN_STATE_RELEASED,
                                                    PARTY_MONDAY, NULL, error),
                        FAR_COLLECTIVE_ERROR_ALREADY_RELEASED);
  party_meet (party);
  assert_turns (party, 1, rota, PARTY_MONDAY, "Bo Cy -Ada");

  /* and who comes back is last */
  take (party, 0, rota, PARTY_MONDAY, ada);
  party_meet (party);
  assert_turns (party, 2, rota, PARTY_MONDAY, "Bo Cy +Ada -Ada");
  release (party, 1, bo);
  turns = party_turns (party, 1, rota, PARTY_MONDAY);
  g_assert_true (g_str_has_prefix (turns, "Cy Ada -"));
}

/* Both wanted the last place and did not know of each other: all see the same, and why. */
static void
test_last_place (void)
{
  g_autoptr (Party) party = party_new (14, 3);
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 turn[FAR_RECORD_ID_LEN];
  g_autofree char *turns = NULL;

  party_add_rota (party, 0, "Andata", 2, rota);
  take (party, 0, rota, PARTY_MONDAY, turn);
  party_meet (party);
  take (party, 1, rota, PARTY_MONDAY, turn);
  take (party, 2, rota, PARTY_MONDAY, turn);
  assert_turns (party, 1, rota, PARTY_MONDAY, "Ada Bo");
  assert_turns (party, 2, rota, PARTY_MONDAY, "Ada Cy");
  party_meet (party);

  turns = party_turns (party, 0, rota, PARTY_MONDAY);
  g_assert_true (strcmp (turns, "Ada Bo +Cy") == 0 || strcmp (turns, "Ada Cy +Bo") == 0);
  for (guint who = 0; who < 3; who++)
    {
      g_autoptr (FarOutingFacts) outing = party_outing (party, who, rota, PARTY_MONDAY);
      const FarTurnFacts *reserve = outing->turns->pdata[2];

      assert_turns (party, who, rota, PARTY_MONDAY, turns);
      g_assert_cmpint (reserve->place, ==, FAR_TURN_PLACE_RESERVE);
      g_assert_cmpint (reserve->reason, ==, FAR_RANK_REASON_LOTTERY);
      g_assert_cmpuint (reserve->rank, ==, 3);
    }
}

static void
change_turn (Party *party, guint who, const guint8 *rota, const guint8 *turn, int state)
{
  FarStore *store = party->members[who].store;
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarPos ref = find_newest (store, FAR_KIND_TURN);

  far_map_bytes (&map, FAR_TURN_ROTA, rota, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_TURN_DAY, PARTY_MONDAY);
  far_map_bytes (&map, FAR_TURN_ID, turn, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_TURN_STATE, state);
  far_map_end (&map);
  party_write (party, who, FAR_KIND_TURN, 0, payload, &ref, 1);
}

static void
test_changes (void)
{
  g_autoptr (Party) party = party_new (15, 3);
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 turns[3][FAR_RECORD_ID_LEN];
  g_autoptr (FarOutingFacts) outing = NULL;

  party_add_rota (party, 0, "Andata", 1, rota);
  for (guint who = 0; who < 3; who++)
    {
      take (party, who, rota, PARTY_MONDAY, turns[who]);
      party_meet (party);
    }
  assert_turns (party, 0, rota, PARTY_MONDAY, "Ada +Bo +Cy");

  /* who seeks a stand-in lets the reserve go first; who will be absent holds nobody's place */
  change_turn (party, 0, rota, turns[0], 2);
  party_meet (party);
  assert_turns (party, 1, rota, PARTY_MONDAY, "/Ada Bo +Cy");
  change_turn (party, 0, rota, turns[0], 3);
  party_meet (party);
  assert_turns (party, 1, rota, PARTY_MONDAY, "!Ada Bo +Cy");
  outing = party_outing (party, 1, rota, PARTY_MONDAY);
  g_assert_true (outing->verdict.runs);
  g_assert_cmpuint (outing->verdict.n_have, ==, 1);
  change_turn (party, 0, rota, turns[0], 0);
  party_meet (party);
  assert_turns (party, 1, rota, PARTY_MONDAY, "Ada +Bo +Cy");

  /* nobody else gives it back */
  change_turn (party, 1, rota, turns[0], 1);
  party_meet (party);
  assert_turns (party, 2, rota, PARTY_MONDAY, "Ada +Bo +Cy");
}

/* Of an outing that is over nothing is promised and nothing given back; its own day is not over. */
static void
test_over (void)
{
  g_autoptr (Party) party = party_new (27, 1);
  FarWriter writer = party_writer (party, 0);
  gint64 n_entries;
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 mine[FAR_RECORD_ID_LEN];
  guint8 other[FAR_RECORD_ID_LEN];

  party_add_rota (party, 0, "Andata", 2, rota);
  take (party, 0, rota, PARTY_MONDAY, mine);
  n_entries = far_store_get_n_entries (writer.store);

  party_assert_refused (far_collective_take_turn (&writer, rota, PARTY_MONDAY + 1, NULL,
                                                  PARTY_MONDAY + 2, other, error),
                        FAR_COLLECTIVE_ERROR_OUTING_OVER);
  party_assert_refused (far_collective_change_turn (&writer, mine, FAR_TURN_STATE_RELEASED,
                                                    PARTY_MONDAY + 1, NULL, error),
                        FAR_COLLECTIVE_ERROR_OUTING_OVER);
  g_assert_cmpint (far_store_get_n_entries (writer.store), ==, n_entries);
  assert_turns (party, 0, rota, PARTY_MONDAY, "Ada");

  party_assert_done (far_collective_take_turn (&writer, rota, PARTY_MONDAY + 1, NULL,
                                               PARTY_MONDAY + 1, other, error));
  party_assert_done (far_collective_change_turn (&writer, mine, FAR_TURN_STATE_RELEASED,
                                                 PARTY_MONDAY, NULL, error));
}

static void
test_cancelling (void)
{
  g_autoptr (Party) party = party_new (16, 2);
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 turn[FAR_RECORD_ID_LEN];
  g_autofree char *long_text = g_strnfill (FAR_TEXT_MAX + 1, 'x');
  FarWriter writer;

  party_add_rota (party, 0, "Andata", 2, rota);
  party_meet (party);
  take (party, 1, rota, PARTY_MONDAY, turn);

  writer = party_writer (party, 1);
  party_assert_refused (far_collective_cancel_outing (&writer, rota, PARTY_MONDAY, "", error),
                        FAR_COLLECTIVE_ERROR_REASON_EMPTY);
  writer = party_writer (party, 0);
  party_assert_refused (far_collective_cancel_outing (&writer, rota, PARTY_MONDAY + 365, "", error),
                        FAR_COLLECTIVE_ERROR_NO_OUTING);
  party_assert_refused (far_collective_cancel_outing (&writer, turn, PARTY_MONDAY, "", error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  party_assert_refused (far_collective_cancel_outing (&writer, rota, PARTY_MONDAY, long_text,
                                                      error),
                        FAR_COLLECTIVE_ERROR_TEXT_INVALID);
  party_assert_refused (far_collective_cancel_outing (&writer, rota, PARTY_MONDAY, " \n", error),
                        FAR_COLLECTIVE_ERROR_REASON_EMPTY);
  party_assert_refused (far_collective_cancel_outing (&writer, rota, PARTY_MONDAY, "\u200b", error),
                        FAR_COLLECTIVE_ERROR_REASON_EMPTY);
  party_assert_done (far_collective_cancel_outing (&writer, rota, PARTY_MONDAY, " Neve\n", error));
  party_assert_refused (far_collective_cancel_outing (&writer, rota, PARTY_MONDAY, "", error),
                        FAR_COLLECTIVE_ERROR_CANCELLED);
  party_assert_refused (far_collective_take_turn (&writer, rota, PARTY_MONDAY, NULL, PARTY_MONDAY,
                                                  turn, error),
                        FAR_COLLECTIVE_ERROR_CANCELLED);
  party_meet (party);

  for (guint who = 0; who < 2; who++)
    {
      g_autoptr (FarOutingFacts) outing = party_outing (party, who, rota, PARTY_MONDAY);

      g_assert_cmpint (outing->verdict.reason, ==, FAR_VERDICT_REASON_CANCELLED);
      g_assert_cmpstr (outing->why, ==, "Neve");
      assert_turns (party, who, rota, PARTY_MONDAY, "Bo");
    }
}

/* A cancellation by somebody without the baton is told of, and cancels nothing. */
static void
test_cancelling_without_right (void)
{
  g_autoptr (Party) party = party_new (17, 2);
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 turn[FAR_RECORD_ID_LEN];
  g_autoptr (FarOutingFacts) outing = NULL;

  party_add_rota (party, 0, "Andata", 2, rota);
  party_meet (party);
  take (party, 1, rota, PARTY_MONDAY, turn);

  far_map_bytes (&map, FAR_OUTING_ROTA, rota, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_OUTING_DAY, PARTY_MONDAY);
  far_map_int (&map, FAR_OUTING_CANCELLED, 1);
  far_map_end (&map);
  party_write (party, 1, FAR_KIND_OUTING, 1, payload, NULL, 0);
  party_meet (party);

  outing = party_outing (party, 0, rota, PARTY_MONDAY);
  g_assert_cmpint (outing->verdict.reason, ==, FAR_VERDICT_REASON_SHORT);
  g_assert_cmpuint (outing->also.n_others, ==, 1);
}

/* A plan once confirmed is not overturned by a latecomer who pretends to have seen nothing. */
static void
test_plan (void)
{
  g_autoptr (Party) party = party_new (18, 3);
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 turns[3][FAR_RECORD_ID_LEN];

  party_add_rota (party, 0, "Andata", 1, rota);
  party_meet (party);
  for (guint who = 0; who < 3; who++)
    take (party, who, rota, PARTY_MONDAY, turns[who]);
  party_meet (party);

  for (guint who = 0; who < 3; who++)
    {
      const char *const firsts[] = { "Ada", "Bo", "Cy" };
      g_autoptr (GByteArray) plan = g_byte_array_new ();
      FarMapWriter plan_map = far_map_begin (plan);
      FarPos ref = find_newest (party->members[0].store, FAR_KIND_OUTING);
      g_autofree char *shown = NULL;

      far_map_bytes (&plan_map, FAR_OUTING_ROTA, rota, FAR_RECORD_ID_LEN);
      far_map_int (&plan_map, FAR_OUTING_DAY, PARTY_MONDAY);
      far_map_array (&plan_map, FAR_OUTING_PLAN, 1);
      far_cbor_put_bytes (plan, turns[who], FAR_RECORD_ID_LEN);
      far_map_end (&plan_map);
      party_write (party, 0, FAR_KIND_OUTING, 1, plan, &ref, ref.seq > 0 && who > 0);
      party_meet (party);

      shown = party_turns (party, 2, rota, PARTY_MONDAY);
      g_assert_true (g_str_has_prefix (shown, firsts[who]));
    }
}

static void
test_finding (void)
{
  g_autoptr (Party) party = party_new (19, 2);
  FarStore *store = party->members[0].store;
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 turn[FAR_RECORD_ID_LEN];
  guint8 found[FAR_RECORD_ID_LEN];
  g_autofree char *text = NULL;
  g_autofree char *longer = NULL;

  party_add_rota (party, 0, "Andata", 2, rota);
  for (gint32 day = 0; day < 40; day++)
    take (party, 0, rota, PARTY_MONDAY + day, turn);

  text = far_hex (turn, FAR_RECORD_ID_LEN);
  longer = g_strconcat (text, "0", NULL);
  party_assert_refused (far_collective_find_turn (store, longer, found, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  for (gsize len = 2 * FAR_RECORD_ID_LEN; len >= 6; len--)
    {
      text[len] = '\0';
      memset (found, 0, sizeof found);
      party_assert_done (far_collective_find_turn (store, text, found, error));
      g_assert_cmpmem (found, sizeof found, turn, sizeof turn);
    }
  text[5] = '\0';
  party_assert_refused (far_collective_find_turn (store, text, found, error),
                        FAR_COLLECTIVE_ERROR_ID_AMBIGUOUS);
  party_assert_refused (far_collective_find_turn (store, "zzzzzz", found, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  party_assert_refused (far_collective_find_turn (store, "000000000", found, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
}

static void
test_week (void)
{
  g_autoptr (Party) party = party_new (20, 2);
  FarStore *store = party->members[0].store;
  guint8 rota[FAR_RECORD_ID_LEN];
  g_autoptr (GPtrArray) rotas = NULL;
  g_autoptr (GPtrArray) outings = NULL;

  party_add_rota (party, 0, "Ritorno", 2, rota);
  party_add_rota (party, 0, "Andata", 2, rota);
  rotas = far_collective_rotas (store, NULL);
  outings =
      far_collective_outings (store, rotas, party->members[0].me.member, PARTY_MONDAY - 3, 7, NULL);

  g_assert_cmpuint (outings->len, ==, 8);
  for (guint i = 0; i < outings->len; i++)
    {
      const FarOutingFacts *outing = outings->pdata[i];

      g_assert_cmpint (outing->day, ==, PARTY_MONDAY + (gint32)i / 2);
      g_assert_cmpstr (outing->rota->title, ==, i % 2 == 0 ? "Andata" : "Ritorno");
    }
}

/* ---- what others hold */

static void
test_reach (void)
{
  g_autoptr (Party) party = party_new (21, 3);
  FarStore *store = party->members[1].store;
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 turn[FAR_RECORD_ID_LEN];
  FarPos pos;

  party_add_rota (party, 0, "Andata", 2, rota);
  party_meet (party);
  take (party, 2, rota, PARTY_MONDAY, turn); /* so that each device has a log */
  party_meet (party);

  take (party, 1, rota, PARTY_MONDAY, turn);
  pos = find_newest (store, FAR_KIND_TURN);
  g_assert_cmpint (far_collective_reach (store, party->members[1].me.member, pos), ==,
                   FAR_REACH_HERE);
  party_note_heard (party, 1, 2, (FarPos){ pos.log, pos.seq - 1 });
  g_assert_cmpint (far_collective_reach (store, party->members[1].me.member, pos), ==,
                   FAR_REACH_HERE);
  party_note_heard (party, 1, 2, pos);
  party_note_heard (party, 1, 2,
                    (FarPos){ pos.log, pos.seq - 1 }); /* what was noted never shrinks */
  g_assert_cmpint (far_collective_reach (store, party->members[1].me.member, pos), ==,
                   FAR_REACH_SHARED);
  party_note_heard (party, 1, 0, pos);
  g_assert_cmpint (far_collective_reach (store, party->members[1].me.member, pos), ==,
                   FAR_REACH_KNOWN);

  /* on the machine of another member it is shared, on the holder's it is known */
  party_meet (party);
  pos = find_newest (party->members[2].store, FAR_KIND_TURN);
  g_assert_cmpint (far_collective_reach (party->members[2].store, party->members[2].me.member, pos),
                   ==, FAR_REACH_SHARED);
  pos = find_newest (party->members[0].store, FAR_KIND_TURN);
  g_assert_cmpint (far_collective_reach (party->members[0].store, party->members[0].me.member, pos),
                   ==, FAR_REACH_KNOWN);
}

/* ---- the baton passes on */

static void
pass_baton (Party *party, guint from, guint to)
{
  FarStore *store = party->members[to].store;
  g_autoptr (GByteArray) offer = g_byte_array_new ();
  g_autoptr (GByteArray) term = g_byte_array_new ();
  FarMapWriter map = far_map_begin (offer);
  guint8 genesis[FAR_ID_LEN];
  guint8 proposal[FAR_ID_LEN];
  guint8 secret[32];
  FarPos pos;

  far_map_int (&map, FAR_PROPOSE_KIND, FAR_KIND_TERM);
  far_map_bytes (&map, FAR_PROPOSE_MEMBER, party->members[to].me.member, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_PROPOSE_NUMBER, 2);
  far_map_end (&map);
  party_write (party, from, FAR_KIND_PROPOSE, 0, offer, NULL, 0);
  party_tell (party, from, to);

  pos = find_newest (store, FAR_KIND_PROPOSE);
  party_assert_done (far_store_get_id (store, pos, proposal, error));
  memcpy (genesis, far_store_peek_collective (store), FAR_ID_LEN);
  party_random (secret, sizeof secret);
  map = far_map_begin (term);
  far_map_int (&map, FAR_TERM_NUMBER, 2);
  far_map_bytes (&map, FAR_TERM_HOLDER, party->members[to].me.member, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_TERM_START, PARTY_MONDAY);
  far_map_int (&map, FAR_TERM_END, PARTY_MONDAY + 365);
  far_map_bytes (&map, FAR_TERM_SECRET, secret, sizeof secret);
  far_map_bytes (&map, FAR_TERM_PREVIOUS, genesis, FAR_ID_LEN);
  far_map_bytes (&map, FAR_TERM_PROPOSAL, proposal, FAR_ID_LEN);
  far_map_end (&map);
  party_write (party, to, FAR_KIND_TERM, 0, term, &pos, 1);
}

/* What the outgoing holder published and the incoming one had seen stays; what she writes under the
 * old term beside that is a suggestion. */
static void
test_hand_over (void)
{
  g_autoptr (Party) party = party_new (22, 3);
  guint8 rotas[3][FAR_RECORD_ID_LEN];
  guint8 person[FAR_RECORD_ID_LEN];
  FarWriter writer;
  FarBatonFacts baton;

  party_add_rota (party, 0, "A", 2, rotas[0]);
  party_add_rota (party, 0, "B", 2, rotas[1]);
  party_add_rota (party, 0, "C", 2, rotas[2]);
  writer = party_writer (party, 0);
  party_assert_done (far_collective_publish_rota (&writer, rotas[0], error));
  writer = party_writer (party, 1);
  party_meet (party);
  party_assert_done (far_collective_add_person (&writer, "Nonna", person, error));

  pass_baton (party, 0, 1);
  writer = party_writer (party, 0); /* she does not know yet that it was taken */
  party_assert_done (far_collective_publish_rota (&writer, rotas[1], error));
  party_meet (party);

  writer = party_writer (party, 0);
  party_assert_done (far_collective_publish_rota (&writer, rotas[2], error)); /* suggests it */
  writer = party_writer (party, 1);
  party_assert_done (far_collective_publish_rota (&writer, rotas[2], error));
  party_meet (party);

  for (guint who = 0; who < 3; who++)
    {
      g_autoptr (GPtrArray) all = far_collective_rotas (party->members[who].store, NULL);

      far_collective_baton (party->members[who].store, &baton);
      g_assert_cmpuint (baton.number, ==, 2);
      g_assert_cmpmem (baton.holder, FAR_RECORD_ID_LEN, party->members[1].me.member,
                       FAR_RECORD_ID_LEN);
      g_assert_cmpuint (all->len, ==, 3);
      g_assert_true (((FarRotaFacts *)all->pdata[0])->is_published);
      g_assert_false (((FarRotaFacts *)all->pdata[1])->is_published);
      g_assert_cmpuint (((FarRotaFacts *)all->pdata[1])->also.n_others, ==, 1);
      g_assert_true (((FarRotaFacts *)all->pdata[2])->is_published);
    }
}

/* ---- erasing */

/* Bo had seen Ada's turn, and Cy only Bo's.  Bo's words are erased; Cy's place is what it was. */
static void
test_erased (void)
{
  g_autoptr (Party) party = party_new (23, 4);
  FarStore *store = party->members[0].store;
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 turn[FAR_RECORD_ID_LEN];
  g_autoptr (FarStore) fresh = NULL;
  FarPos pos;

  party_add_rota (party, 0, "Andata", 1, rota);
  party_meet (party);
  for (guint who = 0; who < 4; who++)
    {
      take (party, who, rota, PARTY_MONDAY, turn);
      party_meet (party);
    }
  assert_turns (party, 3, rota, PARTY_MONDAY, "Ada +Bo +Cy +Di");

  for (guint erased = 0; erased < 4; erased++)
    {
      static const char *const expected[] = { "Bo +Cy +Di", "Ada +Cy +Di", "Ada +Bo +Di",
                                              "Ada +Bo +Cy" };
      FarStore *whole = party->members[3].store;

      fresh = far_store_open (NULL, far_store_peek_collective (store), TRUE, NULL);
      party_assert_done (far_store_begin (fresh, error));
      for (guint i = 0; i < party->entries->len; i++)
        {
          const PartyEntry *entry = party->entries->pdata[i];
          FarRow row;

          g_assert_true (far_store_find_id (whole, entry->id, &pos));
          party_assert_done (far_store_read_pos (whole, pos, &row, error));
          party_add (fresh, entry, row.kind != FAR_KIND_TURN || entry->author != erased, TRUE);
        }
      party_assert_done (far_store_commit (fresh, error));

      party->members[3].store = fresh;
      assert_turns (party, 3, rota, PARTY_MONDAY, expected[erased]);
      party->members[3].store = whole;
      g_clear_pointer (&fresh, far_store_close);
    }
}

/* ---- batches */

static void
test_batches (void)
{
  g_autoptr (Party) party = party_new (24, 2);
  FarStore *store = party->members[0].store;
  guint8 person[FAR_RECORD_ID_LEN];
  gint64 n = far_store_get_n_entries (store);
  FarWriter writer = party_writer (party, 0);

  /* several acts in one batch, one of them refused */
  party_assert_done (far_store_begin (store, error));
  party_assert_done (far_collective_add_person (&writer, "Nonna", person, error));
  party_assert_refused (far_collective_publish_rota (&writer, person, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  party_assert_done (far_collective_add_person (&writer, "Nonno", person, error));
  g_assert_true (far_store_in_batch (store));
  far_store_rollback (store);
  g_assert_cmpint (far_store_get_n_entries (store), ==, n);

  party_assert_done (far_store_begin (store, error));
  party_assert_done (far_collective_add_person (&writer, "Nonna", person, error));
  party_assert_done (far_store_commit (store, error));
  g_assert_cmpint (far_store_get_n_entries (store), >, n);
  g_assert_false (far_store_in_batch (store));
}

/* Somebody who is not in yet writes nothing. */
static void
test_stranger (void)
{
  g_autoptr (Party) party = party_new (25, 1);
  FarIdentity stranger;
  FarWriter writer = party_writer (party, 0);
  guint8 out[FAR_RECORD_ID_LEN];
  FarInvite invite;
  FarLineDraft *line = new_line ("Blu", "", "Piazza", -1);
  gint64 n = far_store_get_n_entries (writer.store);
  guint8 rota[FAR_RECORD_ID_LEN] = { 0 };

  far_identity_make (&stranger, far_store_peek_collective (writer.store), party_random);
  writer.me = &stranger;

#define ASSERT_STRANGE(call) party_assert_refused (call, FAR_COLLECTIVE_ERROR_NOT_A_MEMBER)
  ASSERT_STRANGE (far_collective_invite (&writer, G_MAXINT64, &invite, error));
  ASSERT_STRANGE (far_collective_add_person (&writer, "Nonna", out, error));
  ASSERT_STRANGE (far_collective_import_line (&writer, line, out, NULL, error));
  ASSERT_STRANGE (far_collective_publish_rota (&writer, rota, error));
  ASSERT_STRANGE (far_collective_cancel_outing (&writer, rota, 0, "", error));
  ASSERT_STRANGE (far_collective_take_turn (&writer, rota, 0, NULL, PARTY_MONDAY, out, error));
  ASSERT_STRANGE (far_collective_change_turn (&writer, rota, FAR_TURN_STATE_RELEASED, PARTY_MONDAY,
                                              NULL, error));
  ASSERT_STRANGE (far_collective_vouch (&writer, rota, error));
#undef ASSERT_STRANGE
  g_assert_cmpint (far_store_get_n_entries (writer.store), ==, n);
  free_line (line);
}

static guint
erase_expired (Party *party, guint who, gint32 today)
{
  FarWriter writer = party_writer (party, who);
  guint n;

  party_assert_done (far_collective_erase_expired (&writer, today, &n, error));

  return n;
}

static void
set_rule (Party *party, guint who, int key, int value)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);

  far_map_int (&map, FAR_RULES_KEY, key);
  far_map_int (&map, FAR_RULES_VALUE, value);
  far_map_end (&map);
  party_write (party, who, FAR_KIND_RULES, 0, payload, NULL, 0);
}

/* After thirteen months the author's machine erases a turn, and a week later the holder's. */
static void
test_retention (void)
{
  g_autoptr (Party) party = party_new (29, 3);
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 turn[FAR_RECORD_ID_LEN];
  gint32 due;

  party_add_rota (party, 0, "Andata", 3, rota);
  party_meet (party);
  for (guint who = 1; who < 3; who++)
    take (party, who, rota, PARTY_MONDAY, turn);
  take (party, 2, rota, PARTY_MONDAY + 1, turn);
  party_meet (party);
  g_assert_true (far_day_from_ymd (2027, 10, 8, &due));

  g_assert_cmpuint (erase_expired (party, 1, due - 1), ==, 0);
  g_assert_cmpuint (erase_expired (party, 1, due), ==, 1);
  g_assert_cmpuint (erase_expired (party, 1, due + 1), ==, 0);
  party_meet (party);
  assert_turns (party, 0, rota, PARTY_MONDAY, "Cy");

  /* Cy's machine is not there any more; Bo holds nothing */
  g_assert_cmpuint (erase_expired (party, 1, due + 8), ==, 0);
  g_assert_cmpuint (erase_expired (party, 0, due + 6), ==, 0);
  g_assert_cmpuint (erase_expired (party, 0, due + 7), ==, 1);
  party_meet (party);
  assert_turns (party, 2, rota, PARTY_MONDAY, "");
  assert_turns (party, 2, rota, PARTY_MONDAY + 1, "Cy");
}

/* The holder's own words and those of others, at one time: two entries, and both are exchanged. */
static void
test_retention_both (void)
{
  g_autoptr (Party) party = party_new (31, 2);
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 turn[FAR_RECORD_ID_LEN];
  FarStore *store = party->members[0].store;
  gint64 n;

  party_add_rota (party, 0, "Andata", 3, rota);
  party_meet (party);
  for (guint who = 0; who < 2; who++)
    take (party, who, rota, PARTY_MONDAY, turn);
  party_meet (party);

  n = far_store_get_n_entries (store);
  g_assert_cmpuint (erase_expired (party, 0, PARTY_MONDAY + 500), ==, 2);
  g_assert_false (far_store_in_batch (store));
  g_assert_cmpint (far_store_get_n_entries (store), ==, n + 2);
  party_meet (party);
  assert_turns (party, 1, rota, PARTY_MONDAY, "");
}

/* What was decided before somebody erased counts, and what is decided afterwards undoes nothing. */
static void
test_retention_rule (void)
{
  g_autoptr (Party) party = party_new (30, 1);
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 turn[FAR_RECORD_ID_LEN];
  FarStore *store = party->members[0].store;

  g_assert_cmpint (far_store_get_retention_months (store, FAR_KIND_TURN), ==, 13);
  g_assert_cmpint (far_store_get_retention_months (store, FAR_KIND_ROTA), ==, 0);
  party_add_rota (party, 0, "Andata", 3, rota);
  take (party, 0, rota, PARTY_MONDAY, turn);

  set_rule (party, 0, FAR_KIND_TURN, -1);
  g_assert_cmpint (far_store_get_retention_months (store, FAR_KIND_TURN), ==, 0);
  g_assert_cmpuint (erase_expired (party, 0, PARTY_MONDAY + 10 * 365), ==, 0);

  set_rule (party, 0, FAR_KIND_TURN, 1);
  g_assert_cmpuint (erase_expired (party, 0, PARTY_MONDAY + 30), ==, 0);
  g_assert_cmpuint (erase_expired (party, 0, PARTY_MONDAY + 31), ==, 1);
  set_rule (party, 0, FAR_KIND_TURN, -1);
  g_assert_cmpuint (far_store_get_n_missing (store), ==, 0);
  assert_turns (party, 0, rota, PARTY_MONDAY, "");
}

static gboolean
has_words (FarStore *store, FarKind kind)
{
  FarRow row;

  party_assert_done (far_store_read_pos (store, find_newest (store, kind), &row, error));

  return row.blob != NULL;
}

/* Erases the newest entry of @kind of @of, as @who says it under @term. */
static void
erase_under (Party *party, guint who, guint32 term, guint of, FarKind kind)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarStore *store = party->members[of].store;
  guint8 id[FAR_ID_LEN];

  party_assert_done (far_store_get_id (store, find_newest (store, kind), id, error));
  far_map_array (&map, FAR_ERASE_ENTRIES, 1);
  far_cbor_put_bytes (payload, id, sizeof id);
  far_map_end (&map);
  party_write (party, who, FAR_KIND_ERASE, term, payload, NULL, 0);
}

/* Whoever holds the baton erases what the rules name, and whoever held it does so no more. */
static void
test_retention_rights (void)
{
  g_autoptr (Party) party = party_new (31, 4);
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 turn[FAR_RECORD_ID_LEN];
  guint8 person[FAR_RECORD_ID_LEN];
  FarWriter writer = party_writer (party, 2);

  party_add_rota (party, 0, "Andata", 3, rota);
  party_meet (party);
  take (party, 2, rota, PARTY_MONDAY, turn);
  party_assert_done (far_collective_add_person (&writer, "Nonna", person, error));
  party_meet (party);
  pass_baton (party, 0, 1);
  party_meet (party);

  /* by the old term, by the new one in another's hand, and without one */
  erase_under (party, 0, 1, 2, FAR_KIND_TURN);
  erase_under (party, 3, 2, 2, FAR_KIND_TURN);
  erase_under (party, 1, 0, 2, FAR_KIND_TURN);
  /* no rule names persons */
  erase_under (party, 1, 2, 2, FAR_KIND_PERSON);
  party_meet (party);
  assert_turns (party, 2, rota, PARTY_MONDAY, "Cy");
  assert_turns (party, 0, rota, PARTY_MONDAY, "Cy");
  g_assert_true (has_words (party->members[2].store, FAR_KIND_PERSON));
  g_assert_true (has_words (party->members[0].store, FAR_KIND_PERSON));

  erase_under (party, 1, 2, 2, FAR_KIND_TURN);
  party_meet (party);
  assert_turns (party, 2, rota, PARTY_MONDAY, "");
  assert_turns (party, 0, rota, PARTY_MONDAY, "");
}

/* One side of it; @done: whether both have said so then. */
static void
say_same (Party *party, guint who, const guint8 *person, guint member, gboolean is, gboolean done)
{
  FarWriter writer = party_writer (party, who);
  gboolean is_now = !done;

  party_assert_done (far_collective_same_person (&writer, person, party->members[member].me.member,
                                                 is, &is_now, error));
  g_assert_cmpint (is_now, ==, done);
  party_meet (party);
}

/* One who has no machine, and for whom the second member notes a turn. */
static void
note_nonna (Party *party, guint8 *rota, guint8 *nonna, guint8 *turn)
{
  FarWriter writer;

  party_add_rota (party, 0, "Andata", 3, rota);
  party_meet (party);
  writer = party_writer (party, 1);
  party_assert_done (far_collective_add_person (&writer, "Nonna", nonna, error));
  party_assert_done (
      far_collective_take_turn (&writer, rota, PARTY_MONDAY, nonna, PARTY_MONDAY, turn, error));
}

/* Bo has noted turns for Nonna, who then comes in with a machine of her own, as Cy. */
static void
test_same_person (void)
{
  g_autoptr (Party) party = party_new (31, 3);
  FarWriter writer = party_writer (party, 1);
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 nonna[FAR_RECORD_ID_LEN];
  guint8 turn[FAR_RECORD_ID_LEN];
  guint8 own[FAR_RECORD_ID_LEN];
  guint8 digests[3][2 * FAR_HASH_LEN];
  gboolean is_now;

  note_nonna (party, rota, nonna, turn);
  writer = party_writer (party, 1);
  party_assert_done (
      far_collective_take_turn (&writer, rota, PARTY_MONDAY + 1, nonna, PARTY_MONDAY, own, error));
  party_meet (party);
  writer = party_writer (party, 2);
  party_assert_done (
      far_collective_take_turn (&writer, rota, PARTY_MONDAY + 1, NULL, PARTY_MONDAY, own, error));
  party_meet (party);
  assert_turns (party, 0, rota, PARTY_MONDAY, "Nonna");
  assert_turns (party, 0, rota, PARTY_MONDAY + 1, "Nonna Cy");

  /* it is for those two to say, and neither word is enough */
  writer = party_writer (party, 0);
  party_assert_refused (far_collective_same_person (&writer, nonna, party->members[2].me.member,
                                                    TRUE, &is_now, error),
                        FAR_COLLECTIVE_ERROR_SAME_NOT_YOURS);
  writer = party_writer (party, 1);
  party_assert_refused (far_collective_same_person (&writer, rota, party->members[2].me.member,
                                                    TRUE, &is_now, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  say_same (party, 1, nonna, 2, TRUE, FALSE);
  assert_turns (party, 0, rota, PARTY_MONDAY, "Nonna");
  say_same (party, 2, nonna, 2, TRUE, TRUE);

  /* what was noted is hers, and of two promises for one walk one counts */
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GPtrArray) members = far_collective_members (party->members[i].store, NULL);

      assert_turns (party, i, rota, PARTY_MONDAY, "Cy");
      assert_turns (party, i, rota, PARTY_MONDAY + 1, "Cy");
      g_assert_cmpuint (members->len, ==, 3);
      g_assert_cmpstr (find_member (members, "Cy")->formerly[0], ==, "Nonna");
      party_digests (party->members[i].store, digests[i]);
      g_assert_cmpmem (digests[i], sizeof digests[i], digests[0], sizeof digests[0]);
    }

  /* from now on she promises for herself, and takes back what was noted for her */
  writer = party_writer (party, 1);
  party_assert_refused (far_collective_take_turn (&writer, rota, PARTY_MONDAY + 2, nonna,
                                                  PARTY_MONDAY, own, error),
                        FAR_COLLECTIVE_ERROR_PERSON_IS_MEMBER);
  writer = party_writer (party, 2);
  party_assert_refused (far_collective_take_turn (&writer, rota, PARTY_MONDAY, NULL, PARTY_MONDAY,
                                                  own, error),
                        FAR_COLLECTIVE_ERROR_ALREADY_TAKEN);
  party_assert_done (far_collective_change_turn (&writer, turn, FAR_TURN_STATE_RELEASED,
                                                 PARTY_MONDAY, NULL, error));
  party_meet (party);
  assert_turns (party, 1, rota, PARTY_MONDAY, "-Cy");

  /* either may take it back, and all is as before */
  say_same (party, 2, nonna, 2, FALSE, FALSE);
  assert_turns (party, 0, rota, PARTY_MONDAY + 1, "Nonna Cy");
}

static void
assert_promises (Party *party, guint who, guint n)
{
  const PartyMember *member = &party->members[who];
  g_autoptr (GPtrArray) promises =
                 far_collective_promises (member->store, member->me.member, PARTY_MONDAY, NULL);

  g_assert_cmpuint (promises->len, ==, n);
}

/* What was noted for somebody who is a member now is theirs: it stays when who noted it leaves, and
 * goes when they leave. */
static void
test_same_person_leaves (void)
{
  for (guint leaver = 1; leaver <= 2; leaver++)
    {
      g_autoptr (Party) party = party_new (33, 3);
      FarWriter writer;
      guint8 rota[FAR_RECORD_ID_LEN];
      guint8 nonna[FAR_RECORD_ID_LEN];
      guint8 turn[FAR_RECORD_ID_LEN];

      note_nonna (party, rota, nonna, turn);
      assert_promises (party, 1, 1);
      party_meet (party);
      say_same (party, 1, nonna, 2, TRUE, FALSE);
      say_same (party, 2, nonna, 2, TRUE, TRUE);
      assert_promises (party, 1, 0);
      assert_promises (party, 2, 1);

      writer = party_writer (party, leaver);
      party_assert_done (far_collective_leave (&writer, error));
      party_meet (party);
      for (guint who = 0; who < 3; who++)
        assert_turns (party, who, rota, PARTY_MONDAY, leaver == 1 ? "Cy" : "-Cy");
    }
}

/* Nobody else's word makes anybody out of a person: not a friend's, not the member's alone. */
static void
test_same_person_of_others (void)
{
  g_autoptr (Party) party = party_new (32, 3);
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 nonna[FAR_RECORD_ID_LEN];
  guint8 turn[FAR_RECORD_ID_LEN];

  note_nonna (party, rota, nonna, turn);
  party_meet (party);
  say_same (party, 2, nonna, 2, TRUE, FALSE);

  far_map_bytes (&map, FAR_PERSON_ID, nonna, FAR_RECORD_ID_LEN);
  far_map_array (&map, FAR_PERSON_SAME, 1);
  far_cbor_put_bytes (payload, party->members[2].me.member, FAR_RECORD_ID_LEN);
  far_map_end (&map);
  party_write (party, 2, FAR_KIND_PERSON, 0, payload, NULL, 0);
  party_write (party, 0, FAR_KIND_PERSON, 1, payload, NULL, 0);
  party_meet (party);
  assert_turns (party, 1, rota, PARTY_MONDAY, "Nonna");
}

/* ---- telephone numbers */

static char *
read_phone (Party *party, guint who, const char *name)
{
  g_autoptr (GPtrArray) members = far_collective_members (party->members[who].store, NULL);

  return g_strdup (find_member (members, name)->phone);
}

static void
set_phone (Party *party, guint who, const guint8 *person, const char *phone)
{
  FarWriter writer = party_writer (party, who);

  party_assert_done (far_collective_set_phone (&writer, person, phone, error));
  party_meet (party);
}

static void
assert_phone (Party *party, const char *name, const char *expected)
{
  for (guint who = 0; who < party->n_members; who++)
    {
      g_autofree char *phone = read_phone (party, who, name);

      g_assert_cmpstr (phone, ==, expected);
    }
}

/* Anybody notes it, and whose it is has the last word. */
static void
test_phone (void)
{
  g_autoptr (Party) party = party_new (41, 3);
  const guint8 *bo = party->members[1].me.member;
  guint8 nonna[FAR_RECORD_ID_LEN];
  g_autofree char *long_one = g_strnfill (FAR_PHONE_MAX + 1, '6');
  FarWriter writer = party_writer (party, 0);
  gint64 n_entries;

  set_phone (party, 0, bo, "  06 12 34 56 78 ");
  assert_phone (party, "Bo", "06 12 34 56 78");
  set_phone (party, 2, bo, "0765432109");
  assert_phone (party, "Bo", "0765432109");
  set_phone (party, 1, bo, "+33 6 00 00 00 00 (le soir)");
  assert_phone (party, "Bo", "+33 6 00 00 00 00 (le soir)");
  set_phone (party, 0, bo, "06 12 34 56 78");
  assert_phone (party, "Bo", "+33 6 00 00 00 00 (le soir)");
  set_phone (party, 1, bo, "");
  assert_phone (party, "Bo", "");

  writer = party_writer (party, 0);
  party_assert_done (far_collective_add_person (&writer, "Nonna", nonna, error));
  party_meet (party);
  set_phone (party, 0, nonna, "04 76 00 00 00");
  assert_phone (party, "Nonna", "04 76 00 00 00");

  /* said twice it is written once, and what is no number not at all */
  writer = party_writer (party, 0);
  n_entries = far_store_get_n_entries (writer.store);
  party_assert_done (far_collective_set_phone (&writer, nonna, "04 76 00 00 00", error));
  party_assert_refused (far_collective_set_phone (&writer, nonna, "nobody", error),
                        FAR_COLLECTIVE_ERROR_PHONE_INVALID);
  party_assert_refused (far_collective_set_phone (&writer, nonna, "06\n07 08", error),
                        FAR_COLLECTIVE_ERROR_PHONE_INVALID);
  party_assert_refused (far_collective_set_phone (&writer, nonna, long_one, error),
                        FAR_COLLECTIVE_ERROR_PHONE_INVALID);
  party_assert_refused (far_collective_set_phone (&writer, (const guint8[16]){ 7 }, "112", error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  g_assert_cmpint (far_store_get_n_entries (writer.store), ==, n_entries);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/far/collective/same-person", test_same_person);
  g_test_add_func ("/far/collective/same-person-leaves", test_same_person_leaves);
  g_test_add_func ("/far/collective/same-person-of-others", test_same_person_of_others);
  g_test_add_func ("/far/collective/founds", test_founds);
  g_test_add_func ("/far/collective/founds-nothing", test_founds_nothing);
  g_test_add_func ("/far/collective/tidies", test_tidies);
  g_test_add_func ("/far/collective/members", test_members);
  g_test_add_func ("/far/collective/first-words", test_first_words);
  g_test_add_func ("/far/collective/persons", test_persons);
  g_test_add_func ("/far/collective/forged-promise", test_forged_promise);
  g_test_add_func ("/far/collective/own-name", test_own_name);
  g_test_add_func ("/far/collective/lines", test_lines);
  g_test_add_func ("/far/collective/bad-lines", test_bad_lines);
  g_test_add_func ("/far/collective/side-by-side", test_side_by_side);
  g_test_add_func ("/far/collective/bad-rotas", test_bad_rotas);
  g_test_add_func ("/far/collective/publishing", test_publishing);
  g_test_add_func ("/far/collective/taking", test_taking);
  g_test_add_func ("/far/collective/last-place", test_last_place);
  g_test_add_func ("/far/collective/changes", test_changes);
  g_test_add_func ("/far/collective/over", test_over);
  g_test_add_func ("/far/collective/cancelling", test_cancelling);
  g_test_add_func ("/far/collective/cancelling-without-right", test_cancelling_without_right);
  g_test_add_func ("/far/collective/plan", test_plan);
  g_test_add_func ("/far/collective/finding", test_finding);
  g_test_add_func ("/far/collective/week", test_week);
  g_test_add_func ("/far/collective/reach", test_reach);
  g_test_add_func ("/far/collective/hand-over", test_hand_over);
  g_test_add_func ("/far/collective/erased", test_erased);
  g_test_add_func ("/far/collective/retention", test_retention);
  g_test_add_func ("/far/collective/retention-both", test_retention_both);
  g_test_add_func ("/far/collective/retention-rule", test_retention_rule);
  g_test_add_func ("/far/collective/retention-rights", test_retention_rights);
  g_test_add_func ("/far/collective/batches", test_batches);
  g_test_add_func ("/far/collective/stranger", test_stranger);
  g_test_add_func ("/far/collective/phone", test_phone);

  return g_test_run ();
}
