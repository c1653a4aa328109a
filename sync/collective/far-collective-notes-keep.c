/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Keeping sealed notes up: to whoever walks with a child next, and to nobody any more who does not.
 */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-notes-private.h"

#include <string.h>

#include "far-day.h"

/* One look at all notes. */
typedef struct
{
  FarPen *pen;
  gint32 today;
  GPtrArray *rotas; /* owned (element-type FarRotaFacts) */
  FarReachMap reach;
  guint32 own_log;
  GArray *erased; /* owned (element-type guint8[32]) */
  guint n_left;   /* that may be written yet */
  gboolean is_written;
} Keeping;

/* Of a note of which a machine has said all that it may, it says nothing more: 'ask the family'. */
static gboolean
has_room (FarPen *pen, guint32 child, gint32 day, gboolean *out, GError **error)
{
  FarStore *store = pen->view.store;
  sqlite3_stmt *statement = far_store_statement (
      store,
      "SELECT count (*) FROM daily WHERE kind = 48 AND about = ?1 AND day = ?2 AND log = ?3");
  gboolean has_row;

  if (statement == NULL)
    return far_store_fail (store, error);

  sqlite3_bind_int64 (statement, 1, child);
  sqlite3_bind_int64 (statement, 2, day);
  sqlite3_bind_int64 (statement, 3, far_store_find_log (store, pen->writer->me->device));
  has_row = sqlite3_step (statement) == SQLITE_ROW;
  *out = has_row && sqlite3_column_int64 (statement, 0) < FAR_CHAIN_SAID_MAX;
  sqlite3_reset (statement);

  return has_row || far_store_fail (store, error);
}

/* Whose clock is wrong by days would erase what another machine of the family writes again, on and
 * on: so what is over is erased by the machine that wrote it, while that one is in use. */
static gboolean
is_others (const Keeping *self, const FarWrite *write)
{
  FarStore *store = self->pen->view.store;
  const FarGovDevice *device =
      far_governance_find_device (self->pen->view.gov,
                                  far_store_peek_log (store, write->pos.log)->device);

  return write->pos.log != self->own_log && device != NULL && device->active;
}

static void
erase_write (Keeping *self, const FarWrite *write)
{
  FarRow row = { .n = write->n,
                 .pos = write->pos,
                 .kind = FAR_KIND_NOTE,
                 .subject = write->subject,
                 .id = write->id };

  if (write->blob != NULL && self->own_log != 0 && self->erased->len < FAR_CBOR_ARRAY_MAX &&
      far_store_may_erase (self->pen->view.store, self->own_log, FALSE, &row))
    g_array_append_vals (self->erased, write->id, 1);
}

static gboolean
is_among (const GArray *live, const FarWrite *write)
{
  for (guint i = 0; i < live->len; i++)
    if (g_array_index (live, FarLive, i).write == write)
      return TRUE;

  return FALSE;
}

/* For what something was sealed: an outing, or a request for help. */
typedef struct
{
  guint32 about;
  guint32 rota;
  gint32 day;
  gboolean is_over;
  gboolean is_soon;
} SealedFor;

/* What was said for one.  @readers: (nullable): nobody needs it there. */
static gboolean
keep_sealed (Keeping *self,
             const FarOwn *own,
             const char *words,
             const SealedFor *what,
             const GArray *readers,
             GError **error)
{
  guint32 child = what->about;
  guint32 rota = what->rota;
  gint32 day = what->day;
  g_autoptr (GArray) live = NULL;
  const FarWrite *kept = NULL;
  gboolean is_there = readers == NULL || readers->len == 0;
  gboolean room = TRUE;
  gboolean good = TRUE;
  FarHistory history;

  if (!_far_history_load_daily (&history, &self->pen->view, FAR_KIND_NOTE, child, rota, day, error))
    return FALSE;

  live = _far_history_live (&history, FAR_NOTE_READERS);
  for (guint i = 0; i < live->len && !is_there; i++)
    {
      const FarLive *one = &g_array_index (live, FarLive, i);

      is_there = one->is_right && _far_note_has_words (one->write) &&
                 _far_note_is_from (&one->write->payload, own->from) &&
                 _far_note_is_for (&one->write->payload, readers, TRUE);
      kept = is_there ? one->write : NULL;
    }
  if (!is_there && what->is_soon && words != NULL && self->n_left > 0)
    {
      good = has_room (self->pen, child, day, &room, error);
      if (good && room)
        {
          good = _far_note_append (self->pen, &history, &day,
                                   far_store_peek_ident (history.view->store, rota), own->from,
                                   readers, words, error);
          self->n_left--;
          self->is_written = is_there = TRUE;
        }
    }

  for (guint i = 0; i < history.writes->len && good; i++)
    {
      const FarWrite *write = &g_array_index (history.writes, FarWrite, i);
      gboolean holds = !is_there && readers != NULL && write->is_good && is_among (live, write) &&
                       history.guards[i] && _far_note_has_words (write) &&
                       _far_note_is_from (&write->payload, own->from) &&
                       _far_note_is_for (&write->payload, readers, FALSE);

      /* of two machines that sealed it at once one did it in vain; and where nothing better could
       * be written, what was is kept for those who still come */
      if (write != kept && !holds && !(what->is_over && is_others (self, write)))
        erase_write (self, write);
    }
  _far_history_clear (&history);

  return good;
}

static const FarRotaFacts *
find_rota (const Keeping *self, const guint8 *id)
{
  for (guint i = 0; i < self->rotas->len; i++)
    if (memcmp (((const FarRotaFacts *)self->rotas->pdata[i])->id, id, FAR_RECORD_ID_LEN) == 0)
      return self->rotas->pdata[i];

  return NULL;
}

/* @out: (out): (element-type FarNoteReader) who walks with the child there; NULL if it does not
 * come */
static gboolean
find_readers (Keeping *self,
              const FarRotaFacts *rota,
              const FarChildFacts *child,
              gint32 day,
              GArray **out,
              GError **error)
{
  FarView *view = &self->pen->view;
  const FarWalkers *walkers =
      _far_view_walkers (view, self->today, MAX (day, self->today + FAR_NOTE_AHEAD_DAYS), error);
  g_autoptr (GPtrArray) all = NULL;
  FarOutingFacts *outing;
  gboolean good = TRUE;

  *out = NULL;
  if (walkers == NULL)
    return FALSE;
  if (rota == NULL || !rota->is_published || !far_rule_has_day (&rota->rule, day))
    return TRUE;
  all = _far_walkers_of (walkers, rota, day);
  if (!_far_walkers_have (all, child))
    return TRUE;

  outing = _far_view_read_outing (view, &self->reach, rota, day, error);
  if (outing == NULL)
    return FALSE;
  if (_far_outing_walks (outing))
    {
      *out = _far_note_list_walking (view, outing, child, error);
      good = *out != NULL;
    }
  far_outing_facts_free (outing);

  return good;
}

/* What somebody said for an outing. */
typedef struct
{
  guint32 rota;
  gint32 day;
} SaidFor;

/* Of one child what is said, by whoever. */
typedef struct
{
  guint32 child;
  gboolean is_own; /* this machine said something of it */
  gboolean is_any; /* somebody said something that is for no outing: what a family says */
  GArray *said;    /* owned (element-type SaidFor) */
} Noted;

static void
free_noted (gpointer data)
{
  Noted *self = data;

  g_array_unref (self->said);
  g_free (self);
}

static Noted *
noted_new (guint32 child)
{
  Noted *self = g_new0 (Noted, 1);

  self->child = child;
  self->said = g_array_new (FALSE, FALSE, sizeof (SaidFor));

  return self;
}

static void
note_said (Noted *self, SaidFor said, gboolean is_own)
{
  const SaidFor *last =
      self->said->len > 0 ? &g_array_index (self->said, SaidFor, self->said->len - 1) : NULL;

  self->is_own |= is_own;
  self->is_any |= said.day == FAR_NOTE_NO_DAY;
  if (said.day == FAR_NOTE_NO_DAY ||
      (last != NULL && last->rota == said.rota && last->day == said.day))
    return;

  /* what this machine said is all looked at; of what others say there is no end */
  if (is_own || self->said->len < FAR_NOTED_OUTINGS_MAX)
    g_array_append_val (self->said, said);
}

static int
compare_noted (gconstpointer a, gconstpointer b)
{
  const Noted *one = *(const Noted *const *)a;
  const Noted *other = *(const Noted *const *)b;

  if (one->is_own != other->is_own)
    return one->is_own ? -1 : 1;
  if (one->is_any != other->is_any)
    return one->is_any ? -1 : 1;

  return (one->child > other->child) - (one->child < other->child);
}

/* Returns: (transfer full) (element-type Noted): those of whom this machine said something first,
 * and of the others as many as anybody would; NULL with @error */
static GPtrArray *
list_noted (FarStore *store, guint32 own_log, GError **error)
{
  sqlite3_stmt *statement = far_store_statement (
      store, "SELECT about, day, part, log FROM daily WHERE kind = 48 ORDER BY about, day, part");
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (free_noted);
  guint n = 0;
  int code;

  if (statement == NULL)
    {
      far_store_fail (store, error);
      return NULL;
    }

  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      guint32 child = sqlite3_column_int64 (statement, 0);
      SaidFor said = { sqlite3_column_int64 (statement, 2), sqlite3_column_int64 (statement, 1) };

      if (all->len == 0 || ((Noted *)all->pdata[all->len - 1])->child != child)
        g_ptr_array_add (all, noted_new (child));
      note_said (all->pdata[all->len - 1], said, sqlite3_column_int64 (statement, 3) == own_log);
    }
  if (code != SQLITE_DONE)
    far_store_fail (store, error);
  sqlite3_reset (statement);
  if (code != SQLITE_DONE)
    return NULL;

  g_ptr_array_sort (all, compare_noted);
  while (n < all->len && (((Noted *)all->pdata[n])->is_own ||
                          (((Noted *)all->pdata[n])->is_any && n < FAR_NOTED_CHILDREN_MAX)))
    n++;
  g_ptr_array_set_size (all, (int)n);

  return g_steal_pointer (&all);
}

/* Adds what is to come, where nobody said anything yet. */
static void
add_coming (const Keeping *self, GArray *said)
{
  FarStore *store = self->pen->view.store;

  for (gint32 day = self->today; day <= self->today + FAR_NOTE_AHEAD_DAYS; day++)
    for (guint i = 0; i < self->rotas->len; i++)
      {
        const FarRotaFacts *rota = self->rotas->pdata[i];
        SaidFor one = { far_store_find_ident (store, rota->id), day };
        gboolean is_new = one.rota != 0;

        for (guint j = 0; j < said->len && is_new; j++)
          is_new = g_array_index (said, SaidFor, j).rota != one.rota ||
                   g_array_index (said, SaidFor, j).day != day;
        if (is_new)
          g_array_append_val (said, one);
      }
}

static gboolean
keep_outings (Keeping *self,
              const FarOwn *own,
              const char *words,
              const FarChildFacts *child,
              gboolean is_mine,
              const Noted *noted,
              GError **error)
{
  FarStore *store = self->pen->view.store;
  g_autoptr (GArray) said = g_array_copy (noted->said);
  gboolean is_said = is_mine && own->live->len > 0 && !child->is_gone;

  if (is_said)
    add_coming (self, said);

  for (guint i = 0; i < said->len; i++)
    {
      const SaidFor *one = &g_array_index (said, SaidFor, i);
      const SealedFor what = { .about = noted->child,
                               .rota = one->rota,
                               .day = one->day,
                               .is_over = one->day < self->today,
                               .is_soon = one->day <= self->today + FAR_NOTE_AHEAD_DAYS };
      g_autoptr (GArray) readers = NULL;

      if (is_said && one->rota != 0 && one->day >= self->today &&
          !find_readers (self, find_rota (self, far_store_peek_ident (store, one->rota)), child,
                         one->day, &readers, error))
        return FALSE;
      if (!keep_sealed (self, own, words, &what, readers, error))
        return FALSE;
    }

  return TRUE;
}

/* The family's own, to the machines that its guardians have today. */
static gboolean
keep_own (Keeping *self,
          FarOwn *own,
          const char *words,
          const GArray *family,
          guint32 ident,
          GError **error)
{
  gboolean room;

  if (own->live->len != 1 || words == NULL || family->len == 0 || self->n_left == 0 ||
      _far_note_is_for (&g_array_index (own->live, FarLive, 0).write->payload, family, TRUE))
    return TRUE;
  if (!has_room (self->pen, ident, FAR_NOTE_NO_DAY, &room, error))
    return FALSE;
  if (!room)
    return TRUE;

  self->is_written = TRUE;
  self->n_left--;

  return _far_note_append (self->pen, &own->history, NULL, NULL, NULL, family, words, error);
}

/* Of the family's own what is replaced, or was written by who speaks for the child no more. */
static void
drop_own (Keeping *self, const FarOwn *own, const GArray *live)
{
  for (guint i = 0; i < own->history.writes->len; i++)
    {
      const FarWrite *write = &g_array_index (own->history.writes, FarWrite, i);

      if (!is_among (live, write) || !own->history.guards[i])
        erase_write (self, write);
    }
}

/* Of a child that is there no more: whoever wrote it down has another key, and has written it anew.
 * This machine knew it, so what it sealed for outings is in vain; what the family said stays. */
static gboolean
drop_sealed (Keeping *self, const Noted *noted, GError **error)
{
  for (guint i = 0; i < noted->said->len; i++)
    {
      const SaidFor *said = &g_array_index (noted->said, SaidFor, i);
      FarHistory history;

      if (!_far_history_load_daily (&history, &self->pen->view, FAR_KIND_NOTE, noted->child,
                                    said->rota, said->day, error))
        return FALSE;
      for (guint j = 0; j < history.writes->len; j++)
        {
          const FarWrite *write = &g_array_index (history.writes, FarWrite, j);

          if (write->pos.log == self->own_log)
            erase_write (self, write);
        }
      _far_history_clear (&history);
    }

  return TRUE;
}

/* All that whoever asked for a hand said. */
static void
drop_wanted_no_more (Keeping *self, const FarOwn *own, gboolean is_over)
{
  for (guint i = 0; i < own->history.writes->len; i++)
    {
      const FarWrite *write = &g_array_index (own->history.writes, FarWrite, i);

      if (!is_over || !is_others (self, write))
        erase_write (self, write);
    }
}

/* What there is to know for who helps: to who stands, as long as it is not done; then it goes, the
 * asker's own too. */
static gboolean
keep_help_note (Keeping *self,
                const FarHelpFacts *help,
                const Noted *noted,
                FarOwn *own,
                GError **error)
{
  FarPen *pen = self->pen;
  g_autoptr (GArray) nobody = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);
  g_autoptr (GArray) readers = NULL;
  g_autoptr (GArray) asker = NULL;
  g_autoptr (GArray) live = _far_history_live (&own->history, FAR_NOTE_READERS);
  gboolean is_mine = far_record_id_equal (help->facts->owner, pen->me->id);
  gboolean is_wanted = _far_help_wants_note (help, self->today);
  SealedFor what = { .about = noted->child,
                     .rota = noted->child,
                     .day = help->facts->claims_day,
                     .is_over = help->facts->when.last_day < self->today,
                     .is_soon = TRUE };
  char *words = NULL;
  gboolean good = TRUE;

  if (is_mine && is_wanted)
    words = _far_note_open_live (&own->history, own->live, pen->writer->me);
  if (words != NULL && strlen (words) > FAR_NOTE_WORDS_MAX)
    g_clear_pointer (&words, _far_words_free);

  self->is_written = FALSE;
  if (is_mine && is_wanted)
    {
      asker = _far_note_list_family (&pen->view, help->facts->owner, nobody, error);
      readers = own->live->len > 0 ? _far_note_list_helping (&pen->view, help, error) : NULL;
      good = asker != NULL && (own->live->len == 0 || readers != NULL) &&
             keep_own (self, own, words, asker, noted->child, error);
    }
  if (good && !self->is_written && (is_mine || noted->is_own))
    {
      if (is_wanted || !is_mine)
        drop_own (self, own, live);
      else
        drop_wanted_no_more (self, own, what.is_over);
      good = keep_sealed (self, own, words, &what, readers, error);
    }
  g_clear_pointer (&words, _far_words_free);

  return good;
}

/* Of what is no child: a request for help, or what is there no more. */
static gboolean
keep_other (Keeping *self, const Noted *noted, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (FarHelpFacts) help = _far_view_help (&self->pen->view, noted->child, &failure);
  gboolean good;
  FarOwn own;

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (help == NULL)
    return drop_sealed (self, noted, error);
  if (!_far_own_load (&own, &self->pen->view, noted->child, error))
    return FALSE;

  good = keep_help_note (self, help, noted, &own, error);
  _far_own_clear (&own);

  return good;
}

static gboolean
keep_child (Keeping *self, const Noted *noted, GError **error)
{
  guint32 ident = noted->child;
  FarPen *pen = self->pen;
  g_autoptr (GError) failure = NULL;
  FarChildFacts *child = _far_child_read (&pen->view, ident, &failure);
  g_autoptr (GArray) family = NULL;
  g_autoptr (GArray) live = NULL;
  char *words = NULL;
  gboolean good = TRUE;
  gboolean is_mine;
  FarOwn own;

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (child == NULL)
    return keep_other (self, noted, error);
  if (!_far_own_load (&own, &pen->view, ident, error))
    {
      far_child_facts_unref (child);
      return FALSE;
    }

  is_mine = far_child_facts_has_guardian (child, pen->me->id);
  live = _far_history_live (&own.history, FAR_NOTE_READERS);
  if (is_mine)
    words = _far_note_open_live (&own.history, own.live, pen->writer->me);
  if (words != NULL && strlen (words) > FAR_NOTE_WORDS_MAX)
    g_clear_pointer (&words, _far_words_free);

  self->is_written = FALSE;
  if (is_mine)
    {
      family = _far_note_list_family (&pen->view, child->owner, child->guardians, error);
      good = family != NULL && keep_own (self, &own, words, family, ident, error);
    }
  /* what the family says now has another id, which is known after it stands in the log */
  if (good && !self->is_written)
    {
      drop_own (self, &own, live);
      good = keep_outings (self, &own, words, child, is_mine, noted, error);
    }
  g_clear_pointer (&words, _far_words_free);
  _far_own_clear (&own);
  far_child_facts_unref (child);

  return good;
}

static gboolean
keep_all (FarPen *pen, gint32 today, gboolean *out_again, gboolean *out_written, GError **error)
{
  FarStore *store = pen->view.store;
  guint32 own_log = far_store_find_log (store, pen->writer->me->device);
  g_autoptr (GPtrArray) children = list_noted (store, own_log, error);
  g_autoptr (GArray) erased = g_array_new (FALSE, FALSE, FAR_ID_LEN);
  g_autoptr (GPtrArray) rotas = NULL;
  Keeping self = { .pen = pen,
                   .today = today,
                   .own_log = own_log,
                   .erased = erased,
                   .n_left = FAR_NOTES_WRITTEN_MAX };
  gboolean good = children != NULL;
  FarPos pos;

  if (children == NULL || children->len == 0)
    return good;

  self.rotas = rotas = far_collective_rotas (store, error);
  if (rotas == NULL)
    return FALSE;

  _far_reach_map_init (&self.reach, &pen->view, pen->me->id);
  for (guint i = 0; i < children->len && good; i++)
    {
      guint n_left = self.n_left;

      good = keep_child (&self, children->pdata[i], error);
      *out_again |= self.n_left < n_left;
    }
  _far_reach_map_clear (&self.reach);

  if (good && erased->len > 0)
    good =
        _far_pen_open (pen, error) && _far_writer_erase (pen->writer, 0, NULL, erased, &pos, error);
  *out_written |= *out_again || erased->len > 0;

  return good;
}

gboolean
far_collective_keep_notes (const FarWriter *writer,
                           gint32 today,
                           gboolean *out_written,
                           GError **error)
{
  gboolean again = TRUE;

  *out_written = FALSE;
  if (!far_day_is_valid (today) || !far_day_is_valid (today + FAR_NOTE_AHEAD_DAYS))
    return _far_refuse (FAR_COLLECTIVE_ERROR_DATE_INVALID, "there is no such day", error);

  /* first the family's own, then what follows from it, then it is as it is to be */
  for (guint i = 0; i < 3 && again; i++)
    {
      FarPen pen;

      again = FALSE;
      if (!_far_pen_init (&pen, writer, error) ||
          !_far_pen_close (&pen, keep_all (&pen, today, &again, out_written, error), error))
        return FALSE;
    }

  return TRUE;
}
