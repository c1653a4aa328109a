/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Children: whose word they are, on which days they come along, and who may say that they do not.
 */

#include <string.h>

#include "far-kind-schema.h"
#include "test-party.h"

#define ADA 0 /* holds the baton */
#define BO 1
#define CY 2
#define DI 3
#define TODAY PARTY_MONDAY
#define N_ORDERS 200
#define FRIDAY (PARTY_MONDAY + 4)

/* ---- a line, a rota on it, and a child */

typedef struct
{
  Party *party; /* owned */
  guint8 line[FAR_RECORD_ID_LEN];
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 other[FAR_RECORD_ID_LEN]; /* a rota on no line */
  guint8 child[FAR_RECORD_ID_LEN]; /* whom Bo wrote down */
} School;

static void
school_clear (School *self)
{
  party_free (self->party);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (School, school_clear)

static GArray *
list_members (Party *party, const guint *who, guint n)
{
  GArray *ids = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);

  for (guint i = 0; i < n; i++)
    g_array_append_vals (ids, party->members[who[i]].me.member, 1);

  return ids;
}

static void
add_line (School *self)
{
  FarStopDraft stops[] = { { .name = (char *)"Fontana", .time_out = 460, .time_back = -1 },
                           { .name = (char *)"École", .time_out = 470, .time_back = -1 } };
  g_autoptr (GPtrArray) list = g_ptr_array_new ();
  FarLineDraft draft = { .name = (char *)"Blu", .school = (char *)"", .stops = list };
  FarWriter writer = party_writer (self->party, ADA);

  for (guint i = 0; i < G_N_ELEMENTS (stops); i++)
    g_ptr_array_add (list, &stops[i]);
  party_assert_done (far_collective_import_line (&writer, &draft, self->line, NULL, error));
}

static void
add_rota (School *self, const guint8 *line, const char *title, guint8 *out)
{
  FarRotaPlan plan = {
    .title = title,
    .rule = { .weekdays = 31,
              .every_n_weeks = 1,
              .first_day = TODAY - 400,
              .last_day = TODAY + 400 },
    .at = 460,
    .n_min = 2,
    .n_max = 3,
    .line = line,
  };
  FarWriter writer = party_writer (self->party, ADA);

  party_assert_done (far_collective_add_rota (&writer, &plan, out, error));
}

/* Lea, of Bo's, who meets the walk at the fountain. */
static School
school_new (guint32 seed, guint n_members)
{
  School self = { party_new (seed, n_members) };
  FarChildChange lea = FAR_CHILD_CHANGE_NONE;
  FarWriter writer;

  add_line (&self);
  add_rota (&self, self.line, "The walk", self.rota);
  add_rota (&self, NULL, "The garden", self.other);
  party_meet (self.party);
  lea.name = "Léa";
  lea.line = self.line;
  lea.stop = "fontana";
  lea.born = 2019;
  writer = party_writer (self.party, BO);
  party_assert_done (far_collective_add_child (&writer, &lea, self.child, error));
  party_meet (self.party);

  return self;
}

static void
book (School *self, guint who, guint weekdays, gint32 first_day, gint32 last_day, guint8 *out)
{
  FarBookingPlan plan = { .weekdays = weekdays, .first_day = first_day, .last_day = last_day };
  FarWriter writer = party_writer (self->party, who);
  guint8 id[FAR_RECORD_ID_LEN];

  party_assert_done (far_collective_book_child (&writer, self->child, &plan, id, error));
  if (out != NULL)
    memcpy (out, id, FAR_RECORD_ID_LEN);
}

/* Returns: whether anything was written */
static gboolean
say_absent (School *self, guint who, const guint8 *rota, gint32 day, gboolean is_absent)
{
  FarWriter writer = party_writer (self->party, who);
  gboolean is_written;

  party_assert_done (far_collective_set_absent (&writer, self->child, rota, day, is_absent, TODAY,
                                                &is_written, error));

  return is_written;
}

/* The days of the week on which the walk has the child, as all machines list them: M, m where it is
 * absent, ! after it where somebody says the contrary. */
static void
assert_walks (School *self, const guint8 *rota, const char *expected)
{
  Party *party = self->party;

  party_meet (party);
  for (guint who = 0; who < party->n_members; who++)
    {
      FarStore *store = party->members[who].store;
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) rotas = far_collective_rotas (store, &error);
      g_autoptr (GPtrArray) outings = NULL;
      g_autoptr (GString) week = g_string_new (NULL);

      g_assert_no_error (error);
      outings =
          far_collective_outings (store, rotas, party->members[who].me.member, TODAY, 7, &error);
      g_assert_no_error (error);
      for (guint i = 0; i < outings->len; i++)
        {
          const FarOutingFacts *outing = outings->pdata[i];
          char letter = "MTWHFSU"[outing->day - TODAY];

          if (memcmp (outing->rota->id, rota, FAR_RECORD_ID_LEN) != 0)
            continue;
          g_assert_cmpuint (outing->walkers->len, <=, 1);
          for (guint j = 0; j < outing->walkers->len; j++)
            {
              const FarWalkerFacts *walker = outing->walkers->pdata[j];

              g_string_append_c (week, walker->is_absent ? g_ascii_tolower (letter) : letter);
              if (walker->is_contested)
                g_string_append_c (week, '!');
            }
        }
      g_assert_cmpstr (week->str, ==, expected);
    }
}

/* All machines agree, and so does one that hears of everything in any other order. */
static void
assert_agree (School *self)
{
  party_meet (self->party);
  party_assert_orders (self->party, N_ORDERS);
}

/* As @who sees it; NULL if it is not listed. */
static FarChildFacts *
find_child (School *self, guint who, gboolean with_gone)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) children = far_collective_children (self->party->members[who].store, TODAY,
                                                            with_gone, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < children->len; i++)
    if (memcmp (((FarChildFacts *)children->pdata[i])->id, self->child, FAR_RECORD_ID_LEN) == 0)
      return far_child_facts_ref (children->pdata[i]);

  return NULL;
}

static void
assert_name (School *self, const char *expected)
{
  party_meet (self->party);
  for (guint who = 0; who < self->party->n_members; who++)
    {
      FarChildFacts *child = find_child (self, who, FALSE);

      if (expected == NULL)
        g_assert_null (child);
      else
        {
          g_assert_nonnull (child);
          g_assert_cmpstr (child->name, ==, expected);
          far_child_facts_unref (child);
        }
    }
}

/* ---- whose word it is */

static void
rename_child (School *self, guint who, const char *name)
{
  FarChildChange change = FAR_CHILD_CHANGE_NONE;
  FarWriter writer = party_writer (self->party, who);

  change.name = name;
  party_assert_done (far_collective_change_child (&writer, self->child, &change, error));
}

static void
set_guardians (School *self, guint who, const guint *guardians, guint n)
{
  g_autoptr (GArray) ids = list_members (self->party, guardians, n);
  FarChildChange change = FAR_CHILD_CHANGE_NONE;
  FarWriter writer = party_writer (self->party, who);

  change.guardians = ids;
  party_assert_done (far_collective_change_child (&writer, self->child, &change, error));
}

static void
assert_not_theirs (School *self, guint who)
{
  FarChildChange change = FAR_CHILD_CHANGE_NONE;
  FarBookingPlan plan = { .first_day = TODAY, .last_day = FRIDAY };
  FarWriter writer = party_writer (self->party, who);
  guint8 id[FAR_RECORD_ID_LEN];

  change.name = "Somebody";
  party_assert_refused (far_collective_change_child (&writer, self->child, &change, error),
                        FAR_COLLECTIVE_ERROR_CHILD_NOT_YOURS);
  party_assert_refused (far_collective_book_child (&writer, self->child, &plan, id, error),
                        FAR_COLLECTIVE_ERROR_CHILD_NOT_YOURS);
}

/* What a program that refuses nothing would write, having seen all.  @term: claimed */
static void
rename_all_the_same (School *self, guint who, const char *name, guint32 term)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarStore *store = self->party->members[who].store;
  FarPos refs[2];

  for (guint i = 0; i < 2; i++)
    {
      refs[i].log = far_store_find_log (store, self->party->members[i == 0 ? BO : CY].me.device);
      refs[i].seq = refs[i].log != 0 ? far_store_peek_log (store, refs[i].log)->head_seq : 0;
    }
  far_map_bytes (&map, FAR_CHILD_ID, self->child, FAR_RECORD_ID_LEN);
  far_map_text (&map, FAR_CHILD_NAME, name);
  far_map_end (&map);
  party_write_about (self->party, who, FAR_KIND_CHILD, self->child, term, payload, refs,
                     refs[1].seq != 0 && who != CY ? 2 : 1);
}

static void
test_guardians (void)
{
  g_auto (School) school = school_new (1, 4);
  static const guint cy[] = { CY };
  static const guint nobody[] = { CY };

  assert_name (&school, "Léa");
  assert_not_theirs (&school, CY);
  /* not the coordinator's either */
  assert_not_theirs (&school, ADA);
  rename_all_the_same (&school, ADA, "Taken", 1);
  rename_all_the_same (&school, DI, "Taken", 0);
  assert_name (&school, "Léa");

  set_guardians (&school, BO, cy, 1);
  party_meet (school.party);
  rename_child (&school, CY, "Léa C.");
  assert_name (&school, "Léa C.");
  rename_child (&school, BO, "Léa B.");
  assert_name (&school, "Léa B.");

  /* whom a guardian names is one */
  set_guardians (&school, CY, (const guint[]){ CY, DI }, 2);
  party_meet (school.party);
  rename_child (&school, DI, "Léa D.");
  assert_name (&school, "Léa D.");

  /* who is one no more has what was written before, and nothing that comes after */
  set_guardians (&school, BO, nobody, 0);
  party_meet (school.party);
  assert_name (&school, "Léa D.");
  assert_not_theirs (&school, DI);
  rename_all_the_same (&school, DI, "Taken", 0);
  assert_name (&school, "Léa D.");
  assert_agree (&school);
}

/* Made no guardian by one while writing as one, who had not heard of it: both stand. */
static void
test_unheard_of (void)
{
  g_auto (School) school = school_new (2, 3);
  static const guint cy[] = { CY };
  FarChildFacts *child;

  set_guardians (&school, BO, cy, 1);
  party_meet (school.party);
  set_guardians (&school, BO, cy, 0);
  rename_child (&school, CY, "Léa C.");
  assert_name (&school, "Léa C.");
  child = find_child (&school, ADA, FALSE);
  g_assert_cmpuint (child->guardians->len, ==, 0);
  far_child_facts_unref (child);
  assert_not_theirs (&school, CY);
  assert_agree (&school);
}

/* Of the child, the only one, whether they say of whom they are or not. */
static guint
count_words (School *self, guint who)
{
  FarStore *store = self->party->members[who].store;
  guint32 ident = far_store_find_ident (store, self->child);
  guint n = 0;

  for (gint64 i = 1; i <= far_store_get_n_entries (store); i++)
    {
      FarRow row;

      g_assert_true (far_store_read (store, i, &row, NULL));
      n += (row.subject == ident || row.kind == FAR_KIND_CHILD) && row.blob != NULL;
    }

  return n;
}

/* The id of the last entry of theirs. */
static void
get_last (School *self, guint who, guint8 *out)
{
  FarStore *store = self->party->members[who].store;
  FarPos pos = { .log = far_store_find_log (store, self->party->members[who].me.device) };

  pos.seq = far_store_peek_log (store, pos.log)->head_seq;
  g_assert_true (far_store_get_id (store, pos, out, NULL));
}

/* Of two guardians who did not hear of each other both are told of, to choose from: they choose,
 * and nobody else does. */
static void
test_side_by_side (void)
{
  g_auto (School) school = school_new (15, 4);
  static const guint cy[] = { CY };
  FarChildChange change = FAR_CHILD_CHANGE_NONE;
  FarWriter writer;
  guint8 entry[FAR_ID_LEN];
  FarPos pos;

  set_guardians (&school, BO, cy, 1);
  party_meet (school.party);
  rename_child (&school, BO, "Léa B.");
  rename_child (&school, CY, "Léa C.");
  change.carry = "Inhaler";
  writer = party_writer (school.party, CY);
  party_assert_done (far_collective_change_child (&writer, school.child, &change, error));
  party_meet (school.party);

  for (guint who = 0; who < 4; who++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) conflicts =
                     far_collective_conflicts (school.party->members[who].store, TODAY, &error);
      const FarConflictFacts *facts;

      g_assert_no_error (error);
      g_assert_cmpuint (conflicts->len, ==, 1);
      facts = conflicts->pdata[0];
      g_assert_cmpint (facts->what, ==, FAR_DIFFERS_CHILD_NAME);
      g_assert_cmpmem (facts->record, FAR_RECORD_ID_LEN, school.child, FAR_RECORD_ID_LEN);
      g_assert_cmpuint (facts->values->len, ==, 2);
      g_assert_cmpstr (((const FarDifferingValue *)facts->values->pdata[0])->text, ==, "Léa C.");
      g_assert_cmpstr (((const FarDifferingValue *)facts->values->pdata[1])->text, ==, "Léa B.");
      memcpy (entry, ((const FarDifferingValue *)facts->values->pdata[1])->entry, FAR_ID_LEN);
    }

  writer = party_writer (school.party, ADA);
  party_assert_refused (far_collective_choose (&writer, entry, error),
                        FAR_COLLECTIVE_ERROR_CHILD_NOT_YOURS);
  party_assert_refused (far_collective_answer_suggestion (&writer, entry, TRUE, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  writer = party_writer (school.party, DI);
  party_assert_refused (far_collective_choose (&writer, entry, error),
                        FAR_COLLECTIVE_ERROR_CHILD_NOT_YOURS);
  writer = party_writer (school.party, CY);
  party_assert_done (far_collective_choose (&writer, entry, error));
  assert_name (&school, "Léa B.");
  assert_agree (&school);

  /* and what somebody says to whom it is not is no suggestion, to be made true by whoever
   * coordinates */
  party_meet (school.party);
  rename_all_the_same (&school, DI, "Léa D.", 0);
  get_last (&school, DI, entry);
  party_meet (school.party);
  for (guint who = 0; who < 4; who++)
    {
      writer = party_writer (school.party, who);
      party_assert_refused (far_collective_answer_suggestion (&writer, entry, TRUE, error),
                            FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
    }
  assert_name (&school, "Léa B.");

  /* what was chosen is about the child too, and erased with it */
  writer = party_writer (school.party, BO);
  party_assert_done (far_collective_erase_subject (&writer, school.child, &pos, error));
  assert_name (&school, NULL);
  for (guint who = 0; who < 4; who++)
    g_assert_cmpuint (count_words (&school, who), ==, 0);
}

static void
assert_spoken_for (School *self, gboolean expected)
{
  party_meet (self->party);
  for (guint who = 0; who < self->party->n_members; who++)
    {
      FarChildFacts *child = find_child (self, who, FALSE);

      g_assert_cmpint (child->is_spoken_for, ==, expected);
      far_child_facts_unref (child);
    }
}

/* Whoever wrote the child down leaves: who was named goes on, and where nobody was, whoever names
 * themselves. */
static void
test_left (void)
{
  g_auto (School) school = school_new (16, 4);
  static const guint cy[] = { CY };
  static const guint di[] = { DI };
  FarWriter writer;

  book (&school, BO, 0, TODAY, FAR_DAY_MAX, NULL);
  set_guardians (&school, BO, cy, 1);
  party_meet (school.party);
  /* a word that nobody may say yet */
  assert_not_theirs (&school, DI);
  writer = party_writer (school.party, BO);
  party_assert_done (far_collective_leave (&writer, error));
  assert_spoken_for (&school, TRUE);
  assert_not_theirs (&school, DI);
  rename_child (&school, CY, "Léa C.");
  assert_name (&school, "Léa C.");

  writer = party_writer (school.party, CY);
  party_assert_done (far_collective_leave (&writer, error));
  assert_spoken_for (&school, FALSE);
  /* it is not enough to write: who it is is said */
  assert_not_theirs (&school, DI);
  rename_all_the_same (&school, DI, "Taken", 0);
  assert_name (&school, "Léa C.");
  assert_agree (&school);
  set_guardians (&school, DI, di, 1);
  assert_spoken_for (&school, TRUE);
  rename_child (&school, DI, "Léa D.");
  assert_name (&school, "Léa D.");
  assert_not_theirs (&school, ADA);
  book (&school, DI, 1, TODAY, FRIDAY, NULL);
  assert_walks (&school, school.rota, "MTWHF");
  assert_agree (&school);
}

static void
test_fields (void)
{
  g_auto (School) school = school_new (3, 3);
  g_autoptr (GArray) adults = list_members (school.party, (const guint[]){ CY, ADA, CY }, 3);
  g_autoptr (GArray) five = list_members (school.party, (const guint[]){ 0, 1, 2, 0, 1 }, 5);
  FarChildChange change = FAR_CHILD_CHANGE_NONE;
  FarWriter writer = party_writer (school.party, BO);
  guint8 nowhere[FAR_RECORD_ID_LEN] = { 7 };
  guint8 none[FAR_RECORD_ID_LEN] = { 0 };
  guint8 id[FAR_RECORD_ID_LEN];
  guint32 before;
  FarChildFacts *child;

  change.one_to_one = 1;
  change.slow = 1;
  change.carry = "  Rollstuhlrampe ";
  change.adults = adults;
  party_assert_done (far_collective_change_child (&writer, school.child, &change, error));
  before = far_store_next_seq (writer.store, writer.me->device);
  party_assert_done (far_collective_change_child (&writer, school.child, &change, error));
  g_assert_cmpuint (far_store_next_seq (writer.store, writer.me->device), ==, before);

  party_meet (school.party);
  child = find_child (&school, ADA, FALSE);
  g_assert_cmpstr (child->stop, ==, "Fontana");
  g_assert_cmpint (child->needs.born, ==, 2019);
  g_assert_true (child->needs.is_one_to_one && child->needs.is_slow);
  g_assert_false (child->needs.has_wheelchair);
  g_assert_cmpstr (child->carry, ==, "Rollstuhlrampe");
  g_assert_cmpuint (child->adults->len, ==, 2);
  g_assert_true (far_child_facts_has_guardian (child, school.party->members[BO].me.member));
  g_assert_false (far_child_facts_has_guardian (child, school.party->members[CY].me.member));
  far_child_facts_unref (child);

#define ASSERT_REFUSED(field, value, code) \
  change = FAR_CHILD_CHANGE_NONE; \
  change.field = value; \
  party_assert_refused (far_collective_change_child (&writer, school.child, &change, error), code)
  ASSERT_REFUSED (stop, "Piazza", FAR_COLLECTIVE_ERROR_NO_SUCH_STOP);
  ASSERT_REFUSED (line, nowhere, FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  ASSERT_REFUSED (born, 1900, FAR_COLLECTIVE_ERROR_NUMBER_INVALID);
  ASSERT_REFUSED (guardians, five, FAR_COLLECTIVE_ERROR_FULL_GUARDIANS);
  ASSERT_REFUSED (name, " ", FAR_COLLECTIVE_ERROR_NAME_EMPTY);
  ASSERT_REFUSED (carry, "a\nb", FAR_COLLECTIVE_ERROR_TEXT_INVALID);
#undef ASSERT_REFUSED
  change = FAR_CHILD_CHANGE_NONE;
  party_assert_refused (far_collective_change_child (&writer, nowhere, &change, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  party_assert_refused (far_collective_add_child (&writer, &change, id, error),
                        FAR_COLLECTIVE_ERROR_NAME_EMPTY);
  change.name = "Tom";
  change.line = none;
  change.stop = "Fontana";
  party_assert_refused (far_collective_add_child (&writer, &change, id, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_STOP);

  /* off the list, and on it again */
  change = FAR_CHILD_CHANGE_NONE;
  change.gone = 1;
  book (&school, BO, 0, TODAY, FAR_DAY_MAX, NULL);
  party_assert_done (far_collective_change_child (&writer, school.child, &change, error));
  assert_name (&school, NULL);
  assert_walks (&school, school.rota, "");
  change.gone = 0;
  party_assert_done (far_collective_change_child (&writer, school.child, &change, error));
  assert_name (&school, "Léa");
  assert_walks (&school, school.rota, "MTWHF");
}

static void
test_twins (void)
{
  g_auto (School) school = school_new (4, 3);
  FarChildChange lea = FAR_CHILD_CHANGE_NONE;
  FarWriter writer = party_writer (school.party, CY);
  guint8 id[FAR_RECORD_ID_LEN];
  FarChildFacts *child;

  child = find_child (&school, BO, FALSE);
  g_assert_false (child->is_twin);
  far_child_facts_unref (child);

  lea.name = "LÉA";
  lea.line = school.line;
  party_assert_done (far_collective_add_child (&writer, &lea, id, error));
  party_meet (school.party);
  child = find_child (&school, BO, FALSE);
  g_assert_true (child->is_twin);
  far_child_facts_unref (child);
}

/* ---- bookings */

static void
test_booked (void)
{
  g_auto (School) school = school_new (5, 3);
  FarBookingPlan plan = {
    .rota = school.other, .weekdays = 4, .first_day = TODAY, .last_day = FAR_DAY_MAX
  };
  FarWriter writer = party_writer (school.party, BO);
  guint8 booking[FAR_RECORD_ID_LEN];
  guint8 other[FAR_RECORD_ID_LEN];
  guint8 nowhere[FAR_RECORD_ID_LEN] = { 7 };
  FarChildFacts *child;

  assert_walks (&school, school.rota, "");
  book (&school, BO, 1 | 2 | 16, TODAY + 1, FAR_DAY_MAX, booking);
  assert_walks (&school, school.rota, "TF");
  assert_walks (&school, school.other, "");
  party_assert_done (far_collective_book_child (&writer, school.child, &plan, other, error));
  assert_walks (&school, school.rota, "TF");
  assert_walks (&school, school.other, "W");

  /* booked twice, it comes once */
  book (&school, BO, 0, TODAY, TODAY + 1, NULL);
  assert_walks (&school, school.rota, "MTF");
  child = find_child (&school, CY, FALSE);
  g_assert_cmpuint (child->bookings->len, ==, 3);
  far_child_facts_unref (child);

  writer = party_writer (school.party, BO);
  party_assert_done (far_collective_end_booking (&writer, booking, FRIDAY - 1, error));
  assert_walks (&school, school.rota, "MT");
  party_assert_done (far_collective_end_booking (&writer, booking, TODAY + 3653, error));
  assert_walks (&school, school.rota, "MTF");
  party_assert_done (far_collective_end_booking (&writer, booking, FAR_DAY_MIN, error));
  assert_walks (&school, school.rota, "MT");
  party_assert_refused (far_collective_end_booking (&writer, booking, FRIDAY, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);

  plan.last_day = TODAY - 1;
  party_assert_refused (far_collective_book_child (&writer, school.child, &plan, other, error),
                        FAR_COLLECTIVE_ERROR_DATE_INVALID);
  plan = (FarBookingPlan){ .rota = nowhere, .first_day = TODAY, .last_day = TODAY };
  party_assert_refused (far_collective_book_child (&writer, school.child, &plan, other, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  assert_agree (&school);
}

/* Whoever is no guardian may write what they want. */
static void
test_booked_by_others (void)
{
  g_auto (School) school = school_new (6, 3);
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  static const guint cy[] = { CY };

  far_map_int (&map, FAR_BOOKING_FIRST, TODAY);
  far_map_end (&map);
  party_write_about (school.party, ADA, FAR_KIND_BOOKING, school.child, 1, payload, NULL, 0);
  party_write_about (school.party, CY, FAR_KIND_BOOKING, school.child, 0, payload, NULL, 0);
  party_write_about (school.party, BO, FAR_KIND_BOOKING, NULL, 0, payload, NULL, 0);
  assert_walks (&school, school.rota, "");

  /* what a guardian booked stays when they are one no more */
  set_guardians (&school, BO, cy, 1);
  party_meet (school.party);
  book (&school, CY, 1, TODAY, FAR_DAY_MAX, NULL);
  party_meet (school.party);
  set_guardians (&school, BO, cy, 0);
  assert_walks (&school, school.rota, "MTWHF");
  assert_agree (&school);
}

/* ---- absences */

static void
test_absent (void)
{
  g_auto (School) school = school_new (7, 3);
  FarWriter writer;
  gboolean is_written;

  book (&school, BO, 0, TODAY, FAR_DAY_MAX, NULL);
  assert_walks (&school, school.rota, "MTWHF");
  g_assert_true (say_absent (&school, BO, NULL, TODAY, TRUE));
  assert_walks (&school, school.rota, "mTWHF");
  g_assert_false (say_absent (&school, BO, NULL, TODAY, TRUE));

  /* anybody's machine takes it, and takes it back */
  g_assert_true (say_absent (&school, CY, school.rota, TODAY + 1, TRUE));
  assert_walks (&school, school.rota, "mtWHF");
  g_assert_true (say_absent (&school, ADA, NULL, TODAY, FALSE));
  assert_walks (&school, school.rota, "MtWHF");
  g_assert_true (say_absent (&school, ADA, NULL, TODAY + 1, FALSE));
  g_assert_false (say_absent (&school, ADA, school.rota, TODAY + 1, FALSE));
  assert_walks (&school, school.rota, "MTWHF");

  /* two who do not know of each other: the guardian's is shown, and the other is not lost */
  g_assert_true (say_absent (&school, BO, NULL, TODAY + 2, TRUE));
  party_meet (school.party);
  g_assert_true (say_absent (&school, BO, NULL, TODAY + 2, FALSE));
  party_harvest (school.party);
  g_assert_false (say_absent (&school, CY, NULL, TODAY + 2, TRUE));
  assert_walks (&school, school.rota, "MTWHF");
  g_assert_true (say_absent (&school, BO, NULL, TODAY + 3, TRUE));
  {
    g_autoptr (GByteArray) payload = g_byte_array_new ();
    FarMapWriter map = far_map_begin (payload);

    far_map_int (&map, FAR_ABSENCE_DAY, TODAY + 3);
    far_map_int (&map, FAR_ABSENCE_ABSENT, 0);
    far_map_end (&map);
    party_write_about (school.party, CY, FAR_KIND_ABSENCE, school.child, 0, payload, NULL, 0);
  }
  assert_walks (&school, school.rota, "MTWh!F");
  g_assert_true (say_absent (&school, CY, NULL, TODAY + 3, FALSE));
  assert_walks (&school, school.rota, "MTWHF");

  /* who comes after all comes, whatever was said of the day or of a part of it */
  g_assert_true (say_absent (&school, BO, NULL, FRIDAY, TRUE));
  party_meet (school.party);
  g_assert_true (say_absent (&school, CY, school.rota, FRIDAY, TRUE));
  assert_walks (&school, school.rota, "MTWHf");
  g_assert_true (say_absent (&school, ADA, school.rota, FRIDAY, FALSE));
  assert_walks (&school, school.rota, "MTWHF");

  writer = party_writer (school.party, BO);
  party_assert_refused (far_collective_set_absent (&writer, school.child, NULL, TODAY - 1, TRUE,
                                                   TODAY, &is_written, error),
                        FAR_COLLECTIVE_ERROR_OUTING_OVER);
  party_assert_refused (far_collective_set_absent (&writer, school.child, NULL, TODAY + 5, TRUE,
                                                   TODAY, &is_written, error),
                        FAR_COLLECTIVE_ERROR_NOT_BOOKED);
  party_assert_refused (far_collective_set_absent (&writer, school.child, school.other, TODAY, TRUE,
                                                   TODAY, &is_written, error),
                        FAR_COLLECTIVE_ERROR_NOT_BOOKED);
  assert_agree (&school);
}

/* Of two walks on one day, out and back, it may miss one. */
static void
test_absent_from_one (void)
{
  g_auto (School) school = school_new (10, 2);
  guint8 back[FAR_RECORD_ID_LEN];

  add_rota (&school, school.line, "The way back", back);
  party_meet (school.party);
  book (&school, BO, 0, TODAY, FAR_DAY_MAX, NULL);
  g_assert_true (say_absent (&school, BO, school.rota, TODAY + 1, TRUE));
  assert_walks (&school, school.rota, "MtWHF");
  assert_walks (&school, back, "MTWHF");
  g_assert_true (say_absent (&school, BO, NULL, TODAY + 2, TRUE));
  assert_walks (&school, school.rota, "MtwHF");
  assert_walks (&school, back, "MTwHF");
}

/* The digest sees what people would see. */
static void
test_tells_apart (void)
{
  g_auto (School) school = school_new (11, 2);
  FarStore *store = school.party->members[BO].store;
  guint8 before[2 * FAR_HASH_LEN];
  guint8 after[2 * FAR_HASH_LEN];

  party_digests (store, before);
#define ASSERT_CHANGES(act) \
  act; \
  party_digests (store, after); \
  g_assert_cmpint (memcmp (before, after, FAR_HASH_LEN), !=, 0); \
  g_assert_cmpint (memcmp (before + FAR_HASH_LEN, after + FAR_HASH_LEN, FAR_HASH_LEN), !=, 0); \
  memcpy (before, after, sizeof before)

  ASSERT_CHANGES (rename_child (&school, BO, "Lea"));
  ASSERT_CHANGES (book (&school, BO, 0, TODAY, FRIDAY, NULL));
  ASSERT_CHANGES (say_absent (&school, BO, NULL, TODAY, TRUE));
  ASSERT_CHANGES (say_absent (&school, BO, school.rota, TODAY + 1, TRUE));
  ASSERT_CHANGES (say_absent (&school, BO, NULL, TODAY, FALSE));
#undef ASSERT_CHANGES
}

/* ---- how many adults that takes */

static void
add_booked (School *self, int born, gboolean is_one_to_one)
{
  FarChildChange change = FAR_CHILD_CHANGE_NONE;
  FarWriter writer = party_writer (self->party, BO);
  FarBookingPlan plan = { .first_day = TODAY, .last_day = FAR_DAY_MAX };
  guint8 id[FAR_RECORD_ID_LEN];

  change.name = "Child";
  change.line = self->line;
  change.born = born;
  change.one_to_one = is_one_to_one;
  party_assert_done (far_collective_add_child (&writer, &change, self->child, error));
  party_assert_done (far_collective_book_child (&writer, self->child, &plan, id, error));
}

static void
assert_needed (School *self, guint n_children, guint n_needed, guint n_places)
{
  party_meet (self->party);
  for (guint who = 0; who < self->party->n_members; who++)
    {
      FarOutingFacts *outing = party_outing (self->party, who, self->rota, TODAY);

      g_assert_cmpuint (outing->walk.n, ==, n_children);
      g_assert_cmpuint (outing->verdict.n_needed, ==, n_needed);
      g_assert_cmpuint (outing->here.n_max, ==, n_places);
      far_outing_facts_free (outing);
    }
}

static void
agree (School *self, guint number, gint32 value)
{
  guint n = self->party->n_members / 2 + 1;
  FarApproval approval;

  for (guint who = 0; who < n; who++)
    {
      FarWriter writer = party_writer (self->party, who);

      party_assert_done (far_collective_set_rule (&writer, number, value, &approval, error));
      party_meet (self->party);
    }
  g_assert_true (approval.is_done);
}

static void
test_adults (void)
{
  g_auto (School) school = school_new (12, 3);
  FarWriter writer = party_writer (school.party, CY);
  guint8 nowhere[FAR_RECORD_ID_LEN] = { 7 };
  FarApproval approval;

  /* nobody is booked: the rota's own minimum, and three places */
  assert_needed (&school, 0, 2, 3);
  for (guint i = 0; i < 7; i++)
    add_booked (&school, 2018, FALSE);
  assert_needed (&school, 7, 2, 3);
  add_booked (&school, 2018, TRUE);
  assert_needed (&school, 8, 3, 3);

  /* of the school year 2026 those born in 2021 are the youngest, and in 2020 not any more */
  for (guint i = 0; i < 10; i++)
    add_booked (&school, 2020, FALSE);
  assert_needed (&school, 18, 4, 4);
  for (guint i = 0; i < 5; i++)
    add_booked (&school, 2021, FALSE);
  assert_needed (&school, 23, 5, 5);

  /* who is absent needs nobody, and takes no place away from who promised to come */
  g_assert_true (say_absent (&school, CY, NULL, TODAY, TRUE));
  assert_needed (&school, 22, 4, 5);

  party_assert_done (far_collective_set_crossings (&writer, school.line, 6, error));
  assert_needed (&school, 22, 6, 7);
  party_assert_refused (far_collective_set_crossings (&writer, school.line, 51, error),
                        FAR_COLLECTIVE_ERROR_NUMBER_INVALID);
  party_assert_refused (far_collective_set_crossings (&writer, nowhere, 1, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);

  /* the rule is the collective's own */
  agree (&school, FAR_RULE_CROSSINGS, -1);
  assert_needed (&school, 22, 4, 5);
  agree (&school, FAR_RULE_CHILDREN, 4);
  assert_needed (&school, 22, 7, 7);
  agree (&school, FAR_RULE_YOUNG_AGE, -1);
  assert_needed (&school, 22, 7, 7);
  agree (&school, FAR_RULE_CHILDREN, 0);
  agree (&school, FAR_RULE_YOUNG, 1);
  agree (&school, FAR_RULE_YOUNG_AGE, 0);
  assert_needed (&school, 22, 8, 9);
  writer = party_writer (school.party, CY);
  party_assert_refused (far_collective_set_rule (&writer, FAR_RULE_CHILDREN, -1, &approval, error),
                        FAR_COLLECTIVE_ERROR_RULE_VALUE);
  assert_agree (&school);
}

/* From eight children on there are two adults, whatever the rota says. */
static void
test_head_and_tail (void)
{
  g_auto (School) school = school_new (13, 3);
  FarRotaPlan plan = {
    .title = "One is enough",
    .rule = { .weekdays = 31, .every_n_weeks = 1, .first_day = TODAY, .last_day = TODAY + 30 },
    .at = 480,
    .n_min = 1,
    .n_max = 1,
    .line = school.line,
  };
  FarWriter writer = party_writer (school.party, ADA);

  party_assert_done (far_collective_add_rota (&writer, &plan, school.rota, error));
  for (guint i = 0; i < 7; i++)
    add_booked (&school, 0, FALSE);
  assert_needed (&school, 7, 1, 1);
  add_booked (&school, 0, FALSE);
  assert_needed (&school, 8, 2, 2);
  agree (&school, FAR_RULE_TWO_ADULTS, -1);
  assert_needed (&school, 8, 1, 1);
}

/* Who is too young comes along, and is none of the adults. */
static void
test_helper (void)
{
  g_auto (School) school = school_new (14, 4);
  FarWriter writer = party_writer (school.party, CY);
  guint8 turn[FAR_RECORD_ID_LEN];
  guint8 grandson[FAR_RECORD_ID_LEN];
  g_autofree char *turns = NULL;

  party_assert_done (far_collective_set_helper (&writer, writer.me->member, TRUE, error));
  party_assert_refused (far_collective_set_helper (&writer, school.party->members[BO].me.member,
                                                   TRUE, error),
                        FAR_COLLECTIVE_ERROR_PERSON_NOT_YOURS);
  party_assert_done (far_collective_add_person (&writer, "Grandson", grandson, error));
  party_assert_done (far_collective_set_helper (&writer, grandson, TRUE, error));
  party_assert_refused (far_collective_set_helper (&writer, school.line, TRUE, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  party_meet (school.party);

  for (guint who = CY; who <= DI; who++)
    {
      writer = party_writer (school.party, who);
      party_assert_done (
          far_collective_take_turn (&writer, school.rota, TODAY, NULL, TODAY, turn, error));
      party_meet (school.party);
    }
  writer = party_writer (school.party, CY);
  party_assert_done (
      far_collective_take_turn (&writer, school.rota, TODAY, grandson, TODAY, turn, error));
  party_meet (school.party);
  for (guint who = 0; who < school.party->n_members; who++)
    {
      FarOutingFacts *outing = party_outing (school.party, who, school.rota, TODAY);

      /* of the three Di is the one adult, and nobody is reserve */
      g_assert_cmpuint (outing->verdict.n_have, ==, 1);
      g_assert_false (outing->verdict.runs);
      for (guint i = 0; i < outing->turns->len; i++)
        g_assert_cmpint (((const FarTurnFacts *)outing->turns->pdata[i])->place, ==,
                         FAR_TURN_PLACE_STANDING);
      far_outing_facts_free (outing);
    }

  /* eighteen years are over one day */
  writer = party_writer (school.party, CY);
  party_assert_done (far_collective_set_helper (&writer, writer.me->member, FALSE, error));
  party_meet (school.party);
  {
    FarOutingFacts *outing = party_outing (school.party, ADA, school.rota, TODAY);

    g_assert_cmpuint (outing->verdict.n_have, ==, 2);
    g_assert_true (outing->verdict.runs);
    far_outing_facts_free (outing);
  }
  assert_agree (&school);
}

/* ---- erasing */

/* Whoever wrote the child down takes all of it away, whoever wrote it. */
static void
test_erased (void)
{
  g_auto (School) school = school_new (8, 4);
  static const guint cy[] = { CY };
  FarWriter writer;
  FarPos pos;

  set_guardians (&school, BO, cy, 1);
  book (&school, BO, 0, TODAY, FAR_DAY_MAX, NULL);
  party_meet (school.party);
  rename_child (&school, CY, "Léa C.");
  g_assert_true (say_absent (&school, ADA, NULL, TODAY, TRUE));
  assert_walks (&school, school.rota, "mTWHF");
  g_assert_cmpuint (count_words (&school, DI), ==, 5);

  /* a stranger takes nothing, another guardian their own words */
  writer = party_writer (school.party, DI);
  party_assert_refused (far_collective_erase_subject (&writer, school.child, &pos, error),
                        FAR_COLLECTIVE_ERROR_NOT_YOURS_TO_ERASE);
  writer = party_writer (school.party, CY);
  party_assert_done (far_collective_erase_subject (&writer, school.child, &pos, error));
  assert_name (&school, "Léa");
  g_assert_cmpuint (count_words (&school, DI), ==, 4);

  writer = party_writer (school.party, BO);
  party_assert_done (far_collective_erase_subject (&writer, school.child, &pos, error));
  assert_name (&school, NULL);
  for (guint who = 0; who < 4; who++)
    g_assert_cmpuint (count_words (&school, who), ==, 0);
  assert_walks (&school, school.rota, "");
  assert_agree (&school);
}

/* After a school year and a month nobody needs to know when a child was ill. */
static void
test_expires (void)
{
  g_auto (School) school = school_new (9, 2);
  FarWriter writer;
  guint n;

  book (&school, BO, 0, TODAY, FAR_DAY_MAX, NULL);
  g_assert_true (say_absent (&school, BO, NULL, TODAY, TRUE));
  g_assert_cmpuint (count_words (&school, BO), ==, 3);
  party_meet (school.party);
  writer = party_writer (school.party, BO);
  party_assert_done (far_collective_erase_expired (&writer, TODAY + 395, &n, error));
  g_assert_cmpuint (n, ==, 0);
  party_assert_done (far_collective_erase_expired (&writer, TODAY + 397, &n, error));
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (count_words (&school, BO), ==, 2);
  assert_walks (&school, school.rota, "MTWHF");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);

  g_test_add_func ("/far/children/guardians", test_guardians);
  g_test_add_func ("/far/children/unheard-of", test_unheard_of);
  g_test_add_func ("/far/children/side-by-side", test_side_by_side);
  g_test_add_func ("/far/children/left", test_left);
  g_test_add_func ("/far/children/fields", test_fields);
  g_test_add_func ("/far/children/twins", test_twins);
  g_test_add_func ("/far/children/booked", test_booked);
  g_test_add_func ("/far/children/booked-by-others", test_booked_by_others);
  g_test_add_func ("/far/children/absent", test_absent);
  g_test_add_func ("/far/children/absent-from-one", test_absent_from_one);
  g_test_add_func ("/far/children/tells-apart", test_tells_apart);
  g_test_add_func ("/far/children/adults", test_adults);
  g_test_add_func ("/far/children/head-and-tail", test_head_and_tail);
  g_test_add_func ("/far/children/helper", test_helper);
  g_test_add_func ("/far/children/erased", test_erased);
  g_test_add_func ("/far/children/expires", test_expires);

  return g_test_run ();
}
