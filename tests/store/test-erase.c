/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Words that are to go: they are in no file of any machine afterwards, whatever the order in which
 * things came, and come back where the ERASE turns out to be void. */

#include <glib/gstdio.h>
#include <string.h>

#include "far-kind-schema.h"
#include "far-page.h"
#include "far-store-image.h"
#include "far-world.h"

#define N 4
#define DAY 20703
/* enough for pages to be split and their cells to be moved */
#define N_MOVED 400
#define PIECE_LEN 12

typedef struct
{
  FarWorld *world;
  char *folder;
  FarStore *stores[N];
  guint8 rota[FAR_RECORD_ID_LEN];
} Fixture;

static char *
file_of (Fixture *self, guint who)
{
  return g_strdup_printf ("%s/%u/log.db", self->folder, who);
}

static void
meet (Fixture *self, guint a, guint b)
{
  g_autoptr (GError) error = NULL;
  FarMet meeting;

  far_world_meet (self->world, self->stores[a], a, self->stores[b], b, 65536, -1, &meeting, &error);
  g_assert_no_error (error);
  g_assert_cmpint (meeting.state_a, ==, FAR_SESSION_IN_STEP);
  g_assert_cmpint (meeting.state_b, ==, FAR_SESSION_IN_STEP);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->world = far_world_new (11, N);
  self->folder = g_dir_make_tmp ("far-erase-XXXXXX", NULL);
  g_assert_nonnull (self->folder);
  far_world_fill (self->world, self->rota, sizeof self->rota);
  for (guint i = 0; i < N; i++)
    {
      g_autofree char *home = g_strdup_printf ("%s/%u", self->folder, i);
      g_autofree char *path = file_of (self, i);

      g_assert_cmpint (g_mkdir (home, 0700), ==, 0);
      self->stores[i] =
          i == 0 ? far_world_found (self->world, path) : far_world_join (self->world, path);
      if (i == 0)
        far_world_admit_all (self->world, self->stores[0]);
      else
        meet (self, i, 0);
    }
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < N; i++)
    {
      g_autofree char *home = g_strdup_printf ("%s/%u", self->folder, i);
      g_autofree char *path = file_of (self, i);

      far_store_close (self->stores[i]);
      g_unlink (path);
      g_rmdir (home);
    }
  g_rmdir (self->folder);
  g_free (self->folder);
  far_world_free (self->world);
}

/* How many files of @who's home hold the word. */
static guint
count_files (Fixture *self, guint who, const char *word)
{
  g_autofree char *home = g_strdup_printf ("%s/%u", self->folder, who);
  g_autoptr (GDir) dir = g_dir_open (home, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (home, name, NULL);
      g_autofree char *bytes = NULL;
      gsize len;

      g_assert_true (g_file_get_contents (path, &bytes, &len, NULL));
      n += memmem (bytes, len, word, strlen (word)) != NULL;
    }

  return n;
}

static char *
new_word (Fixture *self)
{
  char *word = g_new0 (char, 25);

  for (guint i = 0; i < 24; i++)
    word[i] = 'a' + (int)(far_world_random (self->world) * 26);

  return word;
}

static FarPos
write_batch (Fixture *self,
             guint who,
             FarKind kind,
             const guint8 *subject,
             GByteArray *payload,
             const FarPos *refs,
             guint n_refs)
{
  g_autoptr (GError) error = NULL;
  FarPos pos;

  g_assert_true (far_store_begin (self->stores[who], &error));
  pos = far_world_write (self->world, self->stores[who], who, kind, subject, payload, refs, n_refs);
  g_assert_true (far_store_commit (self->stores[who], &error));
  g_assert_no_error (error);

  return pos;
}

/* A turn of member @whom with a note, by @who. */
static FarPos
write_note (Fixture *self, guint who, guint whom, const char *note, const FarPos *refs, guint n)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  const guint8 *person = self->world->devices[whom].member;

  far_map_bytes (&map, FAR_TURN_ROTA, self->rota, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_TURN_DAY, DAY);
  far_map_bytes (&map, FAR_TURN_PERSON, person, FAR_RECORD_ID_LEN);
  far_map_text (&map, FAR_TURN_NOTE, note);
  far_map_end (&map);

  return write_batch (self, who, FAR_KIND_TURN, person, payload, refs, n);
}

static FarPos
erase (Fixture *self, guint who, const FarPos *entry, const guint8 *subject)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  guint8 id[FAR_ID_LEN];

  if (entry != NULL)
    {
      g_assert_true (far_store_get_id (self->stores[who], *entry, id, NULL));
      far_map_array (&map, FAR_ERASE_ENTRIES, 1);
      far_cbor_put_bytes (payload, id, FAR_ID_LEN);
    }
  if (subject != NULL)
    far_map_bytes (&map, FAR_ERASE_SUBJECT, subject, FAR_RECORD_ID_LEN);
  far_map_end (&map);

  return write_batch (self, who, FAR_KIND_ERASE, NULL, payload, NULL, 0);
}

static void
assert_sound (Fixture *self, guint who)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  g_assert_true (far_store_check (self->stores[who], TRUE, problems, &error));
  g_assert_no_error (error);
  if (problems->len > 0)
    g_test_message ("%s", (const char *)problems->pdata[0]);
  g_assert_cmpuint (problems->len, ==, 0);
}

static gboolean
holds_blob (FarStore *store, const guint8 *id)
{
  FarPos pos;
  FarRow row;

  g_assert_true (far_store_find_id (store, id, &pos));
  g_assert_true (far_store_read_pos (store, pos, &row, NULL));

  return row.blob != NULL;
}

/* By whoever wrote it, and by whom it is about; a stranger's word changes nothing. */
static void
test_everywhere (Fixture *self, gconstpointer data)
{
  gboolean by_subject = data != NULL;
  g_autofree char *word = new_word (self);
  g_autofree char *other = new_word (self);
  FarPos pos = write_note (self, 1, 1, word, NULL, 0);
  guint8 digests[2][FAR_HASH_LEN];
  FarPos erased;
  guint8 id[FAR_ID_LEN];
  guint n;

  g_assert_true (far_store_get_id (self->stores[1], pos, id, NULL));
  write_note (self, 2, 2, other, NULL, 0);
  for (guint i = 2; i < N; i++)
    meet (self, i, 1);
  meet (self, 0, 1);
  for (guint i = 0; i < N; i++)
    g_assert_cmpuint (count_files (self, i, word), >, 0);

  g_assert_true (far_store_find_id (self->stores[3], id, &pos));
  erase (self, 3, &pos, self->world->devices[1].member);
  g_assert_true (holds_blob (self->stores[3], id));

  g_assert_true (far_store_find_id (self->stores[1], id, &pos));
  erased =
      erase (self, 1, by_subject ? NULL : &pos, by_subject ? self->world->devices[1].member : NULL);
  g_assert_true (far_store_count_erased (self->stores[1], erased, &n, NULL));
  g_assert_cmpuint (n, ==, 1);
  for (guint i = 0; i < N; i++)
    meet (self, i, (i + 1) % N);
  meet (self, 0, 1);
  meet (self, 2, 1);

  far_store_digest (self->stores[0], digests[0]);
  for (guint i = 0; i < N; i++)
    {
      g_autofree char *path = file_of (self, i);
      g_autoptr (GError) error = NULL;

      g_assert_cmpuint (count_files (self, i, word), ==, 0);
      g_assert_cmpuint (count_files (self, i, other), >, 0);
      assert_sound (self, i);
      far_store_digest (self->stores[i], digests[1]);
      g_assert_cmpmem (digests[0], FAR_HASH_LEN, digests[1], FAR_HASH_LEN);
      g_assert_cmpuint (far_store_get_n_missing (self->stores[i]), ==, 0);

      g_assert_true (far_store_rebuild (self->stores[i], &error));
      assert_sound (self, i);
      far_store_close (self->stores[i]);
      g_assert_cmpuint (count_files (self, i, word), ==, 0);
      self->stores[i] = far_store_open (path, NULL, FALSE, &error);
      g_assert_no_error (error);
      g_assert_false (holds_blob (self->stores[i], id));
    }
}

/* Somebody who was away brings the words after everybody has dropped them; and wrote more of them
 * without knowing. */
static void
test_late_copy (Fixture *self, gconstpointer data)
{
  g_autofree char *word = new_word (self);
  g_autofree char *unknowing = new_word (self);
  g_autofree char *knowing = new_word (self);
  FarPos pos = write_note (self, 1, 1, word, NULL, 0);
  FarPos seen;
  guint8 id[FAR_ID_LEN];
  FarPos erased;

  meet (self, 2, 1);
  write_note (self, 2, 1, unknowing, &pos, 0);
  erased = erase (self, 1, NULL, self->world->devices[1].member);
  meet (self, 3, 1);
  g_assert_true (far_store_get_id (self->stores[1], erased, id, NULL));
  g_assert_true (far_store_find_id (self->stores[3], id, &seen));
  write_note (self, 3, 1, knowing, &seen, 1);

  /* the one who was away meets one who has not heard of it either, and both one who has */
  meet (self, 0, 2);
  g_assert_cmpuint (count_files (self, 0, word), >, 0);
  g_assert_cmpuint (count_files (self, 0, unknowing), >, 0);
  meet (self, 0, 3);
  meet (self, 1, 0);
  meet (self, 2, 1);
  meet (self, 3, 2);

  for (guint i = 0; i < N; i++)
    {
      g_assert_cmpuint (count_files (self, i, word), ==, 0);
      g_assert_cmpuint (count_files (self, i, unknowing), ==, 0);
      g_assert_cmpuint (count_files (self, i, knowing), >, 0);
      assert_sound (self, i);
    }
}

/* An entry by itself, as it would come in a bundle's leftovers. */
static FarVerdict
give (FarStore *from, FarPos pos, FarStore *to, gboolean with_blob, GBytes *blob)
{
  g_autoptr (GError) error = NULL;
  guint8 header[FAR_HEADER_MAX];
  guint8 sig[FAR_SIG_LEN];
  gboolean has_sig = pos.seq == far_store_peek_log (from, pos.log)->signed_seq;
  FarVerdict verdict;
  FarRow row;
  gsize len;

  g_assert_true (far_store_read_pos (from, pos, &row, NULL));
  has_sig |= row.sig != NULL;
  memcpy (sig, row.sig != NULL ? row.sig : far_store_peek_log (from, pos.log)->signature,
          FAR_SIG_LEN);
  len = far_store_read_header (from, &row, header, NULL);

  g_assert_true (far_store_begin (to, &error));
  verdict = far_store_add (to, header, len, with_blob ? g_bytes_get_data (blob, NULL) : NULL,
                           with_blob ? g_bytes_get_size (blob) : 0, has_sig ? sig : NULL, &error);
  g_assert_no_error (error);
  g_assert_true (far_store_commit (to, &error));

  return verdict;
}

/* What waits for something else is searched too. */
static void
test_pending (Fixture *self, gconstpointer data)
{
  g_autofree char *word = new_word (self);
  g_autoptr (GBytes) blob = NULL;
  FarPos first;
  FarPos second;
  FarPos third;
  FarRow row;

  meet (self, 1, 2);
  first = write_note (self, 1, 1, "first", NULL, 0);
  second = write_note (self, 1, 1, word, NULL, 0);
  g_assert_true (far_store_read_pos (self->stores[1], second, &row, NULL));
  blob = g_bytes_new (row.blob, row.blob_len);
  g_assert_cmpint (give (self->stores[1], second, self->stores[2], TRUE, blob), ==,
                   FAR_VERDICT_PENDING);
  g_assert_cmpuint (count_files (self, 2, word), >, 0);

  /* the member's word about all that is about them, heard of through another */
  meet (self, 3, 1);
  third = erase (self, 1, NULL, self->world->devices[1].member);
  g_assert_cmpint (give (self->stores[1], third, self->stores[2], FALSE, NULL), ==,
                   FAR_VERDICT_PENDING);
  meet (self, 2, 1);
  g_assert_cmpuint (count_files (self, 2, word), ==, 0);
  g_assert_cmpuint (far_store_get_n_missing (self->stores[2]), ==, 0);
  g_assert_cmpuint (first.seq + 2, ==, third.seq);
  assert_sound (self, 2);
}

/* What came without its words, and was erased by nobody, is asked for until somebody has it. */
static void
test_missing (Fixture *self, gconstpointer data)
{
  g_autofree char *word = new_word (self);
  FarPos pos;
  guint8 id[FAR_ID_LEN];
  guint8 lie[40] = { 0 };
  guint8 digests[2][FAR_HASH_LEN];
  g_autoptr (GError) error = NULL;

  meet (self, 1, 2);
  pos = write_note (self, 1, 1, word, NULL, 0);
  g_assert_true (far_store_get_id (self->stores[1], pos, id, NULL));
  g_assert_cmpint (give (self->stores[1], pos, self->stores[2], FALSE, NULL), ==,
                   FAR_VERDICT_ACCEPTED);
  g_assert_cmpuint (far_store_get_n_missing (self->stores[2]), ==, 1);
  assert_sound (self, 2);

  /* the next one has it from there, and misses it too */
  meet (self, 3, 2);
  g_assert_cmpuint (far_store_get_n_missing (self->stores[3]), ==, 1);

  /* no other words are taken for it */
  g_assert_true (far_store_begin (self->stores[2], &error));
  g_assert_cmpint (far_store_put_blob (self->stores[2], id, lie, sizeof lie, &error), ==,
                   FAR_VERDICT_INVALID);
  far_store_rollback (self->stores[2]);

  meet (self, 2, 1);
  g_assert_cmpuint (far_store_get_n_missing (self->stores[2]), ==, 0);
  g_assert_true (holds_blob (self->stores[2], id));
  meet (self, 2, 3);
  g_assert_true (holds_blob (self->stores[3], id));
  for (guint i = 1; i < N; i++)
    {
      assert_sound (self, i);
      far_store_digest (self->stores[i], digests[i > 1]);
    }
  g_assert_cmpmem (digests[0], FAR_HASH_LEN, digests[1], FAR_HASH_LEN);

  /* and what is erased is neither asked for nor given */
  erase (self, 1, &pos, NULL);
  meet (self, 1, 2);
  g_assert_cmpuint (far_store_get_n_missing (self->stores[2]), ==, 0);
  g_assert_cmpuint (count_files (self, 2, word), ==, 0);
}

/* An ERASE is told of before what it is about, and what it is about goes without its words. */
static void
test_goes_first (Fixture *self, gconstpointer data)
{
  g_autofree char *word = new_word (self);
  g_autoptr (GArray) have = g_array_new (FALSE, TRUE, sizeof (guint32));
  FarReplica *replica;
  FarEntryParts parts;
  guint n_before = 0;
  FarPos pos;
  g_autoptr (GError) error = NULL;

  meet (self, 2, 1);
  pos = write_note (self, 1, 1, word, NULL, 0);
  for (guint i = 0; i < 600; i++)
    write_note (self, 2, 2, "la la la", NULL, 0);
  meet (self, 1, 2);
  erase (self, 1, &pos, NULL);

  replica = far_store_replica_new (self->stores[1]);
  g_assert_cmpint (replica->iface->start_sending (replica, have, DAY, &error), >, 600);
  while (replica->iface->next_entry (replica, &parts, &error) && parts.kind != FAR_KIND_ERASE)
    n_before++;
  g_assert_no_error (error);
  g_assert_cmpuint (n_before, <, 50);
  far_store_replica_free (replica);
}

/* A file of the first version learns what it needs from its own log. */
static void
test_older_file (Fixture *self, gconstpointer data)
{
  g_autofree char *path = file_of (self, 1);
  g_autofree char *word = new_word (self);
  FarPos pos = write_note (self, 1, 1, word, NULL, 0);
  g_autoptr (GError) error = NULL;
  sqlite3 *db;

  meet (self, 2, 1);
  erase (self, 2, NULL, self->world->devices[2].member);
  erase (self, 1, &pos, NULL);
  far_store_close (self->stores[1]);

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db,
                                 "DROP TABLE missing; DROP TABLE person; DROP TABLE erase;"
                                 "INSERT INTO act (g, n, past, proven)"
                                 " SELECT (SELECT max (g) FROM act) + row_number ()"
                                 " OVER (ORDER BY n), n, past, 0 FROM witness;"
                                 "DROP TABLE witness; ALTER TABLE act DROP COLUMN reach;"
                                 "PRAGMA user_version = 1",
                                 NULL, NULL, NULL),
                   ==, SQLITE_OK);
  sqlite3_close (db);

  self->stores[1] = far_store_open (path, NULL, FALSE, &error);
  g_assert_no_error (error);
  assert_sound (self, 1);
  g_assert_cmpuint (far_store_get_n_missing (self->stores[1]), ==, 0);
  meet (self, 2, 1);
  g_assert_cmpuint (count_files (self, 2, word), ==, 0);
}

/* Whether a piece of @all, some letters of it, stands in @who's database. */
static gboolean
holds_piece (Fixture *self, guint who, const char *all)
{
  g_autofree char *path = file_of (self, who);
  g_autofree char *bytes = NULL;
  gsize len;
  gsize n = 0;

  g_assert_true (g_file_get_contents (path, &bytes, &len, NULL));
  for (gsize i = 0; i < len; i++)
    {
      n = g_ascii_islower (bytes[i]) ? n + 1 : 0;
      if (n >= PIECE_LEN)
        {
          char piece[PIECE_LEN + 1] = { 0 };

          memcpy (piece, bytes + i + 1 - PIECE_LEN, PIECE_LEN);
          if (strstr (all, piece) != NULL)
            return TRUE;
        }
    }

  return FALSE;
}

/* How many pages of a copy that @who gives away hold more than their cells. */
static guint
count_pages_with_more (Fixture *self, guint who)
{
  g_autoptr (FarStoreImage) making = NULL;
  g_autoptr (GBytes) image = NULL;
  g_autoptr (GError) error = NULL;
  gboolean done = FALSE;
  const guint8 *bytes;
  gsize len;
  gsize page_len;
  gsize used;
  guint n = 0;

  making = far_store_image_new (self->stores[who], &error);
  while (!done)
    g_assert_true (far_store_image_step (making, &done, &error));
  image = far_store_image_finish (making, "returning", "x", 1, &error);
  g_assert_no_error (error);
  bytes = g_bytes_get_data (image, &len);
  g_assert_true (far_page_read_sizes (bytes, &page_len, &used));
  for (gsize at = 0; at < len; at += page_len)
    {
      gsize from;
      gsize to;

      n += far_page_find_leftovers (bytes + at, used, at == 0, &from, &to);
    }

  return n;
}

static void
put_words (Fixture *self, guint who, FarPos *at, guint n)
{
  for (; n > 0; n--)
    {
      guint i = (guint)(far_world_random (self->world) * n);
      g_autoptr (GError) error = NULL;
      guint8 id[FAR_ID_LEN];
      FarRow row;

      g_assert_true (far_store_read_pos (self->stores[1], at[i], &row, NULL));
      memcpy (id, row.id, FAR_ID_LEN);
      g_assert_true (far_store_begin (self->stores[who], &error));
      g_assert_cmpint (far_store_put_blob (self->stores[who], id, row.blob, row.blob_len, &error),
                       ==, FAR_VERDICT_ACCEPTED);
      g_assert_true (far_store_commit (self->stores[who], &error));
      at[i] = at[n - 1];
    }
}

/* Where words come late to rows that have no room for them, SQLite moves cells to other pages, and
 * leaves behind what it moved: dropping words does not reach that. */
static void
test_moved (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) all = g_string_new (NULL);
  g_autofree char *path = file_of (self, 2);
  g_autoptr (GBytes) blob = NULL;
  g_autoptr (GError) error = NULL;
  FarPos erased[N_MOVED];
  FarPos kept[N_MOVED];
  FarPos pos;
  FarRow row;

  meet (self, 1, 2);
  for (guint i = 0; i < N_MOVED; i++)
    {
      gsize len = all->len;

      for (guint n = (guint)(far_world_random (self->world) * 30); n > 0; n--)
        {
          g_autofree char *word = new_word (self);

          g_string_append (all, word);
        }
      erased[i] = write_note (self, 1, 1, all->str + len, NULL, 0);
      kept[i] = write_note (self, 1, 3, "SOMETHING ELSE", NULL, 0);
      give (self->stores[1], erased[i], self->stores[2], FALSE, NULL);
      give (self->stores[1], kept[i], self->stores[2], FALSE, NULL);
    }
  put_words (self, 2, erased, N_MOVED);
  g_assert_cmpuint (count_pages_with_more (self, 2), ==, 0);

  pos = erase (self, 1, NULL, self->world->devices[1].member);
  g_assert_true (far_store_read_pos (self->stores[1], pos, &row, NULL));
  blob = g_bytes_new (row.blob, row.blob_len);
  g_assert_cmpint (give (self->stores[1], pos, self->stores[2], TRUE, blob), ==,
                   FAR_VERDICT_ACCEPTED);
  g_assert_false (holds_piece (self, 2, all->str));

  /* nor do they come back with what is written beside them */
  put_words (self, 2, kept, N_MOVED);
  assert_sound (self, 2);
  far_store_close (self->stores[2]);
  g_assert_false (holds_piece (self, 2, all->str));
  self->stores[2] = far_store_open (path, NULL, FALSE, &error);
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, data, function) \
  g_test_add ("/far/store/erase/" name, Fixture, data, set_up, function, tear_down)
  ADD ("entry-everywhere", NULL, test_everywhere);
  ADD ("subject-everywhere", "subject", test_everywhere);
  ADD ("late-copy", NULL, test_late_copy);
  ADD ("pending", NULL, test_pending);
  ADD ("missing", NULL, test_missing);
  ADD ("older-file", NULL, test_older_file);
  ADD ("goes-first", NULL, test_goes_first);
  ADD ("moved", NULL, test_moved);
#undef ADD

  return g_test_run ();
}
