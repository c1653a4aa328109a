/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What this machine can read of what households wrote down, kept in memory in the order in which it
 * is listed: to open a line takes as long as to read a hundred. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-hours-private.h"

#include <string.h>

G_STATIC_ASSERT (FAR_KIND_HOURS == 59);

/* ---- one */

static void
clear_facts (gpointer data)
{
  FarHoursFacts *self = data;

  g_array_unref (self->others);
  g_array_unref (self->devices);
  sodium_memzero (&self->line, sizeof self->line);
}

FarHoursFacts *
far_hours_facts_ref (FarHoursFacts *self)
{
  return g_rc_box_acquire (self);
}

void
far_hours_facts_unref (gpointer self)
{
  g_rc_box_release_full (self, clear_facts);
}

gboolean
far_hours_facts_is_from (const FarHoursFacts *self,
                         guint from,
                         const guint8 id[static FAR_RECORD_ID_LEN],
                         gint32 day)
{
  return self->line.from == from && self->line.from_day == day &&
         far_record_id_equal (self->line.from_id, id);
}

/* ---- what one member says of a line */

/* Nobody says anything in somebody else's account. */
static gboolean
is_by (const FarHistory *history, const FarWrite *write, const guint8 *member)
{
  return write->author != NULL && far_record_id_equal (write->author->id, member) &&
         write->subject != 0 &&
         memcmp (far_store_peek_ident (history->view->store, write->subject), member,
                 FAR_RECORD_ID_LEN) == 0;
}

/* Whether @write seals again what @other had seen before it said something else. */
static gboolean
is_passed_by (const FarHistory *history,
              const FarWrite *write,
              const FarWrite *other,
              gboolean *out,
              GError **error)
{
  g_autoptr (GArray) seen = g_array_new (FALSE, FALSE, sizeof (guint));
  FarStore *store = history->view->store;
  FarPlace place = { 0 };
  FarSight sight;

  *out = FALSE;
  if (other == write || !far_payload_has (&write->payload, FAR_HOURS_AGAIN) ||
      !far_store_find_id (store, far_payload_bytes (&write->payload, FAR_HOURS_AGAIN), &place.pos))
    return TRUE;

  /* the words of the first one are erased by now, and so it is in no history */
  _far_sight_init (&sight, store, FAR_KIND_HOURS, &place, 1);
  if (!_far_sight_find (&sight, other->pos, other->refs, other->n_refs, seen, error))
    return FALSE;
  *out = seen->len > 0;

  return TRUE;
}

/* Both say the same, sealed by two machines at once. */
static gboolean
is_same_again (const FarWrite *write, const FarWrite *other)
{
  const guint8 *first = far_payload_bytes (&write->payload, FAR_HOURS_AGAIN);
  const guint8 *second = far_payload_bytes (&other->payload, FAR_HOURS_AGAIN);

  return first != NULL && second != NULL && memcmp (first, second, FAR_ID_LEN) == 0;
}

GPtrArray *
_far_hours_live (const FarHistory *history, const guint8 *member, GError **error)
{
  g_autoptr (GArray) live = _far_history_live (history, FAR_HOURS_BODY);
  g_autoptr (GPtrArray) out = g_ptr_array_new ();

  for (guint i = 0; i < live->len; i++)
    {
      const FarWrite *write = g_array_index (live, FarLive, i).write;
      gboolean is_passed = !is_by (history, write, member);

      for (guint j = 0; j < live->len && !is_passed; j++)
        {
          const FarWrite *other = g_array_index (live, FarLive, j).write;

          if (is_by (history, other, member) && !is_same_again (write, other) &&
              !is_passed_by (history, write, other, &is_passed, error))
            return NULL;
        }
      if (!is_passed)
        g_ptr_array_add (out, (gpointer)write);
    }

  return g_steal_pointer (&out);
}

gboolean
_far_hours_is_gone (const FarHistory *history, const guint8 *member)
{
  g_autoptr (GArray) live = _far_history_live (history, FAR_HOURS_GONE);

  for (guint i = 0; i < live->len; i++)
    {
      const FarWrite *write = g_array_index (live, FarLive, i).write;

      if (is_by (history, write, member) &&
          far_payload_int (&write->payload, FAR_HOURS_GONE, 0) != 0)
        return TRUE;
    }

  return FALSE;
}

gboolean
_far_hours_open (const FarHistory *history,
                 const FarWrite *write,
                 const FarIdentity *me,
                 FarHoursLine *out)
{
  FarStore *store = history->view->store;
  const FarHoursPlace place = {
    .collective = far_store_peek_collective (store),
    .author = far_store_peek_log (store, write->pos.log)->device,
    .member = write->author->id,
    .line = history->record,
  };

  return far_hours_open (&write->payload, &place, me->device, me->seal_secret, out);
}

static void
add_devices (GArray *devices, const FarPayload *payload)
{
  FarPayloadIter iter = far_payload_iter (payload, FAR_HOURS_READERS);
  FarPayload reader;

  while (far_payload_iter_map (&iter, &reader))
    g_array_append_vals (devices, far_payload_bytes (&reader, FAR_READER_DEVICE), 1);
}

static gboolean
has_line (const FarHoursFacts *facts, const FarHoursLine *line)
{
  gboolean has = far_hours_line_equal (&facts->line, line);

  for (guint i = 0; i < facts->others->len && !has; i++)
    has = far_hours_line_equal (&g_array_index (facts->others, FarHoursLine, i), line);

  return has;
}

/* @out: (out): NULL if this machine can open nothing of it.  @out_sealed: (out): if there is more
 * of it than that */
static gboolean
read_line (const FarHistory *history,
           const guint8 *member,
           const FarIdentity *me,
           FarHoursFacts **out,
           gboolean *out_sealed,
           GError **error)
{
  g_autoptr (GPtrArray) live = _far_hours_live (history, member, error);
  FarHoursFacts *facts = NULL;

  *out = NULL;
  *out_sealed = FALSE;
  if (live == NULL)
    return FALSE;
  if (live->len == 0 || _far_hours_is_gone (history, member))
    return TRUE;

  for (guint i = 0; i < live->len; i++)
    {
      const FarWrite *write = live->pdata[i];
      FarHoursLine line;

      if (!_far_hours_open (history, write, me, &line))
        {
          *out_sealed = TRUE;
          continue;
        }
      if (facts == NULL)
        {
          facts = g_rc_box_new0 (FarHoursFacts);
          memcpy (facts->id, history->record, FAR_RECORD_ID_LEN);
          memcpy (facts->owner, member, FAR_RECORD_ID_LEN);
          facts->line = line;
          facts->others = g_array_new (FALSE, FALSE, sizeof (FarHoursLine));
          facts->devices = g_array_new (FALSE, FALSE, FAR_KEY_LEN);
          facts->since_ms = write->time_ms;
        }
      else if (!has_line (facts, &line))
        g_array_append_val (facts->others, line);
      if (far_hours_line_equal (&facts->line, &line))
        add_devices (facts->devices, &write->payload);
    }
  *out = facts;

  return TRUE;
}

/* ---- all of them, kept */

struct _FarHoursMemo
{
  FarGovernance *gov; /* owned; (nullable): what follows is of this one */
  guint8 device[FAR_KEY_LEN];
  guint n_logs;
  guint64 n_changes; /* that concern everything */
  guint64 n_day_changes;
  GHashTable *by_ident; /* unowned (element-type FarHoursFacts) by ident: those of @sorted */
  GPtrArray *sorted;    /* owned (element-type FarHoursFacts) */
  GHashTable *sealed;   /* owned: idents of own lines that are not open here, or not all */
  GArray *shared;       /* owned (element-type guint8[16]) */
  GArray *sharing;      /* owned (element-type guint8[16]) */
};

FarHoursMemo *
_far_hours_memo_new (void)
{
  FarHoursMemo *self = g_new0 (FarHoursMemo, 1);

  self->by_ident = g_hash_table_new (NULL, NULL);
  self->sealed = g_hash_table_new (NULL, NULL);
  self->sorted = g_ptr_array_new_with_free_func (far_hours_facts_unref);
  self->shared = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);
  self->sharing = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);

  return self;
}

static void
forget (FarHoursMemo *self)
{
  g_hash_table_remove_all (self->by_ident);
  g_hash_table_remove_all (self->sealed);
  g_ptr_array_set_size (self->sorted, 0);
  g_array_set_size (self->shared, 0);
  g_array_set_size (self->sharing, 0);
  g_clear_pointer (&self->gov, far_governance_unref);
}

void
_far_hours_memo_free (FarHoursMemo *self)
{
  forget (self);
  g_hash_table_unref (self->by_ident);
  g_hash_table_unref (self->sealed);
  g_ptr_array_unref (self->sorted);
  g_array_unref (self->shared);
  g_array_unref (self->sharing);
  g_free (self);
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  const FarHoursFacts *one = *(const FarHoursFacts *const *)a;
  const FarHoursFacts *other = *(const FarHoursFacts *const *)b;

  if (one->line.day != other->line.day)
    return one->line.day > other->line.day ? -1 : 1;

  return memcmp (one->id, other->id, FAR_RECORD_ID_LEN);
}

/* Where it stands, or would. */
static guint
find_place (const GPtrArray *sorted, const FarHoursFacts *facts)
{
  guint low = 0;
  guint high = sorted->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (compare_lines (&sorted->pdata[middle], &facts) < 0)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/* Whose it is of those whose account this machine may read: its own member's first, should somebody
 * else speak of it too. */
static const guint8 *
find_owner (const FarHoursMemo *self, const FarHistory *history, const FarIdentity *me)
{
  const guint8 *owner = NULL;

  for (guint i = 0; i < history->writes->len; i++)
    {
      const FarWrite *write = &g_array_index (history->writes, FarWrite, i);

      if (write->author == NULL)
        continue;
      if (far_record_id_equal (write->author->id, me->member))
        return me->member;
      if (owner == NULL && _far_ids_have (self->sharing, write->author->id))
        owner = write->author->id;
    }

  return owner;
}

/* A line, and where it stands is the caller's. */
static gboolean
load (FarHoursMemo *self,
      FarView *view,
      const FarIdentity *me,
      guint32 ident,
      FarHoursFacts **out,
      GError **error)
{
  gboolean is_sealed = FALSE;
  gboolean good = TRUE;
  const guint8 *owner;
  FarHistory history;

  *out = NULL;
  g_hash_table_remove (self->sealed, GUINT_TO_POINTER (ident));
  if (!_far_history_load (&history, view, FAR_KIND_HOURS, ident, error))
    return FALSE;

  owner = find_owner (self, &history, me);
  if (owner != NULL)
    good = read_line (&history, owner, me, out, &is_sealed, error);
  if (is_sealed && owner == me->member)
    g_hash_table_add (self->sealed, GUINT_TO_POINTER (ident));
  _far_history_clear (&history);

  return good;
}

static gboolean
read_again (FarHoursMemo *self, FarView *view, const FarIdentity *me, guint32 ident, GError **error)
{
  FarHoursFacts *was = g_hash_table_lookup (self->by_ident, GUINT_TO_POINTER (ident));
  FarHoursFacts *is;

  if (!load (self, view, me, ident, &is, error))
    return FALSE;

  if (was != NULL)
    {
      g_hash_table_remove (self->by_ident, GUINT_TO_POINTER (ident));
      g_ptr_array_remove_index (self->sorted, find_place (self->sorted, was));
    }
  if (is != NULL)
    {
      g_hash_table_insert (self->by_ident, GUINT_TO_POINTER (ident), is);
      g_ptr_array_insert (self->sorted, (int)find_place (self->sorted, is), is);
    }

  return TRUE;
}

static gboolean
is_account (const FarView *view, guint32 ident)
{
  return far_governance_find_member (view->gov, far_store_peek_ident (view->store, ident)) != NULL;
}

/* @out_known: (out): whether it is known what has changed.  Returns: FALSE with @error */
static gboolean
hear_changes (FarHoursMemo *self,
              FarView *view,
              const FarIdentity *me,
              gboolean *out_known,
              GError **error)
{
  guint64 n = far_store_count_day_changes (view->store);
  FarDayPoint point;

  *out_known = TRUE;
  for (; self->n_day_changes < n; self->n_day_changes++)
    {
      if (!far_store_get_day_change (view->store, self->n_day_changes, &point) ||
          (point.day == FAR_CHANGES_HOURS && is_account (view, point.rota)))
        {
          *out_known = FALSE;
          return TRUE;
        }
      if (point.day == FAR_CHANGES_HOURS && !read_again (self, view, me, point.rota, error))
        return FALSE;
    }

  return TRUE;
}

/* Whom one entry names. */
static GArray *
list_shared (const FarWrite *write, const guint8 *member)
{
  FarPayloadIter iter = far_payload_iter (&write->payload, FAR_HOURS_SHARED);
  GArray *out = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);
  const guint8 *id;

  while (far_payload_iter_bytes (&iter, &id))
    if (!far_record_id_equal (id, member))
      g_array_append_vals (out, id, 1);

  return out;
}

/* With whom that member shares their account.  What two machines said without knowing of each other
 * is held to be what both said: nothing is sealed to whom one of them left out.
 * @out: (element-type guint8[16]) */
static gboolean
read_shared (FarView *view, guint32 ident, GArray *out, GError **error)
{
  const guint8 *member = far_store_peek_ident (view->store, ident);
  g_autoptr (GArray) live = NULL;
  gboolean is_first = TRUE;
  FarHistory history;

  if (!_far_history_load (&history, view, FAR_KIND_HOURS, ident, error))
    return FALSE;

  live = _far_history_live (&history, FAR_HOURS_SHARED);
  for (guint i = 0; i < live->len; i++)
    {
      const FarWrite *write = g_array_index (live, FarLive, i).write;
      g_autoptr (GArray) said = NULL;

      if (!is_by (&history, write, member))
        continue;
      said = list_shared (write, member);
      if (is_first)
        g_array_append_vals (out, said->data, said->len);
      for (guint j = out->len; j-- > 0;)
        if (!_far_ids_have (said, (const guint8 *)out->data + (gsize)j * FAR_RECORD_ID_LEN))
          g_array_remove_index (out, j);
      is_first = FALSE;
    }
  _far_history_clear (&history);

  return TRUE;
}

/* Who shares with this member, and with whom they share. */
static gboolean
find_accounts (FarHoursMemo *self, FarView *view, const FarIdentity *me, GError **error)
{
  g_autoptr (GArray) idents = _far_view_records (view, FAR_KIND_HOURS, error);

  for (guint i = 0; idents != NULL && i < idents->len; i++)
    {
      guint32 ident = g_array_index (idents, guint32, i);
      const FarGovMember *member =
          far_governance_find_member (view->gov, far_store_peek_ident (view->store, ident));
      g_autoptr (GArray) shared = NULL;

      if (member == NULL)
        continue;
      shared = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);
      if (!read_shared (view, ident, shared, error))
        return FALSE;
      if (far_record_id_equal (member->id, me->member))
        g_array_append_vals (self->shared, shared->data, shared->len);
      else if (member->standing == FAR_GOV_ACTIVE && _far_ids_have (shared, me->member))
        g_array_append_vals (self->sharing, member->id, 1);
    }

  return idents != NULL;
}

/* Lines about which somebody wrote whose account this machine may read.  Returns: (transfer full)
 * (element-type guint32): idents; NULL with @error */
static GArray *
list_lines (const FarHoursMemo *self, FarView *view, const FarIdentity *me, GError **error)
{
  sqlite3_stmt *statement = far_store_statement (
      view->store, "SELECT touch.record, touch.log FROM record JOIN touch ON touch.record = "
                   "record.record WHERE record.kind = 59 ORDER BY touch.record");
  g_autoptr (GArray) idents = g_array_new (FALSE, FALSE, sizeof (guint32));
  int code;

  if (statement == NULL)
    {
      far_store_fail (view->store, error);
      return NULL;
    }

  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      guint32 ident = sqlite3_column_int64 (statement, 0);
      const FarGovMember *author = _far_view_author (view, sqlite3_column_int64 (statement, 1));

      if (author == NULL ||
          (!far_record_id_equal (author->id, me->member) &&
           !_far_ids_have (self->sharing, author->id)) ||
          (idents->len > 0 && g_array_index (idents, guint32, idents->len - 1) == ident))
        continue;
      g_array_append_val (idents, ident);
    }
  if (code != SQLITE_DONE)
    far_store_fail (view->store, error);
  sqlite3_reset (statement);

  return code == SQLITE_DONE ? g_steal_pointer (&idents) : NULL;
}

static gboolean
fill (FarHoursMemo *self, FarView *view, const FarIdentity *me, GError **error)
{
  guint64 n_day_changes = far_store_count_day_changes (view->store);
  g_autoptr (GArray) idents = NULL;

  forget (self);
  if (find_accounts (self, view, me, error))
    idents = list_lines (self, view, me, error);
  for (guint i = 0; idents != NULL && i < idents->len; i++)
    {
      guint32 ident = g_array_index (idents, guint32, i);
      FarHoursFacts *facts;

      if (is_account (view, ident))
        continue;
      if (!load (self, view, me, ident, &facts, error))
        {
          forget (self);
          return FALSE;
        }
      if (facts == NULL)
        continue;
      g_hash_table_insert (self->by_ident, GUINT_TO_POINTER (ident), facts);
      g_ptr_array_add (self->sorted, facts);
    }
  if (idents == NULL)
    return FALSE;
  g_ptr_array_sort (self->sorted, compare_lines);
  self->gov = far_governance_ref (view->gov);
  memcpy (self->device, me->device, FAR_KEY_LEN);
  self->n_logs = view->n_logs;
  self->n_changes = far_store_count_changes (view->store, FAR_KIND_HOURS);
  self->n_day_changes = n_day_changes;

  return TRUE;
}

gboolean
_far_view_hours (FarView *view, const FarIdentity *me, FarHoursView *out, GError **error)
{
  FarHoursMemo *self = _far_memo_peek_hours (_far_memo_of (view));
  gboolean holds = self->gov == view->gov && self->n_logs == view->n_logs &&
                   self->n_changes == far_store_count_changes (view->store, FAR_KIND_HOURS) &&
                   memcmp (self->device, me->device, FAR_KEY_LEN) == 0 &&
                   self->sorted->len <= FAR_MEMO_HOURS_MAX;

  if (holds && !hear_changes (self, view, me, &holds, error))
    {
      forget (self);
      return FALSE;
    }
  if (!holds && !fill (self, view, me, error))
    return FALSE;

  *out =
      (FarHoursView){ self->sorted, self->shared, self->sharing, g_hash_table_size (self->sealed) };

  return TRUE;
}

/* ---- what is listed */

static const guint8 *
get_owner (gconstpointer row)
{
  return ((const FarHoursFacts *)row)->owner;
}

GPtrArray *
far_collective_hours (FarStore *store,
                      const FarIdentity *me,
                      gint32 first_day,
                      gint32 last_day,
                      GError **error)
{
  g_autoptr (GPtrArray) listed = g_ptr_array_new_with_free_func (far_hours_facts_unref);
  FarHoursView hours;
  gboolean good;
  FarView view;

  _far_view_init (&view, store);
  good = _far_view_hours (&view, me, &hours, error);
  for (guint i = 0; good && i < hours.lines->len; i++)
    {
      FarHoursFacts *facts = hours.lines->pdata[i];

      if (facts->line.day >= first_day && facts->line.day <= last_day)
        g_ptr_array_add (listed, far_hours_facts_ref (facts));
    }
  _far_view_clear (&view);
  _far_keep_first (listed, FAR_SHOWN_HOURS_MAX, get_owner);

  return good ? g_steal_pointer (&listed) : NULL;
}

void
far_hours_account_clear (FarHoursAccount *self)
{
  g_clear_pointer (&self->shared, g_array_unref);
  g_clear_pointer (&self->sharing, g_array_unref);
}

gboolean
far_collective_hours_account (FarStore *store,
                              const FarIdentity *me,
                              FarHoursAccount *out,
                              GError **error)
{
  FarHoursView hours;
  gboolean good;
  FarView view;

  memset (out, 0, sizeof *out);
  _far_view_init (&view, store);
  good = _far_view_hours (&view, me, &hours, error);
  if (good)
    {
      out->shared = g_array_copy ((GArray *)hours.shared);
      out->sharing = g_array_copy ((GArray *)hours.sharing);
      out->n_sealed = hours.n_sealed;
    }
  _far_view_clear (&view);

  return good;
}
