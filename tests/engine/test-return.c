/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Saving a copy, coming back from it, and being let in again. */

#include "party.h"

#include <glib/gstdio.h>
#include <string.h>

#include "far-backup.h"
#include "far-store-image.h"

#define PASSPHRASE "a farandole never ends"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarErasure, far_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarSaved, far_snapshot_unref)

/* a guess costs nothing here */
static const FarBackupCost cheap = { 1, 8 };

/* ---- what people do */

static FarSaved *
save (Party *self, const char *path, GError **error)
{
  far_engine_backup_async (self->engine, path, PASSPHRASE, NULL, party_done, self);

  return far_engine_backup_finish (self->engine, party_wait (self), error);
}

static FarSaved *
restore (Party *self, const char *path, const char *passphrase, GError **error)
{
  far_engine_restore_async (self->engine, path, passphrase, NULL, party_done, self);

  return far_engine_restore_finish (self->engine, party_wait (self), error);
}

/* Goes on asking, without an invitation. */
static FarMembership *
ask (Party *self, const char *peer, const char *out, const char *in, GError **error)
{
  far_engine_join_async (self->engine, NULL, NULL, peer, out, in, FAR_NEARBY_NOWHERE, 0, NULL,
                         party_done, self);

  return far_engine_join_finish (self->engine, party_wait (self), error);
}

static FarApproved *
end_device (Party *self, const char *device, GError **error)
{
  far_engine_revoke_async (self->engine, device, NULL, party_done, self);

  return far_engine_revoke_finish (self->engine, party_wait (self), error);
}

static void
erase_person (Party *self, const char *person)
{
  g_autoptr (FarErasure) erasure = NULL;
  g_autoptr (GError) error = NULL;

  far_engine_erase_async (self->engine, person, NULL, NULL, party_done, self);
  erasure = far_engine_erase_finish (self->engine, party_wait (self), &error);
  g_assert_no_error (error);
}

/* How many files below @folder hold the word. */
static guint
count_files (const char *folder, const char *word)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *bytes = NULL;
      gsize len;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        n += count_files (path, word);
      else
        {
          g_assert_true (g_file_get_contents (path, &bytes, &len, NULL));
          n += memmem (bytes, len, word, strlen (word)) != NULL;
        }
    }

  return n;
}

static guint
count_asking (Party *self)
{
  g_autoptr (GPtrArray) devices = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  far_engine_devices_async (self->engine, NULL, party_done, self);
  devices = far_engine_devices_finish (self->engine, party_wait (self), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < devices->len; i++)
    n += ((const FarDevice *)devices->pdata[i])->is_asking;

  return n;
}

/* Bo, whose machine is lost, comes back on another one. */
static Party *
come_back (Party *bo, const char *name)
{
  g_autofree char *copy = g_strconcat ("copy-", name, NULL);
  g_autofree char *path = party_path (copy);
  g_autoptr (FarSaved) saved = NULL;
  g_autoptr (FarSaved) restored = NULL;
  g_autoptr (FarStatus) status = NULL;
  g_autoptr (GError) error = NULL;
  Party *self = party_new (name);

  saved = save (bo, path, &error);
  g_assert_no_error (error);
  restored = restore (self, path, PASSPHRASE, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (restored->member, ==, saved->member);
  g_assert_cmpstr (restored->collective, ==, saved->collective);
  g_assert_cmpstr (restored->device, !=, saved->device);
  g_assert_cmpint (restored->n_entries, ==, saved->n_entries);

  status = party_status (self);
  g_assert_true (status->is_returning);
  g_assert_cmpint (status->state, ==, FAR_BELONGING_ASKED);
  g_assert_cmpstr (status->me, ==, saved->member);

  return self;
}

static void
assert_cannot_write (Party *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *person = NULL;

  far_engine_add_person_async (self->engine, "Nobody", NULL, party_done, self);
  person = far_engine_add_person_finish (self->engine, party_wait (self), &error);
  party_assert_error (error, RETURNING);
}

static void
assert_is_back (Party *self, Party *host)
{
  g_autoptr (FarMembership) in = NULL;
  g_autoptr (FarStatus) status = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *person = NULL;
  g_autofree char *here = NULL;
  g_autofree char *there = NULL;

  in = ask (self, host->address, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (in->state, ==, FAR_BELONGING_ADMITTED);
  status = party_status (self);
  g_assert_false (status->is_returning);

  person = party_add_person (self, "Grandmother");
  party_meet (self, host);
  here = party_hash (self);
  there = party_hash (host);
  g_assert_cmpstr (here, ==, there);
}

/* ---- being let in again */

static void
test_others_say_so (void)
{
  g_autoptr (Party) anna = party_new ("anna");
  g_autoptr (Party) bo = party_new ("bo");
  g_autoptr (Party) cleo = party_new ("cleo");
  g_autoptr (Party) back = NULL;
  g_autoptr (FarMembership) waiting = NULL;
  g_autoptr (FarStatus) status = NULL;
  g_autoptr (FarApproved) first = NULL;
  g_autoptr (FarApproved) again = NULL;
  g_autoptr (FarApproved) second = NULL;
  g_autoptr (FarApproved) old = NULL;
  g_autoptr (FarStatus) of_bo = NULL;
  g_autoptr (GError) error = NULL;

  party_found_with (anna, bo, cleo, NULL);
  back = come_back (bo, "back");
  assert_cannot_write (back);
  status = party_status (back);

  party_serve (anna);
  waiting = ask (back, anna->address, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (waiting->state, ==, FAR_BELONGING_WAITING);
  g_assert_cmpint (waiting->n_missing, ==, 2);
  assert_cannot_write (back);
  g_clear_pointer (&waiting, far_snapshot_unref);
  waiting = ask (back, anna->address, NULL, NULL, &error);
  g_assert_cmpint (waiting->state, ==, FAR_BELONGING_WAITING);
  g_assert_cmpuint (count_asking (anna), ==, 1);

  first = party_approve (anna, status->device, &error);
  g_assert_no_error (error);
  g_assert_false (first->is_done);
  g_assert_cmpint (first->n_needed, ==, 2);
  again = party_approve (anna, status->device, &error);
  g_assert_cmpint (again->n_approvals, ==, 1);
  g_assert_cmpstr (again->proposal, ==, first->proposal);

  party_meet (cleo, anna);
  second = party_approve (cleo, first->proposal, &error);
  g_assert_no_error (error);
  g_assert_true (second->is_done);
  party_meet (cleo, anna);
  g_assert_cmpuint (count_asking (anna), ==, 0);
  assert_is_back (back, anna);

  /* the lost one is of no more use */
  of_bo = party_status (bo);
  old = end_device (back, of_bo->device, &error);
  g_assert_no_error (error);
  g_assert_true (old->is_done);
  g_clear_pointer (&old, far_snapshot_unref);
  old = end_device (back, status->device, &error);
  party_assert_error (error, THIS_DEVICE);
  party_end_serving (anna);
}

/* Bo's other machine needs nobody. */
static void
test_own_machine_says_so (void)
{
  g_autoptr (Party) anna = party_new ("anna2");
  g_autoptr (Party) bo = party_new ("bo2");
  g_autoptr (Party) back = NULL;
  g_autoptr (FarMembership) waiting = NULL;
  g_autoptr (FarApproved) approved = NULL;
  g_autoptr (FarStatus) status = NULL;
  g_autoptr (GError) error = NULL;

  party_found_with (anna, bo, NULL);
  back = come_back (bo, "back2");
  status = party_status (back);

  party_serve (bo);
  waiting = ask (back, bo->address, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (waiting->state, ==, FAR_BELONGING_WAITING);
  g_assert_cmpint (waiting->n_missing, ==, -1); /* of two neither can say it for the other */

  approved = party_approve (bo, status->device, &error);
  g_assert_no_error (error);
  g_assert_true (approved->is_done);
  g_assert_cmpstr (approved->proposal, ==, "");
  assert_is_back (back, bo);
  party_end_serving (bo);
}

static void
test_through_files (void)
{
  g_autoptr (Party) anna = party_new ("anna3");
  g_autoptr (Party) bo = party_new ("bo3");
  g_autoptr (Party) back = NULL;
  g_autofree char *request = party_path ("request");
  g_autofree char *bundle = party_path ("bundle");
  g_autoptr (FarMembership) asked = NULL;
  g_autoptr (FarMembership) in = NULL;
  g_autoptr (FarBundleReport) report = NULL;
  g_autoptr (FarApproved) approved = NULL;
  g_autoptr (FarStatus) status = NULL;
  g_autoptr (GError) error = NULL;

  party_found_with (anna, bo, NULL);
  back = come_back (bo, "back3");
  status = party_status (back);

  asked = ask (back, NULL, request, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (asked->state, ==, FAR_BELONGING_ASKED);
  report = party_read_bundle (bo, request, &error);
  g_assert_no_error (error);
  g_assert_true (report->was_request && report->was_machine);
  g_assert_cmpstr (report->newcomer, ==, "bo3");
  g_assert_cmpint (report->newcomer_state, ==, FAR_BELONGING_WAITING);

  approved = party_approve (bo, status->device, &error);
  g_assert_no_error (error);
  party_write_bundle (bo, bundle);
  in = ask (back, NULL, NULL, bundle, &error);
  g_assert_no_error (error);
  g_assert_cmpint (in->state, ==, FAR_BELONGING_ADMITTED);
}

/* ---- a copied folder */

/* Returns: (transfer full) (nullable): the id */
static char *
find_person (Party *self, const char *name)
{
  g_autoptr (GPtrArray) members = NULL;
  g_autoptr (GError) error = NULL;

  far_engine_members_async (self->engine, NULL, party_done, self);
  members = far_engine_members_finish (self->engine, party_wait (self), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < members->len; i++)
    if (g_str_equal (((const FarMember *)members->pdata[i])->name, name))
      return g_strdup (((const FarMember *)members->pdata[i])->id);

  return NULL;
}

static gboolean
has_person (Party *self, const char *name)
{
  g_autofree char *id = find_person (self, name);

  return id != NULL;
}

static gboolean
is_returning (gconstpointer data)
{
  g_autoptr (FarStatus) status = party_status ((Party *)data);

  return status->is_returning;
}

/* Bo copies the folder to a second machine and writes on both.  The copy notices when it meets
 * Anna, asks to be a machine of its own, and then says again what nobody had heard. */
static void
test_copied_folder (void)
{
  g_autoptr (Party) anna = party_new ("anna6");
  g_autoptr (Party) bo = party_new ("bo6");
  g_autoptr (Party) copy = NULL;
  g_autofree char *rota = NULL;
  g_autofree char *line = NULL;
  g_autofree char *at_anna = NULL;
  g_autofree char *at_copy = NULL;
  g_autoptr (FarOuting) taken = NULL;
  g_autoptr (FarOuting) also_taken = NULL;
  g_autoptr (FarMembership) waiting = NULL;
  g_autoptr (FarMembership) in = NULL;
  g_autoptr (FarApproved) approved = NULL;
  g_autoptr (FarExchange) met = NULL;
  g_autoptr (FarStatus) before = NULL;
  g_autoptr (FarStatus) after = NULL;
  g_autoptr (GPtrArray) week = NULL;
  g_autoptr (GError) error = NULL;
  const FarOuting *outing;

  party_found_with (anna, bo, NULL);
  rota = party_add_rota (anna, "The walk");
  party_meet (bo, anna);
  before = party_status (bo);
  party_close (bo);
  copy = party_new_copy ("copy6", bo);
  party_open (bo);

  taken = party_take (bo, rota, PARTY_MONDAY);
  party_meet (bo, anna);
  also_taken = party_take (copy, rota, PARTY_MONDAY + 1);
  line = party_add_person (copy, "Grandfather");

  /* it learns of it here, and no word of it has left */
  party_serve (anna);
  met = party_call (copy, anna->address, NULL);
  party_until (is_returning, copy);
  after = party_status (copy);
  g_assert_cmpstr (after->device, !=, before->device);
  g_assert_cmpstr (after->me, ==, before->me);
  g_assert_false (has_person (copy, "Grandfather"));
  assert_cannot_write (copy);

  waiting = ask (copy, anna->address, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (waiting->state, ==, FAR_BELONGING_WAITING);
  party_end_serving (anna);
  party_meet (bo, anna);
  approved = party_approve (bo, after->device, &error);
  g_assert_no_error (error);
  g_assert_true (approved->is_done);

  party_serve (bo);
  in = ask (copy, bo->address, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (in->state, ==, FAR_BELONGING_ADMITTED);
  /* it has the log from there; what it says again may come after they were in step */
  g_clear_pointer (&met, far_snapshot_unref);
  met = party_call (copy, bo->address, NULL);
  g_assert_nonnull (met);
  party_end_serving (bo);
  party_meet (copy, bo);
  party_meet (bo, anna);
  g_assert_true (has_person (anna, "Grandfather"));
  week = party_week (anna, PARTY_MONDAY, 2);
  for (guint i = 0; i < 2; i++)
    {
      outing = g_ptr_array_index (week, i);
      g_assert_cmpuint (outing->turns->len, ==, 1);
    }

  /* nobody is taken for a liar: both machines write on */
  g_clear_pointer (&taken, far_snapshot_unref);
  taken = party_take (bo, rota, PARTY_MONDAY + 2);
  g_clear_pointer (&also_taken, far_snapshot_unref);
  also_taken = party_take (copy, rota, PARTY_MONDAY + 3);
  party_meet (bo, anna);
  party_meet (copy, anna);
  party_meet (bo, anna);
  at_anna = party_hash (anna);
  at_copy = party_hash (copy);
  g_assert_cmpstr (at_anna, ==, at_copy);
}

/* All know each other; then a copy is made of @bo's machine, and both are in use. */
static Party *
copy_among (Party *anna, Party *bo, Party *cleo, const char *name)
{
  g_autofree char *rota = NULL;
  Party *copy;

  party_found_with (anna, bo, cleo, NULL);
  rota = party_add_rota (anna, "The walk");
  party_meet (bo, anna);
  party_meet (cleo, anna);
  party_close (bo);
  copy = party_new_copy (name, bo);
  party_open (bo);

  return copy;
}

/* Learns from @host that what it wrote counts for nobody, and asks to be let in with a new key. */
static void
ask_with_new_key (Party *self, Party *host)
{
  g_autoptr (FarExchange) met = NULL;
  g_autoptr (FarMembership) waiting = NULL;
  g_autoptr (GError) error = NULL;

  party_serve (host);
  met = party_call (self, host->address, NULL);
  party_until (is_returning, self);
  waiting = ask (self, host->address, NULL, NULL, &error);
  g_assert_no_error (error);
  party_end_serving (host);
}

/* The neighbours know whose it is: @host, who heard it ask, and then @other.  Let in by @by. */
static void
let_back_in (Party *self, Party *host, Party *other, Party *by)
{
  g_autoptr (FarStatus) status = party_status (self);
  g_autoptr (FarApproved) first = NULL;
  g_autoptr (FarApproved) second = NULL;
  g_autoptr (FarMembership) in = NULL;
  g_autoptr (FarExchange) met = NULL;
  g_autoptr (GError) error = NULL;

  first = party_approve (host, status->device, &error);
  g_assert_no_error (error);
  party_meet (other, host);
  second = party_approve (other, first->proposal, &error);
  g_assert_no_error (error);
  g_assert_true (second->is_done);
  party_meet (other, host);

  party_serve (by);
  in = ask (self, by->address, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (in->state, ==, FAR_BELONGING_ADMITTED);
  met = party_call (self, by->address, NULL);
  g_assert_nonnull (met);
  party_end_serving (by);
  party_meet (self, by);
}

/* Both have shown what they wrote before they could know.  Nothing of it counts, everybody is told,
 * and who is let in again says it again. */
static void
test_copied_too_late (void)
{
  g_autoptr (Party) anna = party_new ("anna7");
  g_autoptr (Party) bo = party_new ("bo7");
  g_autoptr (Party) cleo = party_new ("cleo7");
  g_autoptr (Party) copy = copy_among (anna, bo, cleo, "copy7");
  g_autofree char *person = NULL;
  g_autofree char *other = NULL;
  g_autofree char *at_anna = NULL;
  g_autofree char *at_cleo = NULL;
  g_autoptr (FarStatus) told = NULL;

  person = party_add_person (bo, "Grandmother");
  other = party_add_person (copy, "Grandfather");
  party_meet (bo, anna);
  party_meet (copy, cleo);
  party_meet (anna, cleo);
  told = party_status (anna);
  g_assert_cmpstr (told->warnings[0], ==, "forked bo7");
  g_assert_false (has_person (anna, "Grandmother"));
  g_assert_false (has_person (cleo, "Grandfather"));

  ask_with_new_key (bo, anna);
  let_back_in (bo, anna, cleo, anna);
  party_meet (anna, cleo);
  g_assert_true (has_person (cleo, "Grandmother"));
  at_anna = party_hash (anna);
  at_cleo = party_hash (cleo);
  g_assert_cmpstr (at_anna, ==, at_cleo);
}

/* A copy erases what it had said, and learns then that nothing of it counts.  The word comes back
 * to it from those who had heard it; when it says all that anew, the word goes from everywhere. */
static void
test_copied_and_erased (void)
{
  static const char word[] = "Great-grandmother Zoe";
  g_autoptr (Party) anna = party_new ("anna8");
  g_autoptr (Party) bo = party_new ("bo8");
  g_autoptr (Party) cleo = party_new ("cleo8");
  g_autoptr (Party) copy = copy_among (anna, bo, cleo, "copy8");
  g_autofree char *other = NULL;
  g_autofree char *person = NULL;

  other = party_add_person (bo, "Grandmother");
  person = party_add_person (copy, word);
  party_meet (bo, anna);
  party_meet (copy, cleo);
  erase_person (copy, person);
  g_assert_cmpuint (count_files (copy->home, word), ==, 0);
  party_meet (anna, cleo);
  g_assert_cmpuint (count_files (anna->home, word), >, 0);

  ask_with_new_key (copy, cleo);
  g_assert_cmpuint (count_files (copy->home, word), >, 0);
  let_back_in (copy, cleo, anna, anna);
  party_meet (anna, cleo);

  g_assert_false (has_person (anna, word));
  g_assert_cmpuint (count_files (copy->home, word), ==, 0);
  g_assert_cmpuint (count_files (anna->home, word), ==, 0);
  g_assert_cmpuint (count_files (cleo->home, word), ==, 0);
}

/* What was said anew is erased: so is what was said first, with whoever held it; be it nobody. */
static void
test_copied_and_erased_later (gconstpointer data)
{
  gboolean was_shown = GPOINTER_TO_INT (data);
  static const char word[] = "Great-grandmother Ada";
  g_autoptr (Party) anna = party_new (was_shown ? "anna9" : "anna10");
  g_autoptr (Party) bo = party_new (was_shown ? "bo9" : "bo10");
  g_autoptr (Party) cleo = party_new (was_shown ? "cleo9" : "cleo10");
  g_autoptr (Party) copy = copy_among (anna, bo, cleo, was_shown ? "copy9" : "copy10");
  g_autofree char *other = NULL;
  g_autofree char *person = NULL;
  g_autofree char *anew = NULL;

  other = party_add_person (bo, "Grandmother");
  person = party_add_person (copy, word);
  party_meet (bo, anna);
  if (was_shown)
    party_meet (copy, cleo);
  party_meet (anna, cleo);
  ask_with_new_key (copy, cleo);
  let_back_in (copy, cleo, anna, anna);
  party_meet (anna, cleo);
  anew = find_person (anna, word);
  g_assert_cmpstr (anew, !=, person);

  erase_person (copy, anew);
  party_meet (copy, anna);
  party_meet (anna, cleo);
  g_assert_cmpuint (count_files (copy->home, word), ==, 0);
  g_assert_cmpuint (count_files (anna->home, word), ==, 0);
  g_assert_cmpuint (count_files (cleo->home, word), ==, 0);
}

/* ---- the file */

static void
test_never_overwrites (void)
{
  g_autoptr (Party) anna = party_new ("anna4");
  g_autofree char *path = party_path ("copy4");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (FarSaved) saved = NULL;
  g_autoptr (FarSaved) restored = NULL;
  g_autoptr (FarSaved) wrong = NULL;
  g_autoptr (Party) other = party_new ("other4");
  g_autoptr (GDir) folder = NULL;
  g_autoptr (GError) error = NULL;

  party_found (anna, "Pedibus");
  saved = save (anna, path, &error);
  g_assert_no_error (error);
  before = party_hash (anna);
  restored = restore (anna, path, PASSPHRASE, &error);
  party_assert_error (error, ALREADY_HERE);
  after = party_hash (anna);
  g_assert_cmpstr (before, ==, after);

  g_clear_error (&error);
  wrong = restore (other, path, "A farandole never ends", &error);
  party_assert_error (error, BACKUP_PASSPHRASE);
  g_clear_error (&error);
  wrong = restore (other, path, "", &error);
  party_assert_error (error, PASSPHRASE_EMPTY);
  folder = g_dir_open (other->home, 0, NULL);
  g_assert_true (folder == NULL || g_dir_read_name (folder) == NULL);
}

/* Founds, and gives what would be saved. */
static GBytes *
make_image (const char *name)
{
  g_autoptr (Party) anna = party_new (name);
  g_autofree char *path = party_path ("whole");
  g_autoptr (FarSaved) saved = NULL;
  g_autoptr (GError) error = NULL;
  GBytes *image;

  party_found (anna, "Pedibus");
  saved = save (anna, path, &error);
  g_assert_no_error (error);
  image = far_backup_read (path, PASSPHRASE, NULL, &error);
  g_assert_no_error (error);

  return image;
}

static void
assert_refused (const guint8 *bytes, gsize len)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) image = far_backup_open (bytes, len, PASSPHRASE, &error);

  g_assert_null (image);
  g_assert_cmpint (far_sync_error_get_blame (error), ==, FAR_BLAME_FOREIGN);
}

/* Every byte of the file, and every length of its beginning and end. */
static void
test_each_byte_counts (void)
{
  g_autoptr (GBytes) image = make_image ("anna5");
  g_autofree char *path = party_path ("cheap");
  g_autofree char *file = NULL;
  g_autoptr (GBytes) whole = NULL;
  g_autoptr (GError) error = NULL;
  gsize len;
  guint8 *bytes;

  g_assert_true (far_backup_write (path, image, PASSPHRASE, &cheap, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &file, &len, NULL));
  bytes = (guint8 *)file;
  whole = far_backup_open (bytes, len, PASSPHRASE, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (whole, image));

  for (gsize i = 0; i < len; i++)
    {
      guint8 bit = 1 << (i % 8);

      bytes[i] ^= bit;
      assert_refused (bytes, len);
      bytes[i] ^= bit;
    }
  for (gsize cut = 0; cut < len; cut += cut < 200 || cut + 200 > len ? 1 : 997)
    assert_refused (bytes, cut);
}

/* What is sealed well and is no store of ours. */
static void
test_strange_insides (void)
{
  static const struct
  {
    const char *bytes;
    gsize len;
  } rows[] = {
    { "x", 1 },
    { "SQLite format 3", 16 },
    { "nothing that SQLite knows, and long enough to be looked at in earnest by whoever reads",
      86 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) image = g_bytes_new_static (rows[i].bytes, rows[i].len);
      g_autofree char *path = party_path ("strange");
      g_autoptr (GError) error = NULL;

      g_assert_false (far_backup_write (path, image, PASSPHRASE, &cheap, NULL, &error));
      party_assert_error (error, STORE_DAMAGED);
      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
    }
}

/* A copy holds no key, and nothing of how its machine came in. */
static void
test_holds_no_key (void)
{
  g_autoptr (GBytes) image = make_image ("anna6");
  g_autoptr (GError) error = NULL;
  g_autoptr (FarStore) store = far_store_open_image (image, &error);
  static const char *const gone[] = { "device", "invitation", "invited-by",
                                      "answer", "my-name",    "tie" };

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (gone); i++)
    g_assert_null (far_store_dup_meta (store, gone[i]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/far/return/others-say-so", test_others_say_so);
  g_test_add_func ("/far/return/own-machine-says-so", test_own_machine_says_so);
  g_test_add_func ("/far/return/through-files", test_through_files);
  g_test_add_func ("/far/return/copied-folder", test_copied_folder);
  g_test_add_func ("/far/return/copied-too-late", test_copied_too_late);
  g_test_add_func ("/far/return/copied-and-erased", test_copied_and_erased);
  g_test_add_data_func ("/far/return/copied-and-erased-later", GINT_TO_POINTER (TRUE),
                        test_copied_and_erased_later);
  g_test_add_data_func ("/far/return/copied-unseen-and-erased-later", GINT_TO_POINTER (FALSE),
                        test_copied_and_erased_later);
  g_test_add_func ("/far/backup/never-overwrites", test_never_overwrites);
  g_test_add_func ("/far/backup/each-byte-counts", test_each_byte_counts);
  g_test_add_func ("/far/backup/strange-insides", test_strange_insides);
  g_test_add_func ("/far/backup/holds-no-key", test_holds_no_key);

  return g_test_run ();
}
