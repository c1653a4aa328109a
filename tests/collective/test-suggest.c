/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is written without the baton waits for its holder, and is answered in one step. */

#include <string.h>

#include "far-kind-schema.h"
#include "test-party.h"

#define TODAY PARTY_MONDAY

static GPtrArray *
read_suggestions (Party *party, guint who, gint32 today)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *suggestions = far_collective_suggestions (party->members[who].store, today, &error);

  g_assert_no_error (error);

  return suggestions;
}

/* How many wait, on everybody's machine. */
static void
assert_waiting (Party *party, guint n)
{
  for (guint who = 0; who < party->n_members; who++)
    {
      g_autoptr (GPtrArray) suggestions = read_suggestions (party, who, TODAY);

      g_assert_cmpuint (suggestions->len, ==, n);
    }
}

/* The newest on @who's machine is this. */
static void
find_newest (Party *party, guint who, FarSuggests what, const char *words, guint8 *out)
{
  g_autoptr (GPtrArray) suggestions = read_suggestions (party, who, TODAY);
  const FarSuggestionFacts *facts;

  g_assert_cmpuint (suggestions->len, >, 0);
  facts = suggestions->pdata[0];
  g_assert_cmpint (facts->what, ==, what);
  g_assert_cmpstr (facts->words, ==, words);
  memcpy (out, facts->entry, FAR_ID_LEN);
}

static void
publish (Party *party, guint who, const guint8 *rota)
{
  FarWriter writer = party_writer (party, who);

  party_assert_done (far_collective_publish_rota (&writer, rota, error));
}

static void
cancel (Party *party, guint who, const guint8 *rota, gint32 day, const char *why)
{
  FarWriter writer = party_writer (party, who);

  party_assert_done (far_collective_cancel_outing (&writer, rota, day, why, error));
}

static void
answer (Party *party, guint who, const guint8 *entry, gboolean adopt)
{
  FarWriter writer = party_writer (party, who);

  party_assert_done (far_collective_answer_suggestion (&writer, entry, adopt, error));
}

static gboolean
is_published (Party *party, guint who, const guint8 *rota)
{
  g_autoptr (GPtrArray) rotas = far_collective_rotas (party->members[who].store, NULL);

  for (guint i = 0; i < rotas->len; i++)
    {
      const FarRotaFacts *facts = rotas->pdata[i];

      if (memcmp (facts->id, rota, FAR_RECORD_ID_LEN) == 0)
        return facts->is_published;
    }

  g_assert_not_reached ();
}

static gboolean
is_cancelled (Party *party, guint who, const guint8 *rota, gint32 day, const char *why)
{
  g_autoptr (FarOutingFacts) outing = party_outing (party, who, rota, day);

  g_assert_cmpstr (outing->why, ==, why);

  return outing->verdict.reason == FAR_VERDICT_REASON_CANCELLED;
}

/* ---- without the baton */

static void
test_adopts (void)
{
  g_autoptr (Party) party = party_new (1, 3);
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 entry[FAR_ID_LEN];
  FarWriter writer;
  gint64 n_entries;

  party_add_rota (party, 2, "Andata", 3, rota);
  party_meet (party);
  assert_waiting (party, 0);

  publish (party, 1, rota);
  g_assert_false (is_published (party, 1, rota));
  n_entries = far_store_get_n_entries (party->members[1].store);
  publish (party, 1, rota); /* nobody is asked twice */
  g_assert_cmpint (far_store_get_n_entries (party->members[1].store), ==, n_entries);
  party_meet (party);
  assert_waiting (party, 1);

  find_newest (party, 0, FAR_SUGGESTS_PUBLISHING, "", entry);
  writer = party_writer (party, 2);
  party_assert_refused (far_collective_answer_suggestion (&writer, entry, TRUE, error),
                        FAR_COLLECTIVE_ERROR_NOT_THE_HOLDER);
  party_assert_refused (far_collective_answer_suggestion (&writer, writer.me->device, TRUE, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  answer (party, 0, entry, TRUE);
  party_meet (party);
  assert_waiting (party, 0);
  for (guint who = 0; who < 3; who++)
    g_assert_true (is_published (party, who, rota));

  writer = party_writer (party, 0);
  party_assert_refused (far_collective_answer_suggestion (&writer, entry, TRUE, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  writer = party_writer (party, 1);
  party_assert_refused (far_collective_publish_rota (&writer, rota, error),
                        FAR_COLLECTIVE_ERROR_ALREADY_PUBLISHED);
}

static void
test_declines (void)
{
  g_autoptr (Party) party = party_new (2, 3);
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 entry[FAR_ID_LEN];

  party_add_rota (party, 1, "Andata", 3, rota);
  publish (party, 1, rota);
  party_meet (party);
  find_newest (party, 0, FAR_SUGGESTS_PUBLISHING, "", entry);
  answer (party, 0, entry, FALSE);
  party_meet (party);
  assert_waiting (party, 0);
  g_assert_false (is_published (party, 2, rota));

  /* it is still its author's draft, and may be suggested again */
  publish (party, 1, rota);
  party_meet (party);
  assert_waiting (party, 1);
  publish (party, 0, rota); /* which answers too */
  party_meet (party);
  assert_waiting (party, 0);
  g_assert_true (is_published (party, 1, rota));
}

static void
test_cancels (void)
{
  g_autoptr (Party) party = party_new (3, 3);
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 entry[FAR_ID_LEN];
  FarWriter writer;

  party_add_rota (party, 0, "Andata", 3, rota);
  publish (party, 0, rota);
  party_meet (party);

  cancel (party, 1, rota, TODAY, "Neve");
  party_meet (party);
  writer = party_writer (party, 2);
  cancel (party, 2, rota, TODAY + 1, "Sciopero");
  party_meet (party);
  assert_waiting (party, 2);
  g_assert_false (is_cancelled (party, 0, rota, TODAY, ""));

  find_newest (party, 0, FAR_SUGGESTS_CANCELLING, "Sciopero", entry);
  answer (party, 0, entry, TRUE);
  find_newest (party, 0, FAR_SUGGESTS_CANCELLING, "Neve", entry);
  answer (party, 0, entry, FALSE);
  party_meet (party);
  assert_waiting (party, 0);
  for (guint who = 0; who < 3; who++)
    {
      g_assert_false (is_cancelled (party, who, rota, TODAY, ""));
      g_assert_true (is_cancelled (party, who, rota, TODAY + 1, "Sciopero"));
    }
  party_assert_refused (far_collective_cancel_outing (&writer, rota, TODAY + 1, "x", error),
                        FAR_COLLECTIVE_ERROR_CANCELLED);
}

/* What is over waits for nobody. */
static void
test_over (void)
{
  g_autoptr (Party) party = party_new (4, 2);
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 draft[FAR_RECORD_ID_LEN];
  g_autoptr (GPtrArray) next_day = NULL;
  g_autoptr (GPtrArray) next_year = NULL;

  party_add_rota (party, 0, "Andata", 3, rota);
  publish (party, 0, rota);
  party_add_rota (party, 1, "Ritorno", 3, draft);
  party_meet (party);
  cancel (party, 1, rota, TODAY, "Neve");
  publish (party, 1, draft);
  party_meet (party);
  assert_waiting (party, 2);

  next_day = read_suggestions (party, 0, TODAY + 1);
  g_assert_cmpuint (next_day->len, ==, 1);
  next_year = read_suggestions (party, 0, TODAY + 365);
  g_assert_cmpuint (next_year->len, ==, 0);
}

/* ---- what else is written beside the right */

static void
rename_rota (Party *party, guint who, const guint8 *rota, const char *title)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  g_autoptr (GPtrArray) rotas = far_collective_rotas (party->members[who].store, NULL);

  g_assert_cmpuint (rotas->len, ==, 1);
  far_map_bytes (&map, FAR_ROTA_ID, rota, FAR_RECORD_ID_LEN);
  far_map_text (&map, FAR_ROTA_TITLE, title);
  far_map_int (&map, FAR_ROTA_MIN, 1);
  far_map_end (&map);
  party_write (party, who, FAR_KIND_ROTA, 0, payload, NULL, 0);
}

static void
assert_rota (Party *party, const char *title, guint n_min, guint n_max)
{
  for (guint who = 0; who < party->n_members; who++)
    {
      g_autoptr (GPtrArray) rotas = far_collective_rotas (party->members[who].store, NULL);
      const FarRotaFacts *facts = rotas->pdata[0];

      g_assert_cmpstr (facts->title, ==, title);
      g_assert_cmpuint (facts->n_min, ==, n_min);
      g_assert_cmpuint (facts->n_max, ==, n_max);
      g_assert_true (facts->is_published);
    }
}

static void
test_changes (void)
{
  g_autoptr (Party) party = party_new (5, 3);
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 entry[FAR_ID_LEN];

  party_add_rota (party, 1, "Andata", 3, rota);
  party_meet (party);
  rename_rota (party, 2, rota, "Gita");
  party_meet (party);
  assert_waiting (party, 0); /* a draft is its author's */
  publish (party, 0, rota);
  party_meet (party);
  assert_waiting (party, 0); /* it was seen, and replaced with the rest */

  rename_rota (party, 2, rota, "Mattina");
  party_meet (party);
  assert_waiting (party, 1);
  find_newest (party, 0, FAR_SUGGESTS_CHANGE, "Mattina", entry);
  answer (party, 0, entry, FALSE);
  party_meet (party);
  assert_waiting (party, 0);
  assert_rota (party, "Andata", 2, 3);

  rename_rota (party, 2, rota, "Mattina");
  party_meet (party);
  find_newest (party, 0, FAR_SUGGESTS_CHANGE, "Mattina", entry);
  answer (party, 0, entry, TRUE);
  party_meet (party);
  assert_waiting (party, 0);
  assert_rota (party, "Mattina", 1, 3);
}

static void
delete_rota (Party *party, guint who, const guint8 *rota)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);

  far_map_bytes (&map, FAR_ROTA_ID, rota, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_ROTA_MIN, 1);
  far_map_int (&map, FAR_ROTA_STATE, 0);
  far_map_int (&map, FAR_ROTA_GONE, 1);
  far_map_end (&map);
  party_write (party, who, FAR_KIND_ROTA, 0, payload, NULL, 0);
}

static void
test_deletes (void)
{
  g_autoptr (Party) party = party_new (5, 3);
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 entry[FAR_ID_LEN];

  party_add_rota (party, 1, "Andata", 3, rota);
  party_meet (party);
  publish (party, 0, rota);
  party_meet (party);

  delete_rota (party, 2, rota);
  party_meet (party);
  assert_waiting (party, 1);
  find_newest (party, 0, FAR_SUGGESTS_DELETING, "", entry);
  answer (party, 0, entry, FALSE);
  party_meet (party);
  assert_waiting (party, 0);
  assert_rota (party, "Andata", 2, 3);

  delete_rota (party, 2, rota);
  party_meet (party);
  find_newest (party, 0, FAR_SUGGESTS_DELETING, "", entry);
  answer (party, 0, entry, TRUE);
  party_meet (party);
  assert_waiting (party, 0);
  for (guint who = 0; who < party->n_members; who++)
    {
      g_autoptr (GPtrArray) rotas = far_collective_rotas (party->members[who].store, NULL);

      g_assert_cmpuint (rotas->len, ==, 0);
    }
}

/* ---- values side by side */

/* The last entry of @whose, as @who's machine numbers it. */
static FarPos
find_last (Party *party, guint who, guint whose)
{
  FarStore *store = party->members[who].store;
  guint32 log = far_store_find_log (store, party->members[whose].me.device);

  return (FarPos){ log, far_store_peek_log (store, log)->head_seq };
}

static GPtrArray *
read_conflicts (Party *party, guint who)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *conflicts = far_collective_conflicts (party->members[who].store, TODAY, &error);

  g_assert_no_error (error);

  return conflicts;
}

/* On everybody's machine there is this one, with the values @texts, the shown one first. */
static void
assert_conflict (Party *party, FarDiffers what, const char *title, const char *const *texts)
{
  for (guint who = 0; who < party->n_members; who++)
    {
      g_autoptr (GPtrArray) conflicts = read_conflicts (party, who);
      const FarConflictFacts *facts;

      g_assert_cmpuint (conflicts->len, ==, 1);
      facts = conflicts->pdata[0];
      g_assert_cmpint (facts->what, ==, what);
      g_assert_cmpstr (facts->title, ==, title);
      g_assert_cmpuint (facts->values->len, ==, g_strv_length ((GStrv)texts));
      for (guint i = 0; i < facts->values->len; i++)
        g_assert_cmpstr (((const FarDifferingValue *)facts->values->pdata[i])->text, ==, texts[i]);
    }
}

static void
assert_no_conflict (Party *party)
{
  for (guint who = 0; who < party->n_members; who++)
    {
      g_autoptr (GPtrArray) conflicts = read_conflicts (party, who);

      g_assert_cmpuint (conflicts->len, ==, 0);
    }
}

/* The entry of the value at place @i of the only conflict. */
static void
find_value (Party *party, guint i, guint8 *out)
{
  g_autoptr (GPtrArray) conflicts = read_conflicts (party, 0);
  const FarConflictFacts *facts = conflicts->pdata[0];

  memcpy (out, ((const FarDifferingValue *)facts->values->pdata[i])->entry, FAR_ID_LEN);
}

/* Under the baton's term, having seen the last entry of @seen. */
static void
title_rota (Party *party,
            guint who,
            guint32 term,
            const guint8 *rota,
            const char *title,
            guint seen)
{
  FarPos ref = find_last (party, who, seen);
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);

  far_map_bytes (&map, FAR_ROTA_ID, rota, FAR_RECORD_ID_LEN);
  far_map_text (&map, FAR_ROTA_TITLE, title);
  far_map_end (&map);
  party_write (party, who, FAR_KIND_ROTA, term, payload, &ref, who != seen);
}

/* Holder and deputy at the same time: one is shown, by whoever decides that is chosen. */
static void
test_side_by_side (void)
{
  static const char *const titles[] = { "Gita", "Mattina", NULL };
  g_autoptr (Party) party = party_new (8, 3);
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 value[FAR_ID_LEN];
  FarWriter writer = party_writer (party, 0);

  party_assert_done (
      far_collective_keep_baton (&writer, 0, party->members[1].me.member, TODAY, error));
  party_add_rota (party, 0, "Andata", 3, rota);
  publish (party, 0, rota);
  party_meet (party);
  title_rota (party, 1, 2, rota, "Mattina", 0);
  title_rota (party, 0, 2, rota, "Gita", 0);
  title_rota (party, 2, 0, rota, "Cammino", 0); /* who only suggests is elsewhere */
  assert_no_conflict (party);
  party_meet (party);
  assert_conflict (party, FAR_DIFFERS_TITLE, "Gita", titles);
  assert_waiting (party, 1);

  find_value (party, 1, value);
  writer = party_writer (party, 2);
  party_assert_refused (far_collective_choose (&writer, value, error),
                        FAR_COLLECTIVE_ERROR_CHOICE_OF_HOLDER);
  party_assert_refused (far_collective_choose (&writer, writer.me->device, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  party_meet (party);
  assert_conflict (party, FAR_DIFFERS_TITLE, "Gita", titles);

  writer = party_writer (party, 1);
  party_assert_done (far_collective_choose (&writer, value, error));
  party_meet (party);
  assert_no_conflict (party);
  for (guint who = 0; who < 3; who++)
    {
      g_autoptr (GPtrArray) rotas = far_collective_rotas (party->members[who].store, NULL);

      g_assert_cmpstr (((const FarRotaFacts *)rotas->pdata[0])->title, ==, "Mattina");
    }
  party_assert_refused (far_collective_choose (&writer, value, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
}

/* ---- its author, once it is published */

#define DAYS_OUT 3

/* Member 1 rewrites everything that member 0 left out, having seen member 0's last word or not, and
 * deletes the rota if that is asked. */
static void
rewrite_rota (Party *party,
              const guint8 *rota,
              const guint8 *line,
              gboolean knows,
              gboolean is_gone)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarPos seen = find_last (party, 1, 0);

  far_map_bytes (&map, FAR_ROTA_ID, rota, FAR_RECORD_ID_LEN);
  far_map_bytes (&map, FAR_ROTA_LINE, line, FAR_RECORD_ID_LEN);
  far_map_array (&map, FAR_ROTA_ADDED, 1);
  far_cbor_put_int (payload, TODAY + 5);
  far_map_array (&map, FAR_ROTA_DROPPED, DAYS_OUT);
  for (gint32 i = 0; i < DAYS_OUT; i++)
    far_cbor_put_int (payload, TODAY + i);
  if (is_gone)
    far_map_int (&map, FAR_ROTA_GONE, 1);
  far_map_end (&map);
  party_write (party, 1, FAR_KIND_ROTA, 0, payload, &seen, knows);
}

static void
add_line (Party *party, guint who, guint8 *out)
{
  g_autoptr (GPtrArray) stops = g_ptr_array_new ();
  FarStopDraft stop = { .name = (char *)"Forno", .time_out = 480, .time_back = -1 };
  FarLineDraft draft = { .name = (char *)"Linea", .school = (char *)"", .stops = stops };
  FarWriter writer = party_writer (party, who);

  g_ptr_array_add (stops, &stop);
  party_assert_done (far_collective_import_line (&writer, &draft, out, NULL, error));
}

/* On everybody's machine: with a line, a day added and days dropped, or with nothing of it. */
static void
assert_rewritten (Party *party, gboolean is_so)
{
  for (guint who = 0; who < party->n_members; who++)
    {
      g_autoptr (GPtrArray) rotas = far_collective_rotas (party->members[who].store, NULL);
      const FarRotaFacts *facts;

      g_assert_cmpuint (rotas->len, ==, 1);
      facts = rotas->pdata[0];
      g_assert_cmpint (facts->has_line, ==, is_so);
      g_assert_cmpuint (facts->rule.n_added, ==, is_so ? 1 : 0);
      g_assert_cmpuint (facts->rule.n_dropped, ==, is_so ? DAYS_OUT : 0);
    }
}

static void
assert_alike (Party *party)
{
  guint8 first[2 * FAR_HASH_LEN];

  party_digests (party->members[0].store, first);
  for (guint who = 1; who < party->n_members; who++)
    {
      guint8 digests[2 * FAR_HASH_LEN];

      party_digests (party->members[who].store, digests);
      g_assert_cmpmem (digests, sizeof digests, first, sizeof first);
    }
}

static void
write_state (Party *party, guint who, guint32 term, const guint8 *rota, gboolean is_published)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarPos seen = find_last (party, who, 1);

  far_map_bytes (&map, FAR_ROTA_ID, rota, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_ROTA_STATE, is_published);
  far_map_end (&map);
  party_write (party, who, FAR_KIND_ROTA, term, payload, &seen, 1);
}

/* Of what was published without a line, without exceptions, and of course without being gone, the
 * author says nothing any more, whether they had heard that it was published or not. */
static void
test_author (void)
{
  for (guint i = 0; i < 4; i++)
    {
      gboolean knows = i & 1;
      gboolean is_gone = i >> 1;
      g_autoptr (Party) party = party_new (9, 3);
      guint8 rota[FAR_RECORD_ID_LEN];
      guint8 line[FAR_RECORD_ID_LEN];
      guint8 entry[FAR_ID_LEN];
      FarSuggests what = is_gone ? FAR_SUGGESTS_DELETING : FAR_SUGGESTS_CHANGE;

      add_line (party, 1, line);
      party_add_rota (party, 1, "Andata", 3, rota);
      party_meet (party);
      publish (party, 0, rota);
      if (knows)
        party_meet (party);

      rewrite_rota (party, rota, line, knows, is_gone);
      party_meet (party);
      assert_rota (party, "Andata", 2, 3);
      assert_rewritten (party, FALSE);
      assert_no_conflict (party);
      assert_waiting (party, 1);

      find_newest (party, 0, what, "", entry);
      answer (party, 0, entry, FALSE);
      party_meet (party);
      assert_waiting (party, 0);
      assert_rewritten (party, FALSE);

      rewrite_rota (party, rota, line, TRUE, FALSE);
      party_meet (party);
      find_newest (party, 0, FAR_SUGGESTS_CHANGE, "", entry);
      answer (party, 0, entry, TRUE);
      party_meet (party);
      assert_waiting (party, 0);
      assert_rota (party, "Andata", 2, 3);
      assert_rewritten (party, TRUE);
      assert_alike (party);
    }
}

/* What anybody suggests of a line or of exceptions is not shown as if it were so. */
static void
test_stranger_to_draft (void)
{
  g_autoptr (Party) party = party_new (10, 3);
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 line[FAR_RECORD_ID_LEN];

  add_line (party, 1, line);
  party_add_rota (party, 2, "Andata", 3, rota);
  party_meet (party);
  rewrite_rota (party, rota, line, FALSE, FALSE);
  party_meet (party);
  assert_rewritten (party, FALSE);
}

/* A rota that is a draft again is its author's again. */
static void
test_withdraws (void)
{
  g_autoptr (Party) party = party_new (11, 3);
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 line[FAR_RECORD_ID_LEN];

  add_line (party, 1, line);
  party_add_rota (party, 1, "Andata", 3, rota);
  party_meet (party);
  publish (party, 0, rota);
  write_state (party, 0, 1, rota, FALSE);
  party_meet (party);
  g_assert_false (is_published (party, 2, rota));

  rewrite_rota (party, rota, line, TRUE, FALSE);
  party_meet (party);
  assert_rewritten (party, TRUE);
  title_rota (party, 1, 0, rota, "Mattina", 0);
  party_meet (party);
  publish (party, 0, rota);
  party_meet (party);
  assert_rota (party, "Mattina", 2, 3);
  assert_rewritten (party, TRUE);
  assert_waiting (party, 0);

  /* and the publisher's again */
  title_rota (party, 1, 0, rota, "Gita", 0);
  party_meet (party);
  assert_rota (party, "Mattina", 2, 3);
  assert_waiting (party, 1);
  assert_alike (party);
}

/* ---- a holder who returns */

static void
pass (Party *party, guint from, guint to)
{
  FarWriter writer = party_writer (party, from);

  party_assert_done (
      far_collective_pass_baton (&writer, party->members[to].me.member, 0, TODAY, error));
  party_tell (party, from, to);
  writer = party_writer (party, to);
  party_assert_done (far_collective_accept_baton (&writer, NULL, TODAY, error));
}

static void
rename_collective (Party *party, guint who, guint32 term, const char *name)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);

  far_map_text (&map, FAR_COLLECTIVE_NAME, name);
  far_map_end (&map);
  party_write (party, who, FAR_KIND_COLLECTIVE, term, payload, NULL, 0);
}

/* Ada offers the baton and leaves for weeks; what she does meanwhile under her old term is all
 * there when she is back, as suggestions, and nothing counts until Bo says so. */
static void
test_returns (void)
{
  g_autoptr (Party) party = party_new (6, 3);
  guint8 rotas[3][FAR_RECORD_ID_LEN];
  guint8 entry[FAR_ID_LEN];
  g_autoptr (FarCollectiveFacts) facts = NULL;

  party_add_rota (party, 0, "Andata", 3, rotas[0]);
  publish (party, 0, rotas[0]);
  party_add_rota (party, 2, "Ritorno", 3, rotas[1]);
  party_meet (party);

  pass (party, 0, 1); /* of which she does not hear */
  publish (party, 0, rotas[1]);
  cancel (party, 0, rotas[0], TODAY + 7, "Neve");
  party_add_rota (party, 0, "Nuoto", 3, rotas[2]);
  publish (party, 0, rotas[2]);
  rename_collective (party, 0, 1, "Linea Rossa");
  g_assert_true (is_published (party, 0, rotas[1]));
  party_tell (party, 1, 2);
  cancel (party, 1, rotas[0], TODAY + 8, "Sciopero");

  party_meet (party);
  party_meet (party);
  assert_waiting (party, 4);
  for (guint who = 0; who < 3; who++)
    {
      g_assert_true (is_published (party, who, rotas[0]));
      g_assert_false (is_published (party, who, rotas[1]));
      g_assert_false (is_published (party, who, rotas[2]));
      g_assert_false (is_cancelled (party, who, rotas[0], TODAY + 7, ""));
      g_assert_true (is_cancelled (party, who, rotas[0], TODAY + 8, "Sciopero"));
    }

  find_newest (party, 1, FAR_SUGGESTS_NAME, "Linea Rossa", entry);
  answer (party, 1, entry, TRUE);
  find_newest (party, 1, FAR_SUGGESTS_PUBLISHING, "Nuoto", entry);
  answer (party, 1, entry, TRUE);
  find_newest (party, 1, FAR_SUGGESTS_CANCELLING, "Neve", entry);
  answer (party, 1, entry, TRUE);
  find_newest (party, 1, FAR_SUGGESTS_PUBLISHING, "Ritorno", entry);
  answer (party, 1, entry, FALSE);
  party_meet (party);
  assert_waiting (party, 0);
  for (guint who = 0; who < 3; who++)
    {
      g_assert_false (is_published (party, who, rotas[1]));
      g_assert_true (is_published (party, who, rotas[2]));
      g_assert_true (is_cancelled (party, who, rotas[0], TODAY + 7, "Neve"));
    }
  facts = far_collective_read (party->members[2].store, NULL);
  g_assert_cmpstr (facts->name, ==, "Linea Rossa");
}

/* Who writes without end is shown a few times. */
static void
test_floods (void)
{
  g_autoptr (Party) party = party_new (7, 2);
  guint8 rota[FAR_RECORD_ID_LEN];

  party_add_rota (party, 0, "Andata", 3, rota);
  publish (party, 0, rota);
  party_meet (party);
  for (gint32 day = 0; day < FAR_SHOWN_SUGGESTIONS_MAX + 5; day++)
    cancel (party, 1, rota, TODAY + day, "Neve");
  party_meet (party);
  assert_waiting (party, FAR_SHOWN_SUGGESTIONS_MAX);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/far/suggest/adopts", test_adopts);
  g_test_add_func ("/far/suggest/declines", test_declines);
  g_test_add_func ("/far/suggest/cancels", test_cancels);
  g_test_add_func ("/far/suggest/over", test_over);
  g_test_add_func ("/far/suggest/changes", test_changes);
  g_test_add_func ("/far/suggest/deletes", test_deletes);
  g_test_add_func ("/far/suggest/side-by-side", test_side_by_side);
  g_test_add_func ("/far/suggest/author", test_author);
  g_test_add_func ("/far/suggest/stranger-to-draft", test_stranger_to_draft);
  g_test_add_func ("/far/suggest/withdraws", test_withdraws);
  g_test_add_func ("/far/suggest/returns", test_returns);
  g_test_add_func ("/far/suggest/floods", test_floods);

  return g_test_run ();
}
