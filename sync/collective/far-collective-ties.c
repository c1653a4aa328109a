/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What hangs on a line, and taking the line off the list.
 *
 * Rotas and children that name it keep its name: whoever puts it back finds all as it was. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

void
far_line_tie_facts_free (FarLineTieFacts *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->rotas);
  g_free (self);
}

/* Whoever wrote it down, or publishes. */
static gboolean
may_remove (const FarPen *pen, const guint8 *owner)
{
  return far_record_id_equal (owner, pen->me->id) || _far_pen_get_publishing_term (pen) != 0;
}

static guint
count_children (const GPtrArray *children, const guint8 *line)
{
  guint n = 0;

  for (guint i = 0; i < children->len; i++)
    {
      const FarChildFacts *child = children->pdata[i];

      n += child->has_line && far_record_id_equal (child->line, line);
    }

  return n;
}

FarLineTieFacts *
far_collective_line_ties (const FarWriter *writer,
                          const guint8 line[static FAR_RECORD_ID_LEN],
                          gint32 today,
                          GError **error)
{
  g_autoptr (GPtrArray) children = far_collective_children (writer->store, today, FALSE, error);
  g_autoptr (GPtrArray) rotas =
                 children != NULL ? far_collective_rotas (writer->store, error) : NULL;
  g_autoptr (GPtrArray) lines = NULL;
  const FarLineFacts *facts;
  FarLineTieFacts *ties = NULL;
  FarPen pen;

  if (rotas == NULL || !_far_pen_init (&pen, writer, error))
    return NULL;

  facts = _far_view_find_line (&pen.view, line, &lines, error);
  if (facts != NULL)
    {
      ties = g_new0 (FarLineTieFacts, 1);
      ties->n_children = count_children (children, line);
      ties->n_hazards = facts->hazards->len;
      ties->is_my_own = may_remove (&pen, facts->owner);
      for (guint i = rotas->len; i > 0; i--)
        {
          const FarRotaFacts *rota = rotas->pdata[i - 1];

          if (!rota->has_line || !far_record_id_equal (rota->line, line) ||
              rota->rule.last_day < today)
            g_ptr_array_remove_index (rotas, i - 1);
        }
      ties->rotas = g_steal_pointer (&rotas);
    }
  if (!_far_pen_close (&pen, ties != NULL, error))
    g_clear_pointer (&ties, far_line_tie_facts_free);

  return ties;
}

static gboolean
is_news (const FarHistory *history, gboolean is_gone)
{
  FarAlso also = { 0 };
  const FarPayload *shown = _far_history_shown (history, FAR_LINE_GONE, &also);

  return also.n_others > 0 ||
         (shown != NULL && far_payload_int (shown, FAR_LINE_GONE, 0) != 0) != !!is_gone;
}

static gboolean
set_gone (FarPen *pen, const guint8 *line, gboolean is_gone, GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarSaying saying = { .kind = FAR_KIND_LINE,
                       .term = _far_pen_get_publishing_term (pen),
                       .payload = payload };
  FarMapWriter map = far_map_begin (payload);
  FarHistory history;
  gboolean good;

  if (!_far_history_load (&history, &pen->view, FAR_KIND_LINE,
                          far_store_find_ident (pen->view.store, line), error))
    return FALSE;

  far_map_bytes (&map, FAR_LINE_ID, line, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_LINE_GONE, !!is_gone);
  far_map_end (&map);
  if (_far_history_shown (&history, FAR_LINE_NAME, NULL) == NULL)
    good = _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such line", error);
  else if (!may_remove (pen, history.owner))
    good = _far_refuse (FAR_COLLECTIVE_ERROR_LINE_NOT_YOURS, "a line is whose who wrote it down",
                        error);
  else
    good =
        !is_news (&history, is_gone) ||
        (_far_pen_open (pen, error) && _far_pen_append_about (pen, &saying, &history, NULL, error));
  _far_history_clear (&history);

  return good;
}

gboolean
far_collective_set_line_gone (const FarWriter *writer,
                              const guint8 line[static FAR_RECORD_ID_LEN],
                              gboolean is_gone,
                              GError **error)
{
  FarPen pen;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, set_gone (&pen, line, is_gone, error), error);
}
