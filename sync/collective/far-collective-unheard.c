/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who has not received what is published.  A member has what one of their machines is known to
 * hold: the entries whose values are shown; what these replace comes before them. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

typedef struct
{
  FarView view;
  const guint8 *me;    /* unowned: this machine */
  GHashTable *columns; /* owned (element-type guint32[n_logs]) by log: up to where each machine is
                          known to hold it, by log - 1 */
  GPtrArray *members;  /* owned (element-type FarUnheardFacts): every one who stands */
} Search;

static void
free_facts (gpointer data)
{
  FarUnheardFacts *facts = data;

  g_array_unref (facts->news);
  g_free (facts);
}

static const guint32 *
get_column (Search *self, guint32 log)
{
  guint32 *column = g_hash_table_lookup (self->columns, GUINT_TO_POINTER (log));

  if (column != NULL)
    return column;

  column = g_new0 (guint32, self->view.n_logs);
  for (guint32 i = 1; i <= self->view.n_logs; i++)
    column[i - 1] = i == log ? G_MAXUINT32 : far_store_get_heard (self->view.store, i, log);
  g_hash_table_insert (self->columns, GUINT_TO_POINTER (log), column);

  return column;
}

static gboolean
holds_all (Search *self, const FarGovDevice *device, const GArray *entries)
{
  guint32 log = far_store_find_log (self->view.store, device->key);

  if (memcmp (device->key, self->me, FAR_KEY_LEN) == 0)
    return TRUE;

  for (guint i = 0; i < entries->len; i++)
    {
      const FarPos *pos = &g_array_index (entries, FarPos, i);

      if (log == 0 || get_column (self, pos->log)[log - 1] < pos->seq)
        return FALSE;
    }

  return TRUE;
}

/* @entries: (element-type FarPos) */
static void
note_news (Search *self, const FarNewsFacts *news, const GArray *entries)
{
  guint n;
  const FarGovDevice *devices = far_governance_peek_devices (self->view.gov, &n);

  for (guint i = 0; i < self->members->len && entries->len > 0; i++)
    {
      FarUnheardFacts *facts = self->members->pdata[i];
      const FarNewsFacts *last =
          facts->news->len > 0 ? &g_array_index (facts->news, FarNewsFacts, facts->news->len - 1)
                               : NULL;
      gboolean has = FALSE;

      /* who does not know of a rota knows of none of its dates */
      if (last != NULL && last->day == 0 && far_record_id_equal (last->rota, news->rota))
        continue;

      for (guint d = 0; d < n && !has; d++)
        has = devices[d].active && far_record_id_equal (devices[d].member, facts->member) &&
              holds_all (self, &devices[d], entries);
      if (!has)
        g_array_append_val (facts->news, *news);
    }
}

/* What is shown of a record or outing.  Returns: (transfer full) (element-type FarPos) */
static GArray *
list_shown (const FarHistory *history)
{
  GArray *shown = g_array_new (FALSE, FALSE, sizeof (FarPos));
  guint8 keys[FAR_PAYLOAD_KEYS];
  guint n = _far_field_keys (history->kind, keys);

  for (guint i = 0; i < n; i++)
    if (_far_history_shown (history, keys[i], NULL) != NULL)
      {
        g_autoptr (GArray) live = _far_history_live (history, keys[i]);

        g_array_append_val (shown, g_array_index (live, FarLive, 0).write->pos);
      }

  return shown;
}

/* @id, @title: of the rota, or of the calendar */
static void
note_shown (Search *self,
            FarNewsFacts *news,
            const guint8 *id,
            const char *title,
            const FarHistory *history)
{
  g_autoptr (GArray) shown = list_shown (history);

  memcpy (news->rota, id, FAR_RECORD_ID_LEN);
  news->title = title;
  note_news (self, news, shown);
}

static gboolean
search_rota (Search *self, const FarRotaFacts *rota, guint32 ident, GError **error)
{
  FarNewsFacts news = { .day = 0 };
  FarHistory history;

  if (!_far_history_load (&history, &self->view, FAR_KIND_ROTA, ident, error))
    return FALSE;

  note_shown (self, &news, rota->id, rota->title, &history);
  _far_history_clear (&history);

  return TRUE;
}

/* Who does not know of holidays goes to the stop in vain. */
static gboolean
search_calendar (Search *self, const FarHolidaysFacts *calendar, gint32 today, GError **error)
{
  FarNewsFacts news = { .is_holidays = TRUE };
  gboolean is_over = TRUE;
  FarHistory history;

  for (guint i = 0; i < calendar->spans->len; i++)
    is_over = is_over && g_array_index (calendar->spans, FarSpan, i).last_day < today;
  if (is_over)
    return TRUE;
  if (!_far_history_load (&history, &self->view, FAR_KIND_HOLIDAYS,
                          far_store_find_ident (self->view.store, calendar->id), error))
    return FALSE;

  note_shown (self, &news, calendar->id, calendar->name, &history);
  _far_history_clear (&history);

  return TRUE;
}

static gboolean
search_outing (Search *self, const FarRotaFacts *rota, guint32 ident, gint32 day, GError **error)
{
  FarNewsFacts news = { .day = day };
  const FarPayload *cancelled;
  FarHistory history;

  if (!_far_history_load_outing (&history, &self->view, ident, day, error))
    return FALSE;

  cancelled = _far_history_shown (&history, FAR_OUTING_CANCELLED, NULL);
  news.is_cancelled =
      cancelled != NULL && far_payload_int (cancelled, FAR_OUTING_CANCELLED, 0) != 0;
  note_shown (self, &news, rota->id, rota->title, &history);
  _far_history_clear (&history);

  return TRUE;
}

/* The dates of which something is said.  Returns: (transfer full) (element-type gint32): in order;
 * NULL with @error */
static GArray *
list_days (Search *self, const FarRotaFacts *rota, guint32 ident, gint32 today, GError **error)
{
  sqlite3_stmt *statement =
      far_store_statement (self->view.store, "SELECT DISTINCT day FROM outing WHERE rota = ? AND "
                                             "day >= ? ORDER BY day");
  g_autoptr (GArray) days = g_array_new (FALSE, FALSE, sizeof (gint32));
  int code;

  if (statement == NULL)
    {
      far_store_fail (self->view.store, error);
      return NULL;
    }

  sqlite3_bind_int64 (statement, 1, ident);
  sqlite3_bind_int64 (statement, 2, today);
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      gint32 day = sqlite3_column_int (statement, 0);

      if (far_rule_has_day (&rota->rule, day))
        g_array_append_val (days, day);
    }
  if (code != SQLITE_DONE)
    far_store_fail (self->view.store, error);
  sqlite3_reset (statement);

  return code == SQLITE_DONE ? g_steal_pointer (&days) : NULL;
}

static gboolean
search (Search *self, const FarRotaFacts *rota, gint32 today, GError **error)
{
  guint32 ident = far_store_find_ident (self->view.store, rota->id);
  g_autoptr (GArray) days = NULL;

  if (!rota->is_published || rota->rule.last_day < today)
    return TRUE;
  if (!search_rota (self, rota, ident, error))
    return FALSE;

  days = list_days (self, rota, ident, today, error);
  if (days == NULL)
    return FALSE;
  for (guint i = 0; i < days->len; i++)
    if (!search_outing (self, rota, ident, g_array_index (days, gint32, i), error))
      return FALSE;

  return TRUE;
}

static void
list_members (Search *self)
{
  guint n;
  const FarGovMember *members = far_governance_peek_members (self->view.gov, &n);

  self->members = g_ptr_array_new_with_free_func (free_facts);
  for (guint i = 0; i < n; i++)
    {
      FarUnheardFacts *facts;

      if (members[i].standing != FAR_GOV_ACTIVE)
        continue;
      facts = g_new0 (FarUnheardFacts, 1);
      memcpy (facts->member, members[i].id, FAR_RECORD_ID_LEN);
      facts->news = g_array_new (FALSE, FALSE, sizeof (FarNewsFacts));
      g_ptr_array_add (self->members, facts);
    }
}

GPtrArray *
far_collective_unheard (FarStore *store,
                        GPtrArray *rotas,
                        GPtrArray *calendars,
                        const guint8 me[static FAR_KEY_LEN],
                        gint32 today,
                        GError **error)
{
  Search self = { .me = me };
  gboolean good = TRUE;

  _far_view_init (&self.view, store);
  self.columns = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  list_members (&self);
  for (guint i = 0; i < rotas->len && good; i++)
    good = search (&self, rotas->pdata[i], today, error);
  for (guint i = 0; calendars != NULL && i < calendars->len && good; i++)
    good = search_calendar (&self, calendars->pdata[i], today, error);

  for (guint i = self.members->len; i-- > 0;)
    if (((const FarUnheardFacts *)self.members->pdata[i])->news->len == 0)
      g_ptr_array_remove_index (self.members, i);
  g_hash_table_unref (self.columns);
  _far_view_clear (&self.view);
  if (!good)
    g_clear_pointer (&self.members, g_ptr_array_unref);

  return self.members;
}
