/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a household gave and received: who can read it, who cannot, and what two machines of one
 * make of it. */

#include <string.h>

#include "far-collective-help.h"
#include "far-collective-hours.h"
#include "far-kind-schema.h"
#include "test-party.h"

#define TODAY PARTY_MONDAY
#define N_ORDERS 200

enum
{
  ADA, /* holds the baton */
  BO,
  CY,
  DI,
};

static Party *
begin (guint32 seed)
{
  Party *self = party_new (seed, 4);

  party_agree (self, FAR_RULE_HOURS, 1);
  party_meet (self);

  return self;
}

static FarHoursLine
make_line (guint minutes, const char *what)
{
  FarHoursLine line = { .day = TODAY, .minutes = minutes };

  g_strlcpy (line.what, what, sizeof line.what);

  return line;
}

static void
note (Party *self, guint who, guint minutes, const char *what, guint8 *out)
{
  FarWriter writer = party_writer (self, who);
  FarHoursLine line = make_line (minutes, what);
  guint8 id[FAR_RECORD_ID_LEN];

  party_assert_done (far_collective_add_hours (&writer, &line, out != NULL ? out : id, error));
}

/* What erases comes after what it erases was noted. */
static void
change (Party *self, guint who, const guint8 *id, guint minutes, const char *what)
{
  FarWriter writer = party_writer (self, who);
  FarHoursLine line = make_line (minutes, what);

  party_harvest (self);
  party_assert_done (far_collective_change_hours (&writer, id, &line, error));
}

static void
take_off (Party *self, guint who, const guint8 *id)
{
  FarWriter writer = party_writer (self, who);

  party_harvest (self);
  party_assert_done (far_collective_remove_hours (&writer, id, error));
}

static void
share (Party *self, guint who, guint with, gboolean is_shared)
{
  FarWriter writer = party_writer (self, who);

  party_assert_done (
      far_collective_share_hours (&writer, self->members[with].me.member, is_shared, error));
}

static gboolean
keep (Party *self, guint who)
{
  FarWriter writer = party_writer (self, who);
  gboolean is_written;

  party_harvest (self);
  party_assert_done (far_collective_keep_hours (&writer, &is_written, error));

  return is_written;
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static char *
tell_line (const FarHoursFacts *facts)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%u %s", facts->line.minutes, facts->line.what);
  for (guint i = 0; i < facts->others->len; i++)
    {
      const FarHoursLine *other = &g_array_index (facts->others, FarHoursLine, i);

      g_string_append_printf (text, " or %u %s", other->minutes, other->what);
    }

  return g_string_free (text, FALSE);
}

/* All that this machine can read, and how many lines of its own it cannot. */
static char *
tell (FarStore *store, const FarIdentity *me)
{
  g_autoptr (GPtrArray) hours =
                 far_collective_hours (store, me, FAR_DAY_MIN, FAR_PAYLOAD_DAY_MAX, NULL);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_auto (FarHoursAccount) account = { 0 };
  g_autofree char *joined = NULL;

  g_assert_nonnull (hours);
  for (guint i = 0; i < hours->len; i++)
    g_ptr_array_add (lines, tell_line (hours->pdata[i]));
  g_ptr_array_sort (lines, compare_texts);
  g_ptr_array_add (lines, NULL);
  joined = g_strjoinv ("; ", (char **)lines->pdata);
  g_assert_true (far_collective_hours_account (store, me, &account, NULL));

  return account.n_sealed > 0 ? g_strdup_printf ("%s (%u sealed)", joined, account.n_sealed)
                              : g_steal_pointer (&joined);
}

static void
assert_reads (Party *self, guint who, const char *expected)
{
  const PartyMember *member = &self->members[who];
  g_autofree char *told = tell (member->store, &member->me);
  g_autofree char *anew = NULL;

  g_assert_cmpstr (told, ==, expected);
  /* as if nothing of it had been read before */
  far_store_take_memo (member->store, NULL, NULL);
  anew = tell (member->store, &member->me);
  g_assert_cmpstr (anew, ==, expected);
}

/* Bodies whose bytes are held. */
static guint
count_bodies (Party *self, guint who)
{
  FarStore *store = self->members[who].store;
  guint n = 0;

  for (guint32 log = 1; log <= far_store_get_n_logs (store); log++)
    for (guint32 seq = 1; seq <= far_store_peek_log (store, log)->head_seq; seq++)
      {
        FarPayload payload;
        FarRow row;

        if (!far_store_read_pos (store, (FarPos){ log, seq }, &row, NULL))
          continue;
        n += row.kind == FAR_KIND_HOURS && far_row_parse (&row, &payload) &&
             far_payload_has (&payload, FAR_HOURS_BODY);
      }

  return n;
}

/* ---- who reads it */

static void
test_private (void)
{
  g_autoptr (Party) self = begin (1);

  note (self, ADA, 90, "soup", NULL);
  note (self, BO, 30, "fence", NULL);
  party_meet (self);
  assert_reads (self, ADA, "90 soup");
  assert_reads (self, BO, "30 fence");
  assert_reads (self, CY, "");
  g_assert_cmpuint (count_bodies (self, CY), ==, 2);
}

/* Not what others hold, whatever they are to each other. */
static void
test_shared (void)
{
  g_autoptr (Party) self = begin (2);
  guint8 id[FAR_RECORD_ID_LEN];
  g_auto (FarHoursAccount) account = { 0 };

  note (self, ADA, 90, "soup", id);
  share (self, ADA, BO, TRUE);
  party_meet (self);
  /* what was written before is sealed to Bo by Ada's machine, and by nobody else's */
  assert_reads (self, BO, "");
  g_assert_false (keep (self, BO));
  g_assert_true (keep (self, ADA));
  g_assert_false (keep (self, ADA));
  party_meet (self);
  assert_reads (self, BO, "90 soup");
  assert_reads (self, ADA, "90 soup");
  assert_reads (self, CY, "");
  /* what it was sealed in first is there no more */
  g_assert_cmpuint (count_bodies (self, CY), ==, 1);

  /* to read is not to write */
  {
    FarWriter writer = party_writer (self, BO);
    FarHoursLine line = make_line (5, "mine");

    party_assert_refused (far_collective_change_hours (&writer, id, &line, error),
                          FAR_COLLECTIVE_ERROR_HOURS_NOT_YOURS);
    party_assert_refused (far_collective_remove_hours (&writer, id, error),
                          FAR_COLLECTIVE_ERROR_HOURS_NOT_YOURS);
  }

  share (self, ADA, BO, FALSE);
  note (self, ADA, 15, "stamps", NULL);
  change (self, ADA, id, 91, "soup");
  party_meet (self);
  g_assert_false (keep (self, ADA));
  assert_reads (self, BO, "");
  assert_reads (self, ADA, "15 stamps; 91 soup");
  g_assert_true (far_collective_hours_account (self->members[BO].store, &self->members[BO].me,
                                               &account, NULL));
  g_assert_cmpuint (account.sharing->len, ==, 0);
  /* even if they would look: it is not sealed to them */
  share (self, ADA, CY, TRUE);
  keep (self, ADA);
  party_meet (self);
  assert_reads (self, CY, "15 stamps; 91 soup");
  {
    const PartyMember *bo = &self->members[BO];
    guint n = 0;

    for (guint32 log = 1; log <= far_store_get_n_logs (bo->store); log++)
      for (guint32 seq = 1; seq <= far_store_peek_log (bo->store, log)->head_seq; seq++)
        {
          FarPayload payload;
          FarRow row;

          if (far_store_read_pos (bo->store, (FarPos){ log, seq }, &row, NULL) &&
              row.kind == FAR_KIND_HOURS && far_row_parse (&row, &payload))
            n += far_hours_is_for (&payload, bo->me.device);
        }
    g_assert_cmpuint (n, ==, 0);
  }
}

static void
test_new_machine (void)
{
  g_autoptr (Party) self = begin (3);
  guint8 id[FAR_RECORD_ID_LEN];
  guint again;

  note (self, ADA, 90, "soup", id);
  note (self, ADA, 15, "stamps", NULL);
  again = party_add_device (self, ADA);
  party_meet (self);
  assert_reads (self, again, " (2 sealed)");
  g_assert_false (keep (self, again));
  g_assert_true (keep (self, ADA));
  g_assert_false (keep (self, ADA));
  party_meet (self);
  g_assert_false (keep (self, again));
  assert_reads (self, again, "15 stamps; 90 soup");
  change (self, again, id, 80, "soup");
  note (self, again, 20, "bread", NULL);
  party_meet (self);
  assert_reads (self, ADA, "15 stamps; 20 bread; 80 soup");
  assert_reads (self, again, "15 stamps; 20 bread; 80 soup");
  assert_reads (self, BO, "");
}

/* No more at once than one look writes. */
static void
test_many (void)
{
  g_autoptr (Party) self = begin (4);
  g_autofree char *sealed = NULL;
  guint again;

  for (guint i = 0; i < FAR_HOURS_WRITTEN_MAX + 6; i++)
    note (self, ADA, i + 1, "a walk", NULL);
  again = party_add_device (self, ADA);
  g_assert_true (keep (self, ADA));
  party_meet (self);
  sealed = tell (self->members[again].store, &self->members[again].me);
  g_assert_true (g_str_has_suffix (sealed, "(6 sealed)"));
  g_assert_true (keep (self, ADA));
  g_assert_false (keep (self, ADA));
  party_meet (self);
  g_clear_pointer (&sealed, g_free);
  sealed = tell (self->members[again].store, &self->members[again].me);
  g_assert_false (g_str_has_suffix (sealed, "sealed)"));
  g_assert_cmpuint (count_bodies (self, BO), ==, FAR_HOURS_WRITTEN_MAX + 6);
}

/* A machine that is lost is sealed to no more. */
static void
test_closed_machine (void)
{
  g_autoptr (Party) self = begin (5);
  guint again = party_add_device (self, ADA);
  FarApproval approval;
  FarWriter writer;

  party_meet (self);
  writer = party_writer (self, ADA);
  party_assert_done (
      far_collective_revoke_device (&writer, self->members[again].me.device, &approval, error));
  note (self, ADA, 90, "soup", NULL);
  party_tell (self, ADA, again);
  assert_reads (self, ADA, "90 soup");
  {
    const PartyMember *lost = &self->members[again];
    g_autofree char *told = tell (lost->store, &lost->me);

    g_assert_null (strstr (told, "soup"));
  }
}

/* ---- two machines that do not know of each other */

static void
test_side_by_side (void)
{
  g_autoptr (Party) self = begin (6);
  guint8 id[FAR_RECORD_ID_LEN];
  guint again = party_add_device (self, ADA);

  note (self, ADA, 90, "soup", id);
  party_meet (self);
  change (self, ADA, id, 80, "soup");
  change (self, again, id, 70, "stew");
  party_meet (self);
  assert_reads (self, ADA, "70 stew or 80 soup");
  assert_reads (self, again, "70 stew or 80 soup");
  /* which of them holds is not for a machine to say */
  g_assert_false (keep (self, ADA));
  change (self, ADA, id, 80, "soup");
  party_meet (self);
  assert_reads (self, again, "80 soup");
  g_assert_cmpuint (count_bodies (self, BO), ==, 1);
}

/* What was only sealed again says nothing against what was changed meanwhile. */
static void
test_sealed_and_changed (void)
{
  g_autoptr (Party) self = begin (7);
  guint8 id[FAR_RECORD_ID_LEN];
  guint again = party_add_device (self, ADA);

  note (self, ADA, 90, "soup", id);
  party_meet (self);
  share (self, ADA, BO, TRUE);
  g_assert_true (keep (self, ADA));
  share (self, ADA, CY, TRUE);
  g_assert_true (keep (self, ADA));
  change (self, again, id, 70, "stew");
  party_meet (self);
  assert_reads (self, ADA, "70 stew");
  assert_reads (self, again, "70 stew");
  /* who is shared with is sealed to now, and what was before goes */
  g_assert_true (keep (self, again));
  g_assert_true (keep (self, ADA));
  party_meet (self);
  keep (self, ADA);
  party_meet (self);
  assert_reads (self, BO, "70 stew");
  assert_reads (self, CY, "70 stew");
}

/* Two machines seal at once what neither has changed. */
static void
test_sealed_twice (void)
{
  g_autoptr (Party) self = begin (8);
  guint8 id[FAR_RECORD_ID_LEN];
  guint again = party_add_device (self, ADA);

  note (self, ADA, 90, "soup", id);
  party_meet (self);
  share (self, ADA, BO, TRUE);
  party_meet (self);
  g_assert_true (keep (self, ADA));
  g_assert_true (keep (self, again));
  party_meet (self);
  assert_reads (self, ADA, "90 soup");
  assert_reads (self, BO, "90 soup");
  g_assert_false (keep (self, ADA));
  g_assert_false (keep (self, again));
  change (self, again, id, 91, "soup");
  party_meet (self);
  assert_reads (self, BO, "91 soup");
  g_assert_cmpuint (count_bodies (self, CY), ==, 1);
}

/* Nobody is sealed to whom one of two machines had left out. */
static void
test_shared_twice (void)
{
  g_autoptr (Party) self = begin (17);
  guint again = party_add_device (self, ADA);

  note (self, ADA, 90, "soup", NULL);
  share (self, ADA, BO, TRUE);
  share (self, ADA, CY, TRUE);
  party_meet (self);
  share (self, ADA, BO, FALSE);
  share (self, again, DI, TRUE);
  party_meet (self);
  keep (self, ADA);
  party_meet (self);
  assert_reads (self, BO, "");
  assert_reads (self, CY, "90 soup");
  assert_reads (self, DI, "");
  share (self, again, DI, TRUE);
  keep (self, again);
  party_meet (self);
  assert_reads (self, DI, "90 soup");
}

static void
test_removed (void)
{
  g_autoptr (Party) self = begin (9);
  guint8 id[FAR_RECORD_ID_LEN];
  guint again = party_add_device (self, ADA);

  note (self, ADA, 90, "soup", id);
  change (self, ADA, id, 91, "soup");
  party_meet (self);
  /* one takes it off while the other seals it to somebody */
  share (self, again, BO, TRUE);
  g_assert_true (keep (self, again));
  take_off (self, ADA, id);
  party_meet (self);
  for (guint who = 0; who < self->n_members; who++)
    assert_reads (self, who, "");
  keep (self, ADA);
  keep (self, again);
  party_meet (self);
  for (guint who = 0; who < self->n_members; who++)
    g_assert_cmpuint (count_bodies (self, who), ==, 0);
  {
    FarWriter writer = party_writer (self, ADA);
    FarHoursLine line = make_line (1, "soup");

    party_assert_refused (far_collective_change_hours (&writer, id, &line, error),
                          FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
    party_assert_refused (far_collective_remove_hours (&writer, id, error),
                          FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  }
}

/* ---- what nobody's machine lets anybody write */

static void
usurp (Party *self, const guint8 *id, const guint8 *subject, gboolean shares)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);

  far_map_bytes (&map, FAR_HOURS_ID, id, FAR_RECORD_ID_LEN);
  if (shares)
    {
      far_map_array (&map, FAR_HOURS_SHARED, 1);
      far_cbor_put_bytes (payload, self->members[BO].me.member, FAR_RECORD_ID_LEN);
    }
  else
    far_map_int (&map, FAR_HOURS_GONE, 1);
  far_map_end (&map);
  party_write_about (self, BO, FAR_KIND_HOURS, subject, 0, payload, NULL, 0);
}

static void
test_written_all_the_same (void)
{
  g_autoptr (Party) self = begin (10);
  const guint8 *ada = self->members[ADA].me.member;
  const guint8 *bo = self->members[BO].me.member;
  guint8 id[FAR_RECORD_ID_LEN];

  note (self, ADA, 90, "soup", id);
  party_meet (self);
  usurp (self, id, ada, FALSE);
  usurp (self, id, bo, FALSE);
  usurp (self, id, NULL, FALSE);
  usurp (self, ada, ada, TRUE);
  usurp (self, ada, bo, TRUE);
  usurp (self, ada, NULL, TRUE);
  party_meet (self);
  g_assert_false (keep (self, ADA));
  party_meet (self);
  assert_reads (self, ADA, "90 soup");
  assert_reads (self, BO, "");
  change (self, ADA, id, 91, "soup");
  party_meet (self);
  assert_reads (self, ADA, "91 soup");
}

/* ---- what is refused */

static void
test_refused (void)
{
  static const struct
  {
    gint32 day;
    guint minutes;
    guint sort;
    int code;
  } cases[] = {
    { FAR_DAY_MAX + 1, 30, 0, FAR_COLLECTIVE_ERROR_DATE_INVALID },
    { TODAY, 0, 0, FAR_COLLECTIVE_ERROR_NUMBER_INVALID },
    { TODAY, FAR_HOURS_MINUTES_MAX + 1, 0, FAR_COLLECTIVE_ERROR_NUMBER_INVALID },
    { TODAY, 30, FAR_HOURS_SORTS, FAR_COLLECTIVE_ERROR_NUMBER_INVALID },
  };
  g_autoptr (Party) self = begin (11);
  FarWriter writer = party_writer (self, ADA);
  guint8 id[FAR_RECORD_ID_LEN];
  FarHoursLine line;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      line = make_line (cases[i].minutes, "x");
      line.day = cases[i].day;
      line.sort = cases[i].sort;
      party_assert_refused (far_collective_add_hours (&writer, &line, id, error), cases[i].code);
    }
  line = make_line (30, "a\tb");
  party_assert_refused (far_collective_add_hours (&writer, &line, id, error),
                        FAR_COLLECTIVE_ERROR_TEXT_INVALID);
  line = make_line (30, "x");
  line.has_person = TRUE;
  memset (line.person, 7, sizeof line.person);
  party_assert_refused (far_collective_add_hours (&writer, &line, id, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  party_assert_refused (far_collective_remove_hours (&writer, line.person, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  party_assert_refused (far_collective_share_hours (&writer, line.person, TRUE, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  party_assert_refused (far_collective_share_hours (&writer, self->members[ADA].me.member, TRUE,
                                                    error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  assert_reads (self, ADA, "");

  /* what has no place is left out: a gift is for nothing in return */
  line = make_line (30, " soup ");
  g_strlcpy (line.against, "20 €", sizeof line.against);
  g_strlcpy (line.who, "Grandma", sizeof line.who);
  party_assert_done (far_collective_add_hours (&writer, &line, id, error));
  {
    g_autoptr (GPtrArray) hours = far_collective_hours (self->members[ADA].store,
                                                        &self->members[ADA].me, TODAY, TODAY, NULL);
    const FarHoursFacts *facts = hours->pdata[0];

    g_assert_cmpuint (hours->len, ==, 1);
    g_assert_cmpstr (facts->line.what, ==, "soup");
    g_assert_cmpstr (facts->line.who, ==, "Grandma");
    g_assert_cmpstr (facts->line.against, ==, "");
  }
}

static void
test_off (void)
{
  g_autoptr (Party) self = party_new (12, 4);
  FarWriter writer = party_writer (self, ADA);
  FarHoursLine line = make_line (30, "soup");
  guint8 id[FAR_RECORD_ID_LEN];

  party_assert_refused (far_collective_add_hours (&writer, &line, id, error),
                        FAR_COLLECTIVE_ERROR_HOURS_OFF);
  party_assert_refused (far_collective_share_hours (&writer, self->members[BO].me.member, TRUE,
                                                    error),
                        FAR_COLLECTIVE_ERROR_HOURS_OFF);
}

/* ---- what one might want to note, and how it is spread */

static void
walk (Party *self, guint who, const guint8 *rota, gint32 day)
{
  FarWriter writer = party_writer (self, who);
  guint8 turn[FAR_RECORD_ID_LEN];

  party_assert_done (far_collective_take_turn (&writer, rota, day, NULL, TODAY, turn, error));
}

static void
test_hints (void)
{
  g_autoptr (Party) self = begin (13);
  const PartyMember *bo = &self->members[BO];
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 id[FAR_RECORD_ID_LEN];
  FarWriter writer;

  party_add_rota (self, ADA, "School", 3, rota);
  party_meet (self);
  walk (self, BO, rota, TODAY);
  walk (self, BO, rota, TODAY + 1);
  walk (self, CY, rota, TODAY + 1);
  party_meet (self);
  {
    g_autoptr (GArray) none = far_collective_hours_hints (bo->store, &bo->me, TODAY, TODAY, NULL);

    /* nothing is noted before it is done */
    g_assert_cmpuint (none->len, ==, 0);
  }
  {
    g_autoptr (GArray) hints =
                   far_collective_hours_hints (bo->store, &bo->me, TODAY, TODAY + 2, NULL);
    const FarHoursLine *first = &g_array_index (hints, FarHoursLine, 0);

    g_assert_cmpuint (hints->len, ==, 2);
    g_assert_cmpint (first->day, ==, TODAY + 1);
    g_assert_cmpstr (first->what, ==, "School");
    g_assert_cmpuint (first->minutes, ==, 30);
    writer = party_writer (self, BO);
    party_assert_done (far_collective_add_hours (&writer, first, id, error));
  }
  {
    g_autoptr (GArray) hints =
                   far_collective_hours_hints (bo->store, &bo->me, TODAY, TODAY + 2, NULL);

    g_assert_cmpuint (hints->len, ==, 1);
    g_assert_cmpint (g_array_index (hints, FarHoursLine, 0).day, ==, TODAY);
  }
}

/* Of fewer than four nobody's number is told. */
static void
test_spread (void)
{
  g_autoptr (Party) self = begin (14);
  FarStore *store = self->members[BO].store;
  FarHoursSpread spread[FAR_HOURS_SPREADS];
  guint8 rota[FAR_RECORD_ID_LEN];

  party_add_rota (self, ADA, "School", 4, rota);
  party_meet (self);
  for (guint who = ADA; who <= CY; who++)
    walk (self, who, rota, TODAY);
  walk (self, BO, rota, TODAY + 1);
  party_meet (self);
  g_assert_true (
      far_collective_hours_spread (store, self->members[BO].me.member, TODAY + 2, spread, NULL));
  g_assert_cmpuint (spread[FAR_HOURS_SPREAD_TURNS].n_mine, ==, 2);
  g_assert_cmpuint (spread[FAR_HOURS_SPREAD_TURNS].spread.n, ==, 3);
  g_assert_cmpuint (spread[FAR_HOURS_SPREAD_TURNS].spread.most, ==, 0);
  g_assert_cmpuint (spread[FAR_HOURS_SPREAD_RIDES].n_mine, ==, 0);

  walk (self, DI, rota, TODAY);
  party_meet (self);
  g_assert_true (
      far_collective_hours_spread (store, self->members[BO].me.member, TODAY + 2, spread, NULL));
  g_assert_cmpuint (spread[FAR_HOURS_SPREAD_TURNS].spread.n, ==, 4);
  g_assert_cmpuint (spread[FAR_HOURS_SPREAD_TURNS].spread.least, ==, 1);
  g_assert_cmpuint (spread[FAR_HOURS_SPREAD_TURNS].spread.most, ==, 2);
}

/* ---- in whatever order it comes */

static void
quarrel (Party *self, guint again)
{
  guint8 soup[FAR_RECORD_ID_LEN];
  guint8 bread[FAR_RECORD_ID_LEN];
  guint8 fence[FAR_RECORD_ID_LEN];

  note (self, ADA, 90, "soup", soup);
  note (self, ADA, 20, "bread", bread);
  note (self, again, 60, "fence", fence);
  note (self, BO, 45, "lawn", NULL);
  party_meet (self);
  share (self, ADA, BO, TRUE);
  keep (self, ADA);
  if (again != ADA)
    {
      change (self, again, soup, 70, "stew");
      share (self, again, CY, TRUE);
      keep (self, again);
    }
  change (self, ADA, fence, 61, "fence");
  take_off (self, ADA, bread);
  party_meet (self);
  keep (self, ADA);
  change (self, again, fence, 62, "gate");
  change (self, ADA, fence, 63, "fence");
  share (self, BO, ADA, TRUE);
  keep (self, BO);
  party_meet (self);
  keep (self, again);
}

static void
test_orders (gconstpointer with_two)
{
  g_autoptr (Party) self = begin (with_two ? 15 : 16);
  const PartyMember *ada = &self->members[ADA];
  guint again = with_two ? ADA : party_add_device (self, ADA);
  guint8 expected[2 * FAR_HASH_LEN];
  g_autofree guint *order = NULL;
  char *words[PARTY_MAX];

  party_meet (self);
  quarrel (self, again);
  party_meet (self);
  party_harvest (self);
  party_digests (ada->store, expected);
  for (guint who = 0; who < self->n_members; who++)
    {
      words[who] = tell (self->members[who].store, &self->members[who].me);
      g_test_message ("%u: %s", who, words[who]);
    }
  g_assert_nonnull (strstr (words[ADA], "lawn"));
  g_assert_null (strstr (words[ADA], "bread"));
  g_assert_null (strstr (words[DI], "e"));
  order = g_new (guint, self->entries->len);
  for (guint i = 0; i < N_ORDERS; i++)
    {
      g_autoptr (FarStore) store =
                     far_store_open (NULL, far_store_peek_collective (ada->store), TRUE, NULL);
      guint8 digests[2 * FAR_HASH_LEN];

      party_shuffle (self, order);
      party_add_all (self, store, order);
      party_digests (store, digests);
      g_assert_cmpmem (digests, sizeof digests, expected, sizeof expected);
      for (guint who = 0; who < self->n_members; who++)
        {
          g_autofree char *own = tell (store, &self->members[who].me);

          g_assert_cmpstr (own, ==, words[who]);
        }
    }
  for (guint who = 0; who < self->n_members; who++)
    g_free (words[who]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
  g_test_add_func ("/far/household/private", test_private);
  g_test_add_func ("/far/household/shared", test_shared);
  g_test_add_func ("/far/household/new-machine", test_new_machine);
  g_test_add_func ("/far/household/many", test_many);
  g_test_add_func ("/far/household/closed-machine", test_closed_machine);
  g_test_add_func ("/far/household/side-by-side", test_side_by_side);
  g_test_add_func ("/far/household/sealed-and-changed", test_sealed_and_changed);
  g_test_add_func ("/far/household/sealed-twice", test_sealed_twice);
  g_test_add_func ("/far/household/shared-twice", test_shared_twice);
  g_test_add_func ("/far/household/removed", test_removed);
  g_test_add_func ("/far/household/written-all-the-same", test_written_all_the_same);
  g_test_add_func ("/far/household/refused", test_refused);
  g_test_add_func ("/far/household/off", test_off);
  g_test_add_func ("/far/household/hints", test_hints);
  g_test_add_func ("/far/household/spread", test_spread);
  g_test_add_data_func ("/far/household/orders-of-two", GINT_TO_POINTER (TRUE), test_orders);
  g_test_add_data_func ("/far/household/orders-of-three", NULL, test_orders);

  return g_test_run ();
}
