/* SPDX-License-Identifier: GPL-3.0-or-later */

/* SQLite fails in the middle of whatever a store does: it says so, nothing of it is done, and what
 * was there is there still.
 *
 * Where the disk fails is tests/sim/test-crash.c's; here each step of SQLite's own machine is, so
 * that each statement fails once, be what it reads in memory or not. */

#include <string.h>

#include "far-collective-facts.h"
#include "far-kind-schema.h"
#include "far-store-image.h"
#include "far-world.h"

#define N_DEVICES 4
#define DAY 20840
#define N_TRIES 40 /* of one story; the first ones one by one */

static const guint8 rota[FAR_RECORD_ID_LEN] = "a rota of a test";

/* ---- what fails */

/* Counted down by SQLite; at 0 it is interrupted, below it only counts. */
static gint64 steps_left;

static int
step_cb (void *data)
{
  return --steps_left == 0;
}

/* Databases that are opened from now on, before anybody has a hand on them. */
static int
watch_new_cb (sqlite3 *db, char **message, const sqlite3_api_routines *api)
{
  sqlite3_progress_handler (db, 1, step_cb, NULL);

  return SQLITE_OK;
}

static void
watch_new (gint64 until)
{
  steps_left = until;
  sqlite3_auto_extension ((void (*) (void))watch_new_cb);
}

static gint64
unwatch_new (void)
{
  sqlite3_cancel_auto_extension ((void (*) (void))watch_new_cb);

  return -steps_left;
}

static void
watch (FarStore *store, gint64 until)
{
  steps_left = until;
  sqlite3_progress_handler (far_store_peek_db (store), 1, step_cb, NULL);
}

/* Returns: how many steps there were beyond the one that failed */
static gint64
unwatch (FarStore *store)
{
  sqlite3_progress_handler (far_store_peek_db (store), 0, NULL, NULL);

  return -steps_left;
}

/* ---- what there is: a collective that has seen everything, in two stores */

typedef struct
{
  FarWorld *world;
  GBytes *image; /* of the one that fails */
  GBytes *ahead; /* of one that holds more */
  FarPos own;    /* a turn of device 0, in both */
  guint8 other[FAR_ID_LEN];
} Fixture;

/* As a macro, so that @error is looked at after the call that sets it. */
#define expect(call, error) \
  G_STMT_START \
  { \
    gboolean good_ = (call); \
\
    g_assert_no_error (error); \
    g_assert_true (good_); \
  } \
  G_STMT_END

static GBytes *
make_image (FarStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FarStoreImage) making = far_store_image_new (store, &error);
  gboolean done = FALSE;
  GBytes *image;

  while (making != NULL && !done && far_store_image_step (making, &done, &error))
    g_assert_cmpfloat (far_store_image_get_fraction (making), <=, 1);
  g_assert_no_error (error);
  image = far_store_image_finish (making, "returns-as", rota, sizeof rota, &error);
  g_assert_no_error (error);

  return image;
}

/* Of device @who, about @subject, whatever fails. */
static gboolean
append (Fixture *self,
        FarStore *store,
        guint who,
        FarKind kind,
        GByteArray *payload,
        FarPos *out,
        GError **error)
{
  const FarWorldDevice *device = &self->world->devices[who];
  FarDraft draft = { .kind = kind,
                     .time_ms = self->world->now_ms,
                     .subject = device->member,
                     .payload = payload->data,
                     .payload_len = payload->len };

  return far_store_append (store, device->device, device->sign_secret, &draft, out, NULL, error);
}

static GByteArray *
make_turn (guint n)
{
  GByteArray *payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);

  far_map_bytes (&map, FAR_TURN_ROTA, rota, sizeof rota);
  far_map_int (&map, FAR_TURN_DAY, DAY + n);
  far_map_bytes (&map, FAR_TURN_PERSON, rota, sizeof rota);
  far_map_end (&map);

  return payload;
}

static GByteArray *
make_named (guint key, const char *name)
{
  GByteArray *payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);

  far_map_text (&map, key, name);
  far_map_end (&map);

  return payload;
}

static GByteArray *
make_outing (void)
{
  GByteArray *payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);

  far_map_bytes (&map, FAR_OUTING_ROTA, rota, sizeof rota);
  far_map_int (&map, FAR_OUTING_DAY, DAY);
  far_map_int (&map, FAR_OUTING_CANCELLED, 1);
  far_map_end (&map);

  return payload;
}

static GByteArray *
make_erase (const guint8 *id, const guint8 *subject)
{
  GByteArray *payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);

  if (id != NULL)
    {
      far_map_array (&map, FAR_ERASE_ENTRIES, 1);
      far_cbor_put_bytes (payload, id, FAR_ID_LEN);
    }
  if (subject != NULL)
    far_map_bytes (&map, FAR_ERASE_SUBJECT, subject, FAR_RECORD_ID_LEN);
  far_map_end (&map);

  return payload;
}

/* Takes @payload. */
static FarPos
write_one (Fixture *self, FarStore *store, guint who, FarKind kind, GByteArray *payload)
{
  g_autoptr (GByteArray) owned = payload;
  g_autoptr (GError) error = NULL;
  FarPos pos = { 0, 0 };

  expect (far_store_begin (store, &error), error);
  expect (append (self, store, who, kind, owned, &pos, &error), error);
  expect (far_store_commit (store, &error), error);

  return pos;
}

/* Header, words and signature of an entry that is held. */
static void
take_entry (FarStore *store, FarPos pos, FarStore *to, FarVerdict wanted, gboolean with_words)
{
  g_autoptr (GError) error = NULL;
  guint8 header[FAR_HEADER_MAX];
  FarVerdict verdict;
  FarRow row;
  gsize len;

  expect (far_store_read_pos (store, pos, &row, &error), error);
  len = far_store_read_header (store, &row, header, &error);
  g_assert_no_error (error);
  expect (far_store_begin (to, &error), error);
  verdict =
      far_store_add (to, header, len, with_words ? row.blob : NULL, row.blob_len,
                     row.sig != NULL ? row.sig : far_store_peek_log (store, pos.log)->signature,
                     &error);
  g_assert_no_error (error);
  g_assert_cmpint (verdict, ==, wanted);
  expect (far_store_commit (to, &error), error);
}

static void
set_up (Fixture *self)
{
  FarStore *store;
  FarStore *ahead;
  g_autoptr (GArray) have = g_array_new (FALSE, TRUE, sizeof (guint32));
  g_autoptr (GError) error = NULL;
  FarPos pos;

  self->world = far_world_new (31, N_DEVICES);
  store = far_world_found (self->world, NULL);
  far_world_admit_all (self->world, store);
  write_one (self, store, 0, FAR_KIND_PERSON, make_named (FAR_PERSON_NAME, "Zo\xc3\xa9"));
  write_one (self, store, 0, FAR_KIND_ROTA, make_named (FAR_ROTA_TITLE, "Linea"));
  write_one (self, store, 0, FAR_KIND_LINE, make_named (FAR_LINE_NAME, "Blu"));
  write_one (self, store, 0, FAR_KIND_OUTING, make_outing ());
  self->own = write_one (self, store, 0, FAR_KIND_TURN, make_turn (1));
  for (guint i = 0; i < 70; i++)
    write_one (self, store, 1, FAR_KIND_TURN, make_turn (i));
  pos = write_one (self, store, 1, FAR_KIND_TURN, make_turn (3));
  expect (far_store_get_id (store, pos, self->other, &error), error);
  write_one (self, store, 1, FAR_KIND_ERASE, make_erase (self->other, NULL));

  /* what the other holds more: turns, an ERASE, another branch */
  ahead = far_world_join (self->world, NULL);
  g_assert_true (far_world_meet (self->world, store, 0, ahead, 1, 1 << 16, -1, NULL, NULL));
  write_one (self, store, 3, FAR_KIND_TURN, make_turn (5));
  write_one (self, ahead, 3, FAR_KIND_TURN, make_turn (6));
  for (guint i = 0; i < 5; i++)
    pos = write_one (self, ahead, 2, FAR_KIND_TURN, make_turn (10 + i));
  write_one (self, ahead, 2, FAR_KIND_ERASE, make_erase (NULL, self->world->devices[2].member));
  pos = write_one (self, ahead, 1, FAR_KIND_TURN, make_turn (20));

  /* one that waits, and a branch of which the words are missing */
  write_one (self, ahead, 1, FAR_KIND_TURN, make_turn (21));
  take_entry (ahead, (FarPos){ pos.log, pos.seq + 1 }, store, FAR_VERDICT_PENDING, TRUE);
  take_entry (ahead,
              (FarPos){ far_store_find_log (ahead, self->world->devices[3].device),
                        far_store_next_seq (ahead, self->world->devices[3].device) - 1 },
              store, FAR_VERDICT_ACCEPTED, FALSE);
  expect (far_store_begin (store, &error), error);
  g_array_set_size (have, far_store_get_n_logs (store));
  g_array_index (have, guint32, 0) = 3;
  expect (far_store_note_heard (store, 2, have, &error), error);
  expect (far_store_commit (store, &error), error);

  g_assert_cmpuint (far_store_get_n_missing (store), ==, 1);
  self->image = make_image (store);
  self->ahead = make_image (ahead);
  far_store_close (store);
  far_store_close (ahead);
}

/* ---- stories.  Each returns whether it went well; what it began stays begun. */

static gboolean
write_turn (Fixture *self, FarStore *store, GError **error)
{
  g_autoptr (GByteArray) turn = make_turn (40);
  FarPos pos;

  return far_store_begin (store, error) &&
         append (self, store, 0, FAR_KIND_TURN, turn, &pos, error) &&
         far_store_commit (store, error);
}

static gboolean
write_erase (Fixture *self, FarStore *store, GError **error)
{
  guint8 id[FAR_ID_LEN];
  g_autoptr (GByteArray) erase = NULL;
  FarPos pos;
  guint n;

  if (!far_store_get_id (store, self->own, id, error))
    return FALSE;
  erase = make_erase (id, NULL);

  return far_store_begin (store, error) &&
         append (self, store, 0, FAR_KIND_ERASE, erase, &pos, error) &&
         far_store_commit (store, error) && far_store_count_erased (store, pos, &n, error);
}

static gboolean
write_erase_subject (Fixture *self, FarStore *store, GError **error)
{
  g_autoptr (GByteArray) erase = make_erase (NULL, self->world->devices[0].member);
  guint32 person = far_store_find_ident (store, self->world->devices[0].member);
  FarPos pos;

  return far_store_begin (store, error) &&
         append (self, store, 0, FAR_KIND_ERASE, erase, &pos, error) &&
         far_store_commit (store, error) &&
         (far_store_find_subject_erasure (store, person, &pos) || TRUE);
}

static gboolean
write_all_kinds (Fixture *self, FarStore *store, GError **error)
{
  g_autoptr (GByteArray) person = make_named (FAR_PERSON_NAME, "Ada");
  g_autoptr (GByteArray) title = make_named (FAR_ROTA_TITLE, "Rossa");
  g_autoptr (GByteArray) outing = make_outing ();
  FarPos pos;

  return far_store_begin (store, error) &&
         append (self, store, 0, FAR_KIND_PERSON, person, &pos, error) &&
         append (self, store, 1, FAR_KIND_ROTA, title, &pos, error) &&
         append (self, store, 2, FAR_KIND_OUTING, outing, &pos, error) &&
         far_store_commit (store, error);
}

/* All of the other's, one by one and from the last on. */
static gboolean
add_backwards (Fixture *self, FarStore *store, GError **error)
{
  g_autoptr (FarStore) ahead = far_store_open_image (self->ahead, NULL);

  if (!far_store_begin (store, error))
    return FALSE;

  for (gint64 n = far_store_get_n_entries (ahead); n > 80; n--)
    {
      guint8 header[FAR_HEADER_MAX];
      FarRow row;
      gsize len;

      g_assert_true (far_store_read (ahead, n, &row, NULL));
      len = far_store_read_header (ahead, &row, header, NULL);
      if (far_store_add (store, header, len, row.blob, row.blob_len, row.sig, error) ==
          FAR_VERDICT_FAILED)
        return FALSE;
    }

  return far_store_commit (store, error);
}

static gboolean
meet (Fixture *self, FarStore *store, GError **error)
{
  g_autoptr (FarStore) ahead = far_store_open_image (self->ahead, NULL);

  return far_world_meet (self->world, store, 0, ahead, 1, 1 << 16, -1, NULL, error);
}

static gboolean
be_met (Fixture *self, FarStore *store, GError **error)
{
  g_autoptr (FarStore) empty = far_world_join (self->world, NULL);

  return far_world_meet (self->world, empty, 1, store, 0, 1 << 16, -1, NULL, error);
}

static gboolean
check (Fixture *self, FarStore *store, GError **error)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);

  return far_store_check (store, TRUE, problems, error);
}

static gboolean
rebuild (Fixture *self, FarStore *store, GError **error)
{
  return far_store_rebuild (store, error);
}

static gboolean
save (FarStore *store, GError **error)
{
  g_autoptr (FarStoreImage) making = far_store_image_new (store, error);
  g_autoptr (GBytes) image = NULL;
  gboolean done = FALSE;

  while (making != NULL && !done)
    if (!far_store_image_step (making, &done, error))
      return FALSE;
  if (making != NULL)
    image = far_store_image_finish (making, "returns-as", rota, sizeof rota, error);

  return image != NULL;
}

static gboolean
look (Fixture *self, FarStore *store, GError **error)
{
  guint8 digest[FAR_HASH_LEN];
  guint8 header[FAR_HEADER_MAX];
  FarRow row;

  for (gint64 n = 1; n <= far_store_get_n_entries (store); n++)
    if (!far_store_read (store, n, &row, error) ||
        far_store_read_header (store, &row, header, error) == 0)
      return FALSE;

  return far_collective_records_digest (store, digest, error);
}

/* The key is in use elsewhere: it is given up, and what is lost is found. */
static gboolean
change_key (Fixture *self, FarStore *store, GError **error)
{
  const guint8 *device = self->world->devices[2].device;
  const guint8 *next = self->world->devices[0].device;
  FarLost lost = { 0 };

  if (!far_store_set_own (store, device, error) || !far_store_give_up_own (store, device, error) ||
      !far_store_begin (store, error) || !far_store_renew_own (store, next, error) ||
      !far_store_commit (store, error))
    return FALSE;
  far_store_find_lost (store, &lost);

  return far_store_begin (store, error) && far_store_forget_lost (store, &lost, error) &&
         far_store_commit (store, error);
}

static gboolean
bring_words (Fixture *self, FarStore *store, GError **error)
{
  g_autoptr (FarStore) ahead = far_store_open_image (self->ahead, NULL);
  g_autoptr (GArray) missing = far_store_list_missing (store);
  const guint8 *id = (const guint8 *)missing->data;
  FarVerdict verdict = FAR_VERDICT_FAILED;
  FarRow row;
  FarPos pos;

  /* they are here, or it is not told which are not */
  if (missing->len == 0)
    return TRUE;

  g_assert_true (far_store_find_id (ahead, id, &pos));
  g_assert_true (far_store_read_pos (ahead, pos, &row, NULL));
  if (far_store_begin (store, error))
    verdict = far_store_put_blob (store, row.id, row.blob, row.blob_len, error);

  /* KNOWN may be what could not be read: the end of the batch tells */
  g_assert_cmpint (verdict, !=, FAR_VERDICT_INVALID);

  return verdict != FAR_VERDICT_FAILED && far_store_commit (store, error);
}

static gboolean
note_heard (Fixture *self, FarStore *store, GError **error)
{
  g_autoptr (GArray) have = g_array_new (FALSE, TRUE, sizeof (guint32));

  g_array_set_size (have, far_store_get_n_logs (store));
  g_array_index (have, guint32, 0) = 4;

  return far_store_begin (store, error) && far_store_note_heard (store, 3, have, error) &&
         far_store_commit (store, error);
}

static gboolean
note_small (Fixture *self, FarStore *store, GError **error)
{
  g_autoptr (GBytes) value = g_bytes_new_static ("x", 1);
  g_autoptr (GBytes) again = NULL;

  if (!far_store_set_meta (store, "my-name", value, error))
    return FALSE;
  again = far_store_dup_meta (store, "my-name");

  return again != NULL ||
         (g_set_error (error, FAR_STORE_ERROR, FAR_STORE_ERROR_IO, "it was not kept"), FALSE);
}

typedef struct
{
  const char *name;
  gboolean (*play) (Fixture *self, FarStore *store, GError **error);
} Story;

static const Story stories[] = {
  { "write", write_turn },
  { "write-all-kinds", write_all_kinds },
  { "erase", write_erase },
  { "erase-subject", write_erase_subject },
  { "add-backwards", add_backwards },
  { "meet", meet },
  { "be-met", be_met },
  { "check", check },
  { "rebuild", rebuild },
  { "look", look },
  { "change-key", change_key },
  { "bring-words", bring_words },
  { "note-heard", note_heard },
  { "note-small", note_small },
};

/* ---- playing them */

static Fixture fixture;

static FarStore *
open_image (void)
{
  g_autoptr (GError) error = NULL;
  FarStore *store = far_store_open_image (fixture.image, &error);

  g_assert_no_error (error);

  return store;
}

/* What was there is there, and all that is there is sound. */
static void
assert_sound (FarStore *store, gint64 n_before)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (far_store_get_n_entries (store), >=, n_before);
  expect (far_store_check (store, TRUE, problems, &error), error);
  if (problems->len > 0)
    g_error ("%s", (const char *)problems->pdata[0]);
}

/* Fails at step @at of the story.  Returns: FALSE if that is beyond its end */
static gboolean
fail_at (const Story *story, gint64 at)
{
  g_autoptr (FarStore) store = open_image ();
  gint64 n_before = far_store_get_n_entries (store);
  g_autoptr (GError) error = NULL;
  gboolean good;
  gboolean failed;

  watch (store, at);
  good = story->play (&fixture, store, &error);
  failed = unwatch (store) >= 0;
  if (far_store_in_batch (store))
    far_store_rollback (store);
  g_test_message ("%s at step %" G_GINT64_FORMAT ": %s", story->name, at,
                  error != NULL ? error->message : "it went well");
  g_assert_true (good == (error == NULL));
  if (!good)
    {
      g_assert_true (failed);
      g_assert_cmpstr (error->message, !=, "");
    }
  assert_sound (store, n_before);

  /* and it goes on */
  g_clear_error (&error);
  if (!story->play (&fixture, store, &error))
    g_error ("%s at step %" G_GINT64_FORMAT ": %s", story->name, at, error->message);

  return failed;
}

static gint64
count_steps (const Story *story)
{
  g_autoptr (FarStore) store = open_image ();
  g_autoptr (GError) error = NULL;

  watch (store, 0);
  expect (story->play (&fixture, store, &error), error);

  return unwatch (store);
}

static void
test_story (gconstpointer data)
{
  const Story *story = data;
  gint64 n = count_steps (story);
  gint64 stride = MAX (1, n / N_TRIES);

  g_assert_cmpint (n, >, 0);
  for (gint64 at = 1; at <= n; at += at < N_TRIES / 2 ? 1 : stride)
    fail_at (story, at);
}

/* ---- what begins with a new database */

static void
test_open (void)
{
  gint64 n;
  gint64 stride;

  watch_new (0);
  far_store_close (open_image ());
  n = unwatch_new ();
  stride = MAX (1, n / (4 * N_TRIES));
  for (gint64 at = 1; at <= n; at += at < N_TRIES ? 1 : stride)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (FarStore) store = NULL;

      watch_new (at);
      store = far_store_open_image (fixture.image, &error);
      unwatch_new ();
      g_assert_true (store != NULL || error->domain == FAR_STORE_ERROR);
      if (store != NULL)
        assert_sound (store, 0);
    }
}

static void
test_save (void)
{
  g_autoptr (FarStore) store = open_image ();
  g_autoptr (GError) error = NULL;
  gint64 n;

  watch_new (0);
  expect (save (store, &error), error);
  n = unwatch_new ();
  for (gint64 at = 1; at <= n; at++)
    {
      gboolean good;

      g_clear_error (&error);
      watch_new (at);
      good = save (store, &error);
      unwatch_new ();
      g_assert_true (good == (error == NULL));
    }
  assert_sound (store, 0);
}

/* After some errors SQLite has rolled back by itself, and what is written then would stay, each
 * statement by itself: whoever goes on all the same writes nothing. */
static void
test_goes_on (void)
{
  g_autoptr (FarStore) store = open_image ();
  g_autoptr (GByteArray) turn = make_turn (1);
  gint64 n_before = far_store_get_n_entries (store);
  gboolean rolled_back = FALSE;
  FarPos pos;

  for (gint64 at = 1; !rolled_back; at++)
    {
      g_autoptr (GError) error = NULL;
      gboolean good;

      expect (far_store_begin (store, &error), error);
      watch (store, at);
      /* whoever asks has what was appended before */
      good = append (&fixture, store, 0, FAR_KIND_TURN, turn, &pos, &error) &&
             far_store_statement (store, "SELECT count (*) FROM entry") != NULL;
      unwatch (store);
      g_assert_false (good);
      g_clear_error (&error);

      rolled_back = sqlite3_get_autocommit (far_store_peek_db (store)) != 0;
      if (rolled_back)
        {
          g_assert_false (append (&fixture, store, 0, FAR_KIND_TURN, turn, &pos, &error));
          g_assert_error (error, FAR_STORE_ERROR, FAR_STORE_ERROR_IO);
          g_clear_error (&error);
          g_assert_null (far_store_statement (store, "DELETE FROM entry"));
        }
      g_assert_false (far_store_commit (store, &error));
      g_assert_cmpint (far_store_get_n_entries (store), ==, n_before);
    }
  assert_sound (store, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  set_up (&fixture);
  g_test_add_func ("/far/fail/open", test_open);
  g_test_add_func ("/far/fail/save", test_save);
  g_test_add_func ("/far/fail/goes-on", test_goes_on);
  for (guint i = 0; i < G_N_ELEMENTS (stories); i++)
    {
      g_autofree char *path = g_strconcat ("/far/fail/", stories[i].name, NULL);

      g_test_add_data_func (path, &stories[i], test_story);
    }

  return g_test_run ();
}
