/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-engine"

#include "far-belonging.h"

#include <string.h>

#include "far-collective-hours.h"
#include "far-day.h"
#include "far-home.h"
#include "far-refusal.h"

#define META_INVITE "invitation" /* its text; empty when this device is in */
#define META_ENTRY "invited-by"  /* id of the INVITE */
#define META_NAME "my-name"
#define META_CODE "machine-code" /* its text; empty when this device is in */
#define META_DOOR "machine-door" /* of the last code that was shown here: DOOR_LEN bytes */
#define META_RETAINED "retained"
#define META_ANSWER "answer" /* the last; empty when this device is in */

/* secret, member, and when it expires */
#define DOOR_LEN (FAR_MACHINE_SECRET_LEN + FAR_RECORD_ID_LEN + 8)

/* What others did is testified to within a day. */
#define WITNESS_MS (G_GINT64_CONSTANT (24) * 3600 * 1000)

gboolean
far_belonging_stands (FarWorker *worker)
{
  return far_governance_device_stands (far_store_peek_governance (worker->store),
                                       worker->me.device);
}

gboolean
far_belonging_may_exchange (FarWorker *worker)
{
  const FarGovDevice *device =
      far_governance_find_device (far_store_peek_governance (worker->store), worker->me.device);
  FarPos pos;
  FarRow row;

  /* whoever left has to tell the others, who close the door when they know */
  return device != NULL &&
         (device->active ||
          (device->ended_by != FAR_ACT_NONE &&
           far_store_get_act (worker->store, device->ended_by, &pos, NULL) &&
           far_store_read_pos (worker->store, pos, &row, NULL) && row.kind == FAR_KIND_LEAVE));
}

/* Whether it was ever let in. */
static gboolean
was_let_in (FarStore *store, const guint8 *device)
{
  return far_governance_find_device (far_store_peek_governance (store), device) != NULL;
}

static gboolean
has_text (FarStore *store, const char *key)
{
  g_autoptr (GBytes) value = far_store_dup_meta (store, key);

  return value != NULL && g_bytes_get_size (value) > 0;
}

static gboolean
load_answer (FarStore *store, FarAnswer *out)
{
  g_autoptr (GBytes) value = far_store_dup_meta (store, META_ANSWER);

  return value != NULL && g_bytes_get_size (value) > 0 &&
         far_answer_decode (out, g_bytes_get_data (value, NULL), g_bytes_get_size (value));
}

gboolean
far_belonging_is_returning (FarWorker *worker)
{
  guint8 member[FAR_RECORD_ID_LEN];

  return !was_let_in (worker->store, worker->me.device) &&
         far_belonging_load_returning (worker->store, member) &&
         !has_text (worker->store, META_CODE);
}

gboolean
far_belonging_is_further (FarWorker *worker)
{
  return !was_let_in (worker->store, worker->me.device) && has_text (worker->store, META_CODE);
}

FarBelonging
far_belonging_read (FarStore *store, const guint8 device[static FAR_KEY_LEN])
{
  FarBelonging state = FAR_BELONGING_ASKED;
  FarAnswer answer;

  if (was_let_in (store, device))
    return FAR_BELONGING_ADMITTED;

  if (load_answer (store, &answer))
    {
      /* admitted as far as is known, but the log that says so is not here yet */
      state = answer.state == FAR_ANSWER_REFUSED ? FAR_BELONGING_REFUSED : FAR_BELONGING_WAITING;
      sodium_memzero (&answer, sizeof answer);
    }

  return state;
}

FarBelonging
far_belonging_get (FarWorker *worker, int *n_missing, int *n_needed, GError **refusal)
{
  FarBelonging state = far_belonging_read (worker->store, worker->me.device);
  FarAnswer answer;

  *n_missing = 0;
  *n_needed = 0;
  if (state == FAR_BELONGING_ADMITTED || !far_belonging_load_answer (worker, &answer))
    return state;

  *n_missing = answer.n_missing != FAR_ANSWER_VAIN ? (int)answer.n_missing : -1;
  *n_needed = answer.n_needed;
  if (answer.state == FAR_ANSWER_REFUSED)
    far_refusal_set_error (answer.refusal, refusal);
  sodium_memzero (&answer, sizeof answer);

  return state;
}

static char *
dup_text (FarStore *store, const char *key)
{
  g_autoptr (GBytes) value = far_store_dup_meta (store, key);
  gsize len;
  const char *bytes;

  if (value == NULL)
    return g_strdup ("");

  bytes = g_bytes_get_data (value, &len);

  return bytes != NULL ? g_strndup (bytes, len) : g_strdup ("");
}

char *
far_belonging_dup_my_name (FarWorker *worker, const FarNames *names)
{
  const char *name = far_names_peek (names, worker->me.member);

  return *name != '\0' ? g_strdup (name) : dup_text (worker->store, META_NAME);
}

gboolean
far_belonging_can_switch (FarWorker *worker, guint n_own, GError **error)
{
  if (worker->links->len == 0 && worker->jobs->len <= n_own + worker->n_watching)
    return TRUE;

  return far_sync_fail (error, FAR_SYNC_ERROR_STORE_BUSY,
                        "an exchange of the collective before is running");
}

/* ---- the way in */

static gboolean
set_text (FarStore *store, const char *key, const char *text, GError **error)
{
  g_autoptr (GBytes) value = g_bytes_new (text, strlen (text));

  return far_store_set_meta (store, key, value, error);
}

/* Commits, or rolls back what has failed.  Returns: @good */
static gboolean
end_batch (FarStore *store, gboolean good, GError **error)
{
  if (good)
    return far_store_commit (store, error);

  far_store_rollback (store);

  return FALSE;
}

gboolean
far_belonging_keep_invite (FarStore *store,
                           const FarInvite *invite,
                           const char *my_name,
                           GError **error)
{
  g_autoptr (GBytes) entry = g_bytes_new (invite->entry, FAR_ID_LEN);
  char *text;
  gboolean good;

  if (!far_store_begin (store, error))
    return FALSE;

  text = far_invite_to_text (invite);
  good = set_text (store, META_INVITE, text, error) &&
         far_store_set_meta (store, META_ENTRY, entry, error) &&
         set_text (store, META_NAME, my_name, error) && set_text (store, META_ANSWER, "", error) &&
         set_text (store, META_CODE, "", error) &&
         set_text (store, FAR_BELONGING_META_RETURNS, "", error);
  sodium_memzero (text, strlen (text));
  g_free (text);

  return end_batch (store, good, error);
}

gboolean
far_belonging_load_invite (FarWorker *worker, FarInvite *out)
{
  char *text = dup_text (worker->store, META_INVITE);
  gboolean good = far_invite_from_text (out, text, NULL);

  sodium_memzero (text, strlen (text));
  g_free (text);

  return good;
}

gboolean
far_belonging_is_invite (FarWorker *worker, const FarInvite *invite)
{
  g_autoptr (GBytes) entry = far_store_dup_meta (worker->store, META_ENTRY);

  return entry != NULL && g_bytes_get_size (entry) == FAR_ID_LEN &&
         memcmp (g_bytes_get_data (entry, NULL), invite->entry, FAR_ID_LEN) == 0;
}

gboolean
far_belonging_keep_code (FarStore *store, const FarMachineCode *code, GError **error)
{
  g_autoptr (GBytes) member = g_bytes_new (code->member, FAR_RECORD_ID_LEN);
  char *text;
  gboolean good;

  if (!far_store_begin (store, error))
    return FALSE;

  text = far_machine_code_to_text (code, FALSE);
  good = set_text (store, META_CODE, text, error) && set_text (store, META_INVITE, "", error) &&
         set_text (store, META_ANSWER, "", error) &&
         far_store_set_meta (store, FAR_BELONGING_META_RETURNS, member, error);
  sodium_memzero (text, strlen (text));
  g_free (text);

  return end_batch (store, good, error);
}

gboolean
far_belonging_load_code (FarWorker *worker, FarMachineCode *out)
{
  char *text = dup_text (worker->store, META_CODE);
  gboolean good = far_machine_code_from_text (out, text);

  sodium_memzero (text, strlen (text));
  g_free (text);

  return good;
}

void
far_belonging_take_member (FarWorker *worker)
{
  if (!far_belonging_load_returning (worker->store, worker->me.member))
    far_member_id (far_store_peek_collective (worker->store), worker->me.device, worker->me.member);
}

gboolean
far_belonging_load_returning (FarStore *store, guint8 out_member[static FAR_RECORD_ID_LEN])
{
  g_autoptr (GBytes) value = far_store_dup_meta (store, FAR_BELONGING_META_RETURNS);

  if (value == NULL || g_bytes_get_size (value) != FAR_RECORD_ID_LEN)
    return FALSE;

  memcpy (out_member, g_bytes_get_data (value, NULL), FAR_RECORD_ID_LEN);

  return TRUE;
}

gboolean
far_belonging_return_as (FarStore *store,
                         const guint8 member[static FAR_RECORD_ID_LEN],
                         GError **error)
{
  g_autoptr (GBytes) value = g_bytes_new (member, FAR_RECORD_ID_LEN);

  if (!far_store_begin (store, error))
    return FALSE;

  return end_batch (store,
                    set_text (store, META_INVITE, "", error) &&
                        set_text (store, META_CODE, "", error) &&
                        set_text (store, META_ANSWER, "", error) &&
                        far_store_set_meta (store, FAR_BELONGING_META_RETURNS, value, error),
                    error);
}

/* What a machine asks that comes back. */
static GBytes *
make_further (FarWorker *worker)
{
  FarNewcomer newcomer = { 0 };

  memcpy (newcomer.collective, far_store_peek_collective (worker->store), FAR_ID_LEN);
  memcpy (newcomer.entry, worker->me.member, FAR_RECORD_ID_LEN);
  memcpy (newcomer.device, worker->me.device, FAR_KEY_LEN);
  memcpy (newcomer.noise, worker->me.noise, FAR_KEY_LEN);
  memcpy (newcomer.seal, worker->me.seal, FAR_KEY_LEN);

  return far_further_encode (&newcomer, worker->me.sign_secret);
}

GBytes *
far_belonging_make_request (FarWorker *worker, GError **error)
{
  g_autofree char *name = dup_text (worker->store, META_NAME);
  FarNewcomer newcomer;
  FarInvite invite;
  GBytes *request;

  if (far_belonging_is_returning (worker) || far_belonging_is_further (worker))
    return make_further (worker);
  if (!far_belonging_load_invite (worker, &invite))
    {
      far_sync_fail (error, FAR_SYNC_ERROR_NO_COLLECTIVE, "no invitation is kept here");
      return NULL;
    }

  memcpy (newcomer.collective, invite.collective, FAR_ID_LEN);
  memcpy (newcomer.entry, invite.entry, FAR_ID_LEN);
  memcpy (newcomer.device, worker->me.device, FAR_KEY_LEN);
  memcpy (newcomer.noise, worker->me.noise, FAR_KEY_LEN);
  memcpy (newcomer.seal, worker->me.seal, FAR_KEY_LEN);
  request = far_request_encode (&newcomer, invite.secret, worker->me.sign_secret, name);
  sodium_memzero (&invite, sizeof invite);

  return request;
}

gboolean
far_belonging_keep_answer (FarWorker *worker, const FarAnswer *answer, GError **error)
{
  g_autoptr (GBytes) value = far_answer_encode (answer);

  return far_store_begin (worker->store, error) &&
         end_batch (worker->store, far_store_set_meta (worker->store, META_ANSWER, value, error),
                    error);
}

gboolean
far_belonging_load_answer (FarWorker *worker, FarAnswer *out)
{
  return load_answer (worker->store, out);
}

gboolean
far_belonging_settle (FarWorker *worker, GError **error)
{
  g_autoptr (GBytes) invite = far_store_dup_meta (worker->store, META_INVITE);
  guint8 member[FAR_RECORD_ID_LEN];

  if (((invite == NULL || g_bytes_get_size (invite) == 0) &&
       !far_belonging_load_returning (worker->store, member)) ||
      !was_let_in (worker->store, worker->me.device))
    return TRUE;

  return far_store_begin (worker->store, error) &&
         end_batch (worker->store,
                    set_text (worker->store, META_INVITE, "", error) &&
                        set_text (worker->store, META_CODE, "", error) &&
                        set_text (worker->store, META_NAME, "", error) &&
                        set_text (worker->store, META_ANSWER, "", error) &&
                        set_text (worker->store, FAR_BELONGING_META_RETURNS, "", error),
                    error);
}

/* ---- letting in a further machine */

gboolean
far_belonging_open_door (FarWorker *worker,
                         const guint8 member[static FAR_RECORD_ID_LEN],
                         gint64 expires_ms,
                         FarMachineCode *code,
                         GError **error)
{
  g_autoptr (GBytes) value = NULL;
  guint8 door[DOOR_LEN];

  memset (code, 0, sizeof *code);
  memcpy (code->collective, far_store_peek_collective (worker->store), FAR_ID_LEN);
  memcpy (code->member, member, FAR_RECORD_ID_LEN);
  far_worker_random (code->secret, FAR_MACHINE_SECRET_LEN);

  memcpy (door, code->secret, FAR_MACHINE_SECRET_LEN);
  memcpy (door + FAR_MACHINE_SECRET_LEN, member, FAR_RECORD_ID_LEN);
  far_set_u64 (door + FAR_MACHINE_SECRET_LEN + FAR_RECORD_ID_LEN, expires_ms);
  value = g_bytes_new (door, sizeof door);
  sodium_memzero (door, sizeof door);

  return far_store_begin (worker->store, error) &&
         end_batch (worker->store, far_store_set_meta (worker->store, META_DOOR, value, error),
                    error);
}

gboolean
far_belonging_load_door (FarWorker *worker,
                         guint8 out_key[static FAR_KEY_LEN],
                         guint8 out_member[static FAR_RECORD_ID_LEN])
{
  g_autoptr (GBytes) value = far_store_dup_meta (worker->store, META_DOOR);
  const guint8 *bytes;
  FarReader reader;

  if (value == NULL || g_bytes_get_size (value) != DOOR_LEN)
    return FALSE;

  bytes = g_bytes_get_data (value, NULL);
  reader = far_reader (bytes + FAR_MACHINE_SECRET_LEN + FAR_RECORD_ID_LEN, 8);
  if ((gint64)far_reader_u64 (&reader) < far_worker_now_ms (worker))
    return FALSE;

  far_machine_code_derive_key (bytes, out_key);
  memcpy (out_member, bytes + FAR_MACHINE_SECRET_LEN, FAR_RECORD_ID_LEN);

  return TRUE;
}

gboolean
far_belonging_fits_door (FarWorker *worker, const guint8 *key, gconstpointer request, gsize len)
{
  guint8 door[FAR_KEY_LEN];
  guint8 member[FAR_RECORD_ID_LEN];
  FarRequest asked;
  gboolean fits =
      far_belonging_load_door (worker, door, member) &&
      sodium_memcmp (door, key, FAR_KEY_LEN) == 0 &&
      far_further_decode (&asked, far_store_peek_collective (worker->store), request, len) &&
      memcmp (asked.newcomer.entry, member, FAR_RECORD_ID_LEN) == 0;

  sodium_memzero (door, sizeof door);

  return fits;
}

/* ---- a copy */

static gboolean
renew_keys (gpointer data, GError **error)
{
  FarWorker *worker = data;
  g_autofree char *folder =
      far_home_find_exact (worker->home, far_store_peek_collective (worker->store));
  guint8 seed[32];
  gboolean good;

  if (folder == NULL)
    return far_sync_fail (error, FAR_SYNC_ERROR_NO_COLLECTIVE, "the folder is gone");
  if (!far_belonging_return_as (worker->store, worker->me.member, error))
    return FALSE;

  far_worker_random (seed, sizeof seed);
  good = far_home_renew (folder, worker->store, seed, &worker->me, error);
  sodium_memzero (seed, sizeof seed);
  /* what is kept back from now on may have let somebody in who is being talked to */
  if (good)
    far_worker_committed (worker, NULL);

  return good;
}

gboolean
far_belonging_mend (FarWorker *worker, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  guint n_written;
  gboolean any;
  gboolean is_settled;
  gboolean is_exchanged;

  if (!far_collective_mend (&writer, renew_keys, worker, &n_written, error))
    return FALSE;
  if (n_written > 0)
    {
      g_info ("%u entries were written anew under the new key", n_written);
      far_worker_committed (worker, NULL);
    }
  if (!far_belonging_stands (worker))
    return TRUE;
  if (!far_collective_carry_out (&writer, &any, error) ||
      !far_collective_settle_baton (&writer, far_worker_today (worker), &is_settled, error) ||
      !far_collective_settle_swaps (&writer, far_worker_today (worker), &is_exchanged, error))
    return FALSE;
  if (any || is_settled || is_exchanged)
    far_worker_committed (worker, NULL);

  return far_belonging_keep_notes (worker, error);
}

gboolean
far_belonging_keep_notes (FarWorker *worker, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  gint32 today = far_worker_today (worker);
  gboolean written;

  /* whose clock is out of all days has nothing coming */
  if (!far_belonging_stands (worker) || !far_day_is_valid (today) ||
      !far_day_is_valid (today + FAR_NOTE_DAYS))
    return TRUE;
  if (!far_collective_keep_notes (&writer, today, &written, error))
    return FALSE;
  if (written)
    far_worker_committed (worker, NULL);

  return far_belonging_keep_hours (worker, error);
}

gboolean
far_belonging_keep_hours (FarWorker *worker, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  gboolean written;

  if (!far_belonging_stands (worker))
    return TRUE;
  if (!far_collective_keep_hours (&writer, &written, error))
    return FALSE;
  if (written)
    far_worker_committed (worker, NULL);

  return TRUE;
}

/* ---- testifying */

/* Whether what others did has waited for a day; or this machine was let in and has said nothing
 * yet: only of who has a log of their own do others know what they hold. */
static gboolean
is_due (FarWorker *worker)
{
  guint32 log = far_store_intern_log (worker->store, worker->me.device);
  FarPos heads[FAR_REFS_MAX];
  guint n = log != 0 ? far_store_unwitnessed (worker->store, log, heads) : 0;

  if (log != 0 && far_store_peek_log (worker->store, log)->head_seq == 0)
    return TRUE;
  for (guint i = 0; i < n; i++)
    {
      FarRow row;

      if (far_store_read_pos (worker->store, heads[i], &row, NULL) &&
          row.time_ms + WITNESS_MS <= far_worker_now_ms (worker))
        return TRUE;
    }

  return FALSE;
}

gboolean
far_belonging_witness (FarWorker *worker, gboolean at_once, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  gboolean written;

  if (!far_belonging_stands (worker) || !(at_once || is_due (worker)))
    return TRUE;
  if (!far_collective_witness (&writer, &written, error))
    return FALSE;
  if (written)
    far_worker_committed (worker, NULL);

  return TRUE;
}

/* ---- forgetting */

gboolean
far_belonging_forget_name (FarWorker *worker, GError **error)
{
  return set_text (worker->store, META_NAME, "", error);
}

gboolean
far_belonging_retain (FarWorker *worker, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  gint32 today = far_worker_today (worker);
  g_autofree char *now = g_strdup_printf ("%d", today);
  g_autofree char *last = dup_text (worker->store, META_RETAINED);
  gboolean good;
  guint n = 0;

  if (!far_belonging_stands (worker) || g_strcmp0 (now, last) == 0)
    return TRUE;
  if (!far_store_begin (worker->store, error))
    return FALSE;

  good = far_collective_erase_expired (&writer, today, &n, error) &&
         (n == FAR_ERASE_EXPIRED_MAX || set_text (worker->store, META_RETAINED, now, error));
  if (!end_batch (worker->store, good, error))
    return FALSE;
  if (n > 0)
    far_worker_committed (worker, NULL);

  return TRUE;
}

/* ---- who was met */

static char *
seen_key (const guint8 *device)
{
  g_autofree char *digits = far_hex (device, FAR_KEY_LEN);

  return g_strconcat ("seen-", digits, NULL);
}

gboolean
far_belonging_set_seen (FarWorker *worker, const guint8 device[static FAR_KEY_LEN], GError **error)
{
  g_autofree char *key = seen_key (device);
  g_autoptr (GBytes) value = NULL;
  guint8 bytes[8];

  far_set_u64 (bytes, far_worker_now_ms (worker));
  value = g_bytes_new (bytes, sizeof bytes);

  return far_store_set_meta (worker->store, key, value, error);
}

gint64
far_belonging_get_seen (FarWorker *worker, const guint8 device[static FAR_KEY_LEN])
{
  g_autofree char *key = seen_key (device);
  g_autoptr (GBytes) value = far_store_dup_meta (worker->store, key);
  FarReader reader;
  guint64 ms;

  if (value == NULL)
    return 0;

  reader = far_reader (g_bytes_get_data (value, NULL), g_bytes_get_size (value));
  ms = far_reader_u64 (&reader);

  return far_reader_done (&reader) ? (gint64)ms : 0;
}
