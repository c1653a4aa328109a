/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a household writes down of what it gave and received, and for whom it seals that. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-hours-private.h"

#include <string.h>

#include "far-collective-notes-private.h"
#include "far-day.h"

/* entries of the kind that are left for what people write, when lines are sealed anew */
#define LEFT_FOR_WORDS 1000
/* the same of one line */
#define LEFT_OF_LINE 56

static gboolean
check_on (FarPen *pen, GError **error)
{
  return far_collective_uses (pen->view.store, FAR_RULE_HOURS) ||
         _far_refuse (FAR_COLLECTIVE_ERROR_HOURS_OFF, "hours are off", error);
}

/* ---- what was typed, fit to be written */

static gboolean
tidy_words (const char *typed, gsize size, char *out, GError **error)
{
  g_autofree char *tidy = _far_tidy_text (typed, error);

  if (tidy == NULL)
    return FALSE;

  return g_strlcpy (out, tidy, size) < size ||
         _far_refuse (FAR_COLLECTIVE_ERROR_TEXT_INVALID, "that is too long", error);
}

static gboolean
is_known (FarPen *pen, const guint8 *person, gboolean *out, GError **error)
{
  guint32 ident = far_store_find_ident (pen->view.store, person);
  g_autofree char *name = NULL;
  gboolean is_gone;

  *out = far_governance_find_member (pen->view.gov, person) != NULL;
  if (*out || ident == 0)
    return TRUE;
  if (!_far_person_read_name (&pen->view, ident, &name, NULL, &is_gone, error))
    return FALSE;
  *out = name != NULL && *name != '\0';

  return TRUE;
}

/* @out: (out): as it is sealed */
static gboolean
tidy_line (FarPen *pen, const FarHoursLine *typed, FarHoursLine *out, GError **error)
{
  gboolean is_one = TRUE;

  memset (out, 0, sizeof *out);
  if (!far_day_is_valid (typed->day))
    return _far_refuse (FAR_COLLECTIVE_ERROR_DATE_INVALID, "no such day", error);
  if (typed->minutes < 1 || typed->minutes > FAR_HOURS_MINUTES_MAX ||
      typed->sort >= FAR_HOURS_SORTS || typed->from >= FAR_HOURS_FROMS)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NUMBER_INVALID, "no such time, or sort", error);
  if (!tidy_words (typed->what, sizeof out->what, out->what, error) ||
      (!typed->has_person && !tidy_words (typed->who, sizeof out->who, out->who, error)) ||
      (typed->sort != FAR_HOURS_SORT_VOLUNTEER &&
       !tidy_words (typed->against, sizeof out->against, out->against, error)) ||
      (typed->has_person && !is_known (pen, typed->person, &is_one, error)))
    return FALSE;
  if (!is_one)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is nobody with that id", error);

  out->day = typed->day;
  out->minutes = typed->minutes;
  out->is_received = typed->is_received != FALSE;
  out->sort = typed->sort;
  out->has_person = typed->has_person != FALSE;
  if (out->has_person)
    memcpy (out->person, typed->person, FAR_RECORD_ID_LEN);
  out->from = typed->from;
  if (out->from != FAR_HOURS_FROM_NOTHING)
    {
      memcpy (out->from_id, typed->from_id, FAR_RECORD_ID_LEN);
      out->from_day = typed->from_day;
    }

  return TRUE;
}

/* ---- one line */

/* The machines that are to open this member's lines.  Returns: (transfer full) (element-type
 * FarNoteReader); NULL with @error */
static GArray *
list_readers (FarPen *pen, const FarHoursView *hours, GError **error)
{
  return _far_note_list_family (&pen->view, pen->me->id, hours->shared, error);
}

/* @id: of the line; @is_new: which the entry makes.  @again: (nullable): the entry that said it */
static gboolean
append_line (FarPen *pen,
             const FarHistory *history,
             const guint8 *id,
             gboolean is_new,
             const FarHoursLine *line,
             const GArray *readers,
             const guint8 *again,
             GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarSaying saying = { .kind = FAR_KIND_HOURS, .subject = pen->me->id, .payload = payload };
  FarMapWriter map = far_map_begin (payload);
  const FarHoursPlace place = {
    .collective = far_store_peek_collective (pen->view.store),
    .author = pen->writer->me->device,
    .member = pen->me->id,
    .line = id,
  };
  gsize seeds_len = FAR_SEALED_SEEDS_LEN (readers->len);
  g_autofree guint8 *seeds = g_malloc (seeds_len);

  pen->writer->random (seeds, seeds_len);
  if (!is_new)
    far_map_bytes (&map, FAR_HOURS_ID, id, FAR_RECORD_ID_LEN);
  far_hours_put (&map, &place, (const FarSealedReader *)readers->data, readers->len, line, seeds);
  if (again != NULL)
    far_map_bytes (&map, FAR_HOURS_AGAIN, again, FAR_ID_LEN);
  far_map_end (&map);
  sodium_memzero (seeds, seeds_len);

  return _far_pen_append_about (pen, &saying, history, NULL, error);
}

static gboolean
has_id (const GArray *ids, const guint8 *id)
{
  for (guint i = 0; i < ids->len; i++)
    if (memcmp (ids->data + (gsize)i * FAR_ID_LEN, id, FAR_ID_LEN) == 0)
      return TRUE;

  return FALSE;
}

/* Adds what this member wrote of the line, but for what still holds. @live: (nullable)
 * (element-type FarWrite) */
static void
add_erased (FarPen *pen, const FarHistory *history, const GPtrArray *live, GArray *ids)
{
  guint32 own_log = far_store_find_log (pen->view.store, pen->writer->me->device);

  for (guint i = 0; i < history->writes->len; i++)
    {
      const FarWrite *write = &g_array_index (history->writes, FarWrite, i);
      FarRow row = { .n = write->n,
                     .pos = write->pos,
                     .kind = FAR_KIND_HOURS,
                     .subject = write->subject,
                     .id = write->id };

      if (write->blob == NULL || !write->is_good ||
          !far_payload_has (&write->payload, FAR_HOURS_BODY) || write->author != pen->me ||
          (live != NULL && g_ptr_array_find ((GPtrArray *)live, write, NULL)))
        continue;
      if (ids->len < FAR_CBOR_ARRAY_MAX && own_log != 0 && !has_id (ids, write->id) &&
          far_store_may_erase (pen->view.store, own_log, FALSE, &row))
        g_array_append_vals (ids, write->id, 1);
    }
}

static gboolean
erase_all (FarPen *pen, GArray *ids, GError **error)
{
  FarPos pos;

  return ids->len == 0 || _far_writer_erase (pen->writer, 0, NULL, ids, &pos, error);
}

static guint
count_mine (const FarHoursView *hours, const guint8 *me)
{
  guint n = 0;

  for (guint i = 0; i < hours->lines->len; i++)
    n += far_record_id_equal (((const FarHoursFacts *)hours->lines->pdata[i])->owner, me);

  return n + hours->n_sealed;
}

static gboolean
add (FarPen *pen, const FarHoursLine *typed, guint8 *out_id, GError **error)
{
  g_autoptr (GArray) readers = NULL;
  FarHistory nothing;
  FarHoursView hours;
  FarHoursLine line;
  gboolean good;

  if (!check_on (pen, error) || !tidy_line (pen, typed, &line, error) ||
      !_far_view_hours (&pen->view, pen->writer->me, &hours, error))
    return FALSE;
  if (count_mine (&hours, pen->me->id) >= FAR_SHOWN_HOURS_MAX)
    return _far_refuse (FAR_COLLECTIVE_ERROR_FULL_HOURS, "more than are listed", error);
  readers = list_readers (pen, &hours, error);
  if (readers == NULL || !_far_history_load (&nothing, &pen->view, FAR_KIND_HOURS, 0, error))
    return FALSE;

  good = _far_pen_open (pen, error);
  if (good)
    {
      _far_pen_next_record (pen, out_id);
      good = append_line (pen, &nothing, out_id, TRUE, &line, readers, NULL, error);
    }
  _far_history_clear (&nothing);
  sodium_memzero (&line, sizeof line);

  return good;
}

gboolean
far_collective_add_hours (const FarWriter *writer,
                          const FarHoursLine *line,
                          guint8 out_id[static FAR_RECORD_ID_LEN],
                          GError **error)
{
  FarPen pen;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, add (&pen, line, out_id, error), error);
}

/* A line of this member's own that this machine can open, or that it cannot; @history is the
 * caller's to clear if it returned %TRUE. */
static gboolean
load_own (FarPen *pen, const guint8 *id, FarHistory *history, GPtrArray **out_live, GError **error)
{
  guint32 ident = far_store_find_ident (pen->view.store, id);
  gboolean is_others = FALSE;

  if (!_far_history_load (history, &pen->view, FAR_KIND_HOURS, ident, error))
    return FALSE;

  *out_live = _far_hours_live (history, pen->me->id, error);
  for (guint i = 0; i < history->writes->len; i++)
    is_others |= g_array_index (history->writes, FarWrite, i).author != pen->me;
  if (*out_live != NULL && (*out_live)->len > 0 && !_far_hours_is_gone (history, pen->me->id))
    return TRUE;

  if (*out_live != NULL)
    _far_refuse (is_others ? FAR_COLLECTIVE_ERROR_HOURS_NOT_YOURS : FAR_COLLECTIVE_ERROR_NO_SUCH_ID,
                 is_others ? "it is in somebody else's account" : "there is no such line", error);
  g_clear_pointer (out_live, g_ptr_array_unref);
  _far_history_clear (history);

  return FALSE;
}

static gboolean
change_line (FarPen *pen, const guint8 *id, const FarHoursLine *typed, GError **error)
{
  g_autoptr (GArray) readers = NULL;
  g_autoptr (GPtrArray) live = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, FAR_ID_LEN);
  FarHistory history;
  FarHoursView hours;
  FarHoursLine line;
  FarHoursLine was;
  gboolean good = TRUE;

  if (!check_on (pen, error) || !tidy_line (pen, typed, &line, error) ||
      !_far_view_hours (&pen->view, pen->writer->me, &hours, error))
    return FALSE;
  readers = list_readers (pen, &hours, error);
  if (readers == NULL || !load_own (pen, id, &history, &live, error))
    return FALSE;

  if (live->len != 1 || !_far_hours_open (&history, live->pdata[0], pen->writer->me, &was) ||
      !far_hours_line_equal (&was, &line))
    {
      add_erased (pen, &history, NULL, ids);
      good = _far_pen_open (pen, error) &&
             append_line (pen, &history, history.record, FALSE, &line, readers, NULL, error) &&
             erase_all (pen, ids, error);
    }
  _far_history_clear (&history);
  sodium_memzero (&line, sizeof line);
  sodium_memzero (&was, sizeof was);

  return good;
}

gboolean
far_collective_change_hours (const FarWriter *writer,
                             const guint8 id[static FAR_RECORD_ID_LEN],
                             const FarHoursLine *line,
                             GError **error)
{
  FarPen pen;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, change_line (&pen, id, line, error), error);
}

static gboolean
write_gone (FarPen *pen, const FarHistory *history, GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarSaying saying = { .kind = FAR_KIND_HOURS, .subject = pen->me->id, .payload = payload };
  FarMapWriter map = far_map_begin (payload);

  far_map_bytes (&map, FAR_HOURS_ID, history->record, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_HOURS_GONE, 1);
  far_map_end (&map);

  return _far_pen_append_about (pen, &saying, history, NULL, error);
}

/* What another machine of theirs seals meanwhile finds that it is gone, and is erased then. */
static gboolean
remove_line (FarPen *pen, const guint8 *id, GError **error)
{
  g_autoptr (GPtrArray) live = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, FAR_ID_LEN);
  FarHistory history;
  gboolean good;

  if (!load_own (pen, id, &history, &live, error))
    return FALSE;

  add_erased (pen, &history, NULL, ids);
  good = _far_pen_open (pen, error) && write_gone (pen, &history, error) &&
         erase_all (pen, ids, error);
  _far_history_clear (&history);

  return good;
}

gboolean
far_collective_remove_hours (const FarWriter *writer,
                             const guint8 id[static FAR_RECORD_ID_LEN],
                             GError **error)
{
  FarPen pen;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, remove_line (&pen, id, error), error);
}

/* ---- with whom */

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, FAR_RECORD_ID_LEN);
}

static gboolean
write_shared (FarPen *pen, const GArray *shared, GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarSaying saying = { .kind = FAR_KIND_HOURS, .subject = pen->me->id, .payload = payload };
  FarMapWriter map = far_map_begin (payload);
  FarHistory history;
  gboolean good;

  if (!_far_history_load (&history, &pen->view, FAR_KIND_HOURS,
                          far_store_find_ident (pen->view.store, pen->me->id), error))
    return FALSE;

  far_map_bytes (&map, FAR_HOURS_ID, pen->me->id, FAR_RECORD_ID_LEN);
  far_map_array (&map, FAR_HOURS_SHARED, shared->len);
  for (guint i = 0; i < shared->len; i++)
    far_cbor_put_bytes (payload, shared->data + (gsize)i * FAR_RECORD_ID_LEN, FAR_RECORD_ID_LEN);
  far_map_end (&map);
  good = _far_pen_open (pen, error) && _far_pen_append_about (pen, &saying, &history, NULL, error);
  _far_history_clear (&history);

  return good;
}

static gboolean
share (FarPen *pen, const guint8 *id, gboolean is_shared, GError **error)
{
  const FarGovMember *member = far_governance_find_member (pen->view.gov, id);
  g_autoptr (GArray) shared = NULL;
  FarHoursView hours;

  if (is_shared && !check_on (pen, error))
    return FALSE;
  if (member == NULL || far_record_id_equal (id, pen->me->id) ||
      (is_shared && member->standing != FAR_GOV_ACTIVE))
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such other member", error);
  if (!_far_view_hours (&pen->view, pen->writer->me, &hours, error))
    return FALSE;
  if (_far_ids_have (hours.shared, id) == !!is_shared)
    return TRUE;
  if (is_shared && hours.shared->len >= FAR_HOURS_SHARED_MAX)
    return _far_refuse (FAR_COLLECTIVE_ERROR_FULL_SHARED, "with eight at most", error);

  shared = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);
  for (guint i = 0; i < hours.shared->len; i++)
    {
      const guint8 *other = (const guint8 *)hours.shared->data + (gsize)i * FAR_RECORD_ID_LEN;

      if (!far_record_id_equal (other, id))
        g_array_append_vals (shared, other, 1);
    }
  if (is_shared)
    g_array_append_vals (shared, id, 1);
  g_array_sort (shared, compare_ids);

  return write_shared (pen, shared, error);
}

gboolean
far_collective_share_hours (const FarWriter *writer,
                            const guint8 member[static FAR_RECORD_ID_LEN],
                            gboolean is_shared,
                            GError **error)
{
  FarPen pen;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, share (&pen, member, is_shared != FALSE, error), error);
}

/* ---- sealing it to those who cannot open it yet */

typedef struct
{
  FarPen *pen;
  GArray *readers; /* owned (element-type FarNoteReader) */
  GArray *erased;  /* owned (element-type guint8[32]) */
  guint n_left;    /* that may be written yet */
} Keeping;

static gboolean
has_all (const GArray *devices, const GArray *readers)
{
  for (guint i = 0; i < readers->len; i++)
    if (!far_devices_has (devices, g_array_index (readers, FarNoteReader, i).device))
      return FALSE;

  return TRUE;
}

/* Whether this machine may say that much more of the line. */
static gboolean
has_room (const FarPen *pen, const FarHistory *history)
{
  guint32 own_log = far_store_find_log (pen->view.store, pen->writer->me->device);
  guint n = 0;

  for (guint i = 0; i < history->writes->len; i++)
    n += g_array_index (history->writes, FarWrite, i).pos.log == own_log;

  return n + LEFT_OF_LINE < FAR_CHAIN_SAID_MAX;
}

/* A line of which nobody wrote anything else meanwhile: which of two holds is for people to say. */
static gboolean
seal_again (Keeping *self, const FarHoursFacts *facts, GError **error)
{
  guint32 ident = far_store_find_ident (self->pen->view.store, facts->id);
  g_autoptr (GPtrArray) live = NULL;
  const FarWrite *shown;
  gboolean good = TRUE;
  FarHistory history;

  if (!_far_history_load (&history, &self->pen->view, FAR_KIND_HOURS, ident, error))
    return FALSE;

  live = _far_hours_live (&history, self->pen->me->id, error);
  good = live != NULL;
  if (good && live->len > 0 && facts->others->len == 0 && has_room (self->pen, &history))
    {
      const guint8 *again;

      shown = live->pdata[0];
      again = far_payload_bytes (&shown->payload, FAR_HOURS_AGAIN);
      add_erased (self->pen, &history, NULL, self->erased);
      good = _far_pen_open (self->pen, error) &&
             append_line (self->pen, &history, history.record, FALSE, &facts->line, self->readers,
                          again != NULL ? again : shown->id, error);
      self->n_left--;
    }
  _far_history_clear (&history);

  return good;
}

/* Lines of this member that were taken off, or said anew, while another machine of theirs sealed
 * what they said before.  Found by what is still held of them. */
static gboolean
find_passed (Keeping *self, GError **error)
{
  FarStore *store = self->pen->view.store;
  g_autoptr (GArray) idents = g_array_new (FALSE, FALSE, sizeof (guint32));
  sqlite3_stmt *statement = far_store_statement (
      store, "SELECT touch.record, touch.log FROM record JOIN touch ON touch.record = record.record"
             " WHERE record.kind = 59 ORDER BY touch.record");
  guint32 before = 0;
  int code;

  if (statement == NULL)
    return far_store_fail (store, error);

  /* what one entry alone speaks of, nothing has taken the place of */
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      guint32 ident = sqlite3_column_int64 (statement, 0);

      if (_far_view_author (&self->pen->view, sqlite3_column_int64 (statement, 1)) != self->pen->me)
        continue;
      if (ident == before &&
          (idents->len == 0 || g_array_index (idents, guint32, idents->len - 1) != ident))
        g_array_append_val (idents, ident);
      before = ident;
    }
  if (code != SQLITE_DONE)
    far_store_fail (store, error);
  sqlite3_reset (statement);

  for (guint i = 0; i < idents->len && code == SQLITE_DONE; i++)
    {
      g_autoptr (GPtrArray) live = NULL;
      FarHistory history;

      if (!_far_history_load (&history, &self->pen->view, FAR_KIND_HOURS,
                              g_array_index (idents, guint32, i), error))
        return FALSE;
      live = _far_hours_live (&history, self->pen->me->id, error);
      if (live != NULL)
        add_erased (self->pen, &history,
                    _far_hours_is_gone (&history, self->pen->me->id) ? NULL : live, self->erased);
      _far_history_clear (&history);
      if (live == NULL)
        return FALSE;
    }

  return code == SQLITE_DONE;
}

static gboolean
keep (FarPen *pen, gboolean *out_written, GError **error)
{
  FarStore *store = pen->view.store;
  guint32 log = far_store_find_log (store, pen->writer->me->device);
  g_autoptr (GPtrArray) closed = g_ptr_array_new_with_free_func (far_hours_facts_unref);
  g_autoptr (GArray) erased = g_array_new (FALSE, FALSE, FAR_ID_LEN);
  g_autoptr (GArray) readers = NULL;
  Keeping self = { .pen = pen, .erased = erased, .n_left = FAR_HOURS_WRITTEN_MAX };
  FarHoursView hours;
  gboolean good = TRUE;

  if (!_far_view_hours (&pen->view, pen->writer->me, &hours, error))
    return FALSE;
  readers = list_readers (pen, &hours, error);
  if (readers == NULL)
    return FALSE;
  self.readers = readers;

  /* what is written changes what is borrowed */
  for (guint i = 0; i < hours.lines->len && closed->len < self.n_left; i++)
    {
      FarHoursFacts *facts = hours.lines->pdata[i];

      if (far_record_id_equal (facts->owner, pen->me->id) && facts->others->len == 0 &&
          !has_all (facts->devices, readers))
        g_ptr_array_add (closed, far_hours_facts_ref (facts));
    }
  if (!find_passed (&self, error))
    return FALSE;
  if (log != 0 &&
      far_store_count_kind (store, log, FAR_KIND_HOURS) + LEFT_FOR_WORDS >= FAR_CHAIN_KIND_MAX)
    g_ptr_array_set_size (closed, 0);
  for (guint i = 0; i < closed->len && good; i++)
    good = seal_again (&self, closed->pdata[i], error);
  *out_written = self.n_left < FAR_HOURS_WRITTEN_MAX || erased->len > 0;

  return good && (erased->len == 0 || _far_pen_open (pen, error)) && erase_all (pen, erased, error);
}

gboolean
far_collective_keep_hours (const FarWriter *writer, gboolean *out_written, GError **error)
{
  FarPen pen;

  *out_written = FALSE;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, keep (&pen, out_written, error), error);
}
