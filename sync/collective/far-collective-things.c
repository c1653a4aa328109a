/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the collective has, and who has it: keys, vests, signs, a trolley.
 *
 * Whoever has a thing, or knows who has, says so, and nobody's leave is needed: the key is where it
 * is.  Two who say so without knowing of each other stand side by side, and somebody asks them. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

/* ---- reading */

static gboolean
is_gone (const FarHistory *history)
{
  const FarPayload *shown = _far_history_shown (history, FAR_THING_GONE, NULL);

  return shown != NULL && far_payload_int (shown, FAR_THING_GONE, 0) != 0;
}

/* Somebody noted down without a machine may be a member now. */
static gboolean
read_keeper (FarThingFacts *facts, const FarHistory *history, GError **error)
{
  g_autoptr (GArray) live = _far_history_live (history, FAR_THING_KEEPER);
  FarView *view = history->view;
  const FarWrite *write;
  const FarGovMember *now = NULL;
  const guint8 *keeper;
  guint32 ident;

  _far_history_shown (history, FAR_THING_KEEPER, &facts->also);
  if (live->len == 0)
    return TRUE;

  write = g_array_index (live, FarLive, 0).write;
  keeper = far_payload_bytes (&write->payload, FAR_THING_KEEPER);
  ident = far_store_find_ident (view->store, keeper);
  if (ident != 0 && !_far_view_now (view, ident, &now, error))
    return FALSE;

  facts->has_keeper = TRUE;
  memcpy (facts->keeper, now != NULL ? now->id : keeper, FAR_RECORD_ID_LEN);
  facts->since_ms = write->time_ms;

  return TRUE;
}

static void
clear_thing (gpointer data)
{
  FarThingFacts *facts = data;

  g_free (facts->name);
  g_free (facts->note);
  g_free (facts->worn);
  g_free (facts->where);
  g_free (facts->sort_key);
  g_clear_pointer (&facts->held, g_array_unref);
}

FarThingFacts *
far_thing_facts_ref (FarThingFacts *self)
{
  return g_rc_box_acquire (self);
}

void
far_thing_facts_unref (gpointer self)
{
  g_rc_box_release_full (self, clear_thing);
}

guint
far_thing_facts_count (const FarThingFacts *self)
{
  return self->what == FAR_THING_IS_ROOM ? 1 : MAX (self->pieces, 1);
}

/* Whoever that is today. */
static gboolean
read_who (FarView *view, const guint8 *id, guint8 *out, GError **error)
{
  guint32 ident = far_store_find_ident (view->store, id);
  const FarGovMember *now = NULL;

  if (ident != 0 && !_far_view_now (view, ident, &now, error))
    return FALSE;
  memcpy (out, now != NULL ? now->id : id, FAR_RECORD_ID_LEN);

  return TRUE;
}

static gboolean
read_held (FarThingFacts *facts, const FarHistory *history, GError **error)
{
  const FarPayload *shown = _far_history_shown (history, FAR_THING_HELD, &facts->also);
  FarPayloadIter iter;
  FarPayload item;

  facts->held = g_array_new (FALSE, FALSE, sizeof (FarHeldPart));
  if (shown == NULL)
    return TRUE;

  iter = far_payload_iter (shown, FAR_THING_HELD);
  while (far_payload_iter_map (&iter, &item))
    {
      FarHeldPart part = { .n = far_payload_int (&item, FAR_HELD_N, 1) };

      if (!read_who (history->view, far_payload_bytes (&item, FAR_HELD_WHO), part.who, error))
        return FALSE;
      g_array_append_val (facts->held, part);
    }

  return TRUE;
}

/* What the collective's id says is what nobody says. */
static gboolean
read_whose (FarThingFacts *facts, const FarHistory *history, GError **error)
{
  const FarPayload *shown = _far_history_shown (history, FAR_THING_WHOSE, &facts->also);
  const guint8 *whose = shown != NULL ? far_payload_bytes (shown, FAR_THING_WHOSE) : NULL;

  facts->has_whose = whose != NULL &&
                     !far_record_id_equal (whose, far_store_peek_collective (history->view->store));

  return !facts->has_whose || read_who (history->view, whose, facts->whose, error);
}

static gboolean
read_lending (FarThingFacts *facts, const FarHistory *history, GError **error)
{
  FarAlso *also = &facts->also;
  const FarPayload *shown;

  facts->what = (FarThingWhat)_far_history_shown_int (history, FAR_THING_WHAT, 0, also);
  facts->pieces = _far_history_shown_int (history, FAR_THING_PIECES, 0, also);
  facts->condition = (FarCondition)_far_history_shown_int (history, FAR_THING_CONDITION, 0, also);
  facts->worn = _far_history_dup_text (history, FAR_THING_WORN, also);
  facts->where = _far_history_dup_text (history, FAR_THING_WHERE, also);
  facts->is_lent = _far_history_shown_int (history, FAR_THING_LENT, 0, also) != 0;
  facts->days = _far_history_shown_int (history, FAR_THING_DAYS, 0, also);
  shown = _far_history_shown (history, FAR_THING_WORKSHOP, also);
  facts->has_workshop = shown != NULL;
  if (shown != NULL)
    memcpy (facts->workshop, far_payload_bytes (shown, FAR_THING_WORKSHOP), FAR_RECORD_ID_LEN);

  return read_whose (facts, history, error) && read_held (facts, history, error);
}

static FarThingFacts *
read_thing (const FarHistory *history, GError **error)
{
  FarThingFacts *facts = g_rc_box_new0 (FarThingFacts);

  memcpy (facts->id, history->record, FAR_RECORD_ID_LEN);
  memcpy (facts->owner, history->owner, FAR_RECORD_ID_LEN);
  facts->name = _far_history_dup_text (history, FAR_THING_NAME, &facts->also);
  facts->note = _far_history_dup_text (history, FAR_THING_NOTE, &facts->also);
  facts->is_gone = is_gone (history);
  facts->sort_key = g_utf8_collate_key (facts->name, -1);
  if (read_keeper (facts, history, error) && read_lending (facts, history, error))
    return facts;

  far_thing_facts_unref (facts);

  return NULL;
}

FarThingFacts *
_far_view_thing (FarView *view, guint32 record, GError **error)
{
  FarHistory history;
  FarThingFacts *facts;

  if (!_far_history_load (&history, view, FAR_KIND_THING, record, error))
    return NULL;

  facts = read_thing (&history, error);
  _far_history_clear (&history);

  return facts;
}

static gboolean
add_thing (FarView *view, guint32 record, gboolean with_gone, GPtrArray *out, GError **error)
{
  FarThingFacts *facts = _far_view_thing (view, record, error);

  if (facts == NULL)
    return FALSE;

  if (*facts->name == '\0' || (facts->is_gone && !with_gone))
    far_thing_facts_unref (facts);
  else
    g_ptr_array_add (out, facts);

  return TRUE;
}

int
_far_thing_compare (const FarThingFacts *one, const FarThingFacts *other)
{
  int by_name;

  if (one->is_gone != other->is_gone)
    return one->is_gone ? 1 : -1;

  by_name = strcmp (one->sort_key, other->sort_key);

  return by_name != 0 ? by_name : memcmp (one->id, other->id, FAR_RECORD_ID_LEN);
}

static int
compare_things (gconstpointer a, gconstpointer b)
{
  return _far_thing_compare (*(const FarThingFacts *const *)a, *(const FarThingFacts *const *)b);
}

static const guint8 *
get_owner (gconstpointer row)
{
  return ((const FarThingFacts *)row)->owner;
}

/* In the midst of writing. */
static gboolean
read_things (FarView *view, gboolean with_gone, GPtrArray *out, GError **error)
{
  g_autoptr (GArray) records = _far_view_records (view, FAR_KIND_THING, error);
  gboolean good = records != NULL;

  for (guint i = 0; good && i < records->len; i++)
    good = add_thing (view, g_array_index (records, guint32, i), with_gone, out, error);
  g_ptr_array_sort (out, compare_things);

  return good;
}

static gboolean
add_kept (FarView *view, gboolean with_gone, GPtrArray *out, GError **error)
{
  FarThingMemo *memo = _far_memo_peek_things (_far_memo_of (view));
  gboolean good = _far_thing_memo_fill (memo, view, error);

  for (guint i = 0; good && i < _far_thing_memo_peek (memo)->len; i++)
    {
      const FarKeptThing *kept = _far_thing_memo_peek (memo)->pdata[i];

      if (with_gone || !kept->thing->is_gone)
        g_ptr_array_add (out, far_thing_facts_ref (kept->thing));
    }

  return good;
}

GPtrArray *
far_collective_things (FarStore *store, gboolean with_gone, GError **error)
{
  g_autoptr (GPtrArray) things = g_ptr_array_new_with_free_func (far_thing_facts_unref);
  FarView view;
  gboolean good;

  _far_view_init (&view, store);
  good = far_store_in_batch (store) ? read_things (&view, with_gone, things, error)
                                    : add_kept (&view, with_gone, things, error);
  _far_view_clear (&view);
  _far_keep_first (things, FAR_SHOWN_THINGS_MAX, get_owner);

  return good ? g_steal_pointer (&things) : NULL;
}

/* ---- writing */

/* What is to be mended is nobody's to borrow, and how it is may be said of it all the same. */
static gboolean
check_writes (FarPen *pen, FarThingWhat what, guint says, GError **error)
{
  const guint of_repair = FAR_THING_SAYS_WHAT | FAR_THING_SAYS_WHOSE | FAR_THING_SAYS_PIECES |
                          FAR_THING_SAYS_CONDITION | FAR_THING_SAYS_WORN | FAR_THING_SAYS_WHERE |
                          FAR_THING_SAYS_WORKSHOP;

  if ((says & FAR_THING_SAYS_WORKSHOP) != 0)
    return _far_pen_check_repairs (pen, error);

  return ((says & ~of_repair) == 0 && what != FAR_THING_IS_ROOM &&
          far_collective_uses (pen->view.store, FAR_RULE_REPAIR)) ||
         _far_pen_check_lends (pen, what, error);
}

/* What was typed, fit to be written; NULL where nothing was. */
typedef struct
{
  char *name;  /* owned */
  char *note;  /* owned */
  char *worn;  /* owned */
  char *where; /* owned */
} Texts;

static void
texts_clear (Texts *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->note, g_free);
  g_clear_pointer (&self->worn, g_free);
  g_clear_pointer (&self->where, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Texts, texts_clear)

static gboolean
says (const FarThingChange *change, guint what)
{
  return (change->says & what) != 0;
}

static gboolean
tidy_texts (Texts *self, const FarThingChange *change, GError **error)
{
  return (change->name == NULL ||
          (self->name = far_collective_tidy_name (change->name, error)) != NULL) &&
         (change->note == NULL ||
          (self->note = _far_tidy_line (change->note, FAR_THING_NOTE_MAX, error)) != NULL) &&
         (!says (change, FAR_THING_SAYS_WORN) ||
          (self->worn = _far_tidy_line (change->worn, FAR_THING_WORDS_MAX, error)) != NULL) &&
         (!says (change, FAR_THING_SAYS_WHERE) ||
          (self->where = _far_tidy_line (change->where, FAR_THING_WORDS_MAX, error)) != NULL);
}

gboolean
_far_pen_check_present (FarPen *pen, const guint8 *person, GError **error)
{
  guint32 ident = far_store_find_ident (pen->view.store, person);
  const FarPerson *known;
  g_autofree char *name = NULL;
  gboolean is_away;

  if (ident == 0)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such person", error);

  known = _far_view_person (&pen->view, ident, error);
  if (known == NULL)
    return FALSE;
  if (known->member == NULL && !known->is_answered_for)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such person", error);
  if (known->member != NULL)
    is_away = known->member->standing != FAR_GOV_ACTIVE;
  else if (!_far_person_read_name (&pen->view, ident, &name, NULL, &is_away, error))
    return FALSE;

  return !is_away ||
         _far_refuse (FAR_COLLECTIVE_ERROR_KEEPER_GONE, "that person is not here any more", error);
}

static gboolean
is_new_gone (const FarHistory *history, int gone)
{
  FarAlso also = { 0 };

  _far_history_shown (history, FAR_THING_GONE, &also);

  return gone >= 0 && (also.n_others > 0 || is_gone (history) != (gone > 0));
}

static void
put_held (FarMapWriter *map, const GArray *held)
{
  far_map_array (map, FAR_THING_HELD, held->len);
  for (guint i = 0; i < held->len; i++)
    {
      const FarHeldPart *part = &g_array_index (held, FarHeldPart, i);
      FarMapWriter item = far_map_begin (map->out);

      far_map_bytes (&item, FAR_HELD_WHO, part->who, FAR_RECORD_ID_LEN);
      far_map_int (&item, FAR_HELD_N, part->n);
      far_map_end (&item);
    }
}

/* All that @change says of lending. */
static void
put_lending (FarMapWriter *map, FarStore *store, const Texts *texts, const FarThingChange *change)
{
  if (says (change, FAR_THING_SAYS_WHAT))
    far_map_int (map, FAR_THING_WHAT, change->what);
  if (says (change, FAR_THING_SAYS_WHOSE))
    far_map_bytes (map, FAR_THING_WHOSE,
                   change->whose != NULL ? change->whose : far_store_peek_collective (store),
                   FAR_RECORD_ID_LEN);
  if (says (change, FAR_THING_SAYS_PIECES))
    far_map_int (map, FAR_THING_PIECES, change->pieces);
  if (says (change, FAR_THING_SAYS_CONDITION))
    far_map_int (map, FAR_THING_CONDITION, change->condition);
  if (texts->worn != NULL)
    far_map_text (map, FAR_THING_WORN, texts->worn);
  if (texts->where != NULL)
    far_map_text (map, FAR_THING_WHERE, texts->where);
  if (says (change, FAR_THING_SAYS_LENT))
    far_map_int (map, FAR_THING_LENT, change->is_lent);
  if (says (change, FAR_THING_SAYS_DAYS))
    far_map_int (map, FAR_THING_DAYS, change->days);
  if (says (change, FAR_THING_SAYS_HELD))
    put_held (map, change->held);
  if (says (change, FAR_THING_SAYS_WORKSHOP))
    far_map_bytes (map, FAR_THING_WORKSHOP, change->workshop, FAR_RECORD_ID_LEN);
}

/* The fields (bits) of lending that are shown otherwise, or beside which somebody says something
 * else.  What nobody said, and what says nothing, is the same. */
static guint32
find_news (const FarHistory *history, const FarPayload *wanted)
{
  guint32 fields = 0;

  for (guint key = FAR_THING_WHAT; key <= FAR_THING_WORKSHOP; key++)
    {
      const FarValue *value = &wanted->values[key];
      FarAlso also = { 0 };
      const FarPayload *shown;
      gboolean is_nothing = value->len == 0 && value->num == 0;

      if (!far_payload_has (wanted, key))
        continue;
      shown = _far_history_shown (history, key, &also);
      if (key == FAR_THING_WHOSE)
        is_nothing =
            far_record_id_equal (value->bytes, far_store_peek_collective (history->view->store));
      if (also.n_others > 0 ||
          (shown == NULL ? !is_nothing : !_far_payload_has_same (shown, wanted, key)))
        fields |= 1u << key;
    }

  return fields;
}

static gboolean
check_numbers (const FarThingChange *change, GError **error)
{
  if (says (change, FAR_THING_SAYS_PIECES) &&
      (change->pieces < 1 || change->pieces > FAR_THING_PIECES_MAX))
    return _far_refuse (FAR_COLLECTIVE_ERROR_PIECES_INVALID, "no such number", error);
  if (says (change, FAR_THING_SAYS_DAYS) && change->days > FAR_LOAN_DAYS_MAX)
    return _far_refuse (FAR_COLLECTIVE_ERROR_LOAN_LONG, "a loan is a year at most", error);
  if (says (change, FAR_THING_SAYS_HELD) && change->held->len > FAR_THING_HELD_MAX)
    return _far_refuse (FAR_COLLECTIVE_ERROR_FULL_SAID, "so many do not have pieces", error);
  for (guint i = 0; says (change, FAR_THING_SAYS_HELD) && i < change->held->len; i++)
    {
      guint n = g_array_index (change->held, FarHeldPart, i).n;

      if (n < 1 || n > FAR_THING_PIECES_MAX)
        return _far_refuse (FAR_COLLECTIVE_ERROR_PIECES_INVALID, "no such number", error);
    }

  return TRUE;
}

/* Drops what of @change is said of lending already.  FALSE with @error */
static gboolean
keep_news (const FarHistory *history, const Texts *texts, FarThingChange *change, GError **error)
{
  static const guint bits[] = { FAR_THING_SAYS_WHAT,   FAR_THING_SAYS_WHOSE,
                                FAR_THING_SAYS_PIECES, FAR_THING_SAYS_CONDITION,
                                FAR_THING_SAYS_WORN,   FAR_THING_SAYS_WHERE,
                                FAR_THING_SAYS_LENT,   FAR_THING_SAYS_DAYS,
                                FAR_THING_SAYS_HELD,   FAR_THING_SAYS_WORKSHOP };
  g_autoptr (GByteArray) all = g_byte_array_new ();
  FarMapWriter map = far_map_begin (all);
  FarPayload wanted;
  guint32 fields;

  put_lending (&map, history->view->store, texts, change);
  far_map_end (&map);
  if (far_payload_parse (&wanted, far_kind_get_schema (FAR_KIND_THING), all->data, all->len) !=
      FAR_PAYLOAD_OK)
    return _far_refuse (FAR_COLLECTIVE_ERROR_TEXT_INVALID, "that is too much", error);

  fields = find_news (history, &wanted);
  for (guint i = 0; i < G_N_ELEMENTS (bits); i++)
    if ((fields & 1u << (FAR_THING_WHAT + i)) == 0)
      change->says &= ~bits[i];

  return TRUE;
}

/* What others rely on is said by who wrote it down, whose it is, or, of what is the collective's,
 * by whoever coordinates. */
#define SAID_BY_OWNER \
  (FAR_THING_SAYS_WHAT | FAR_THING_SAYS_WHOSE | FAR_THING_SAYS_PIECES | FAR_THING_SAYS_LENT | \
   FAR_THING_SAYS_DAYS | FAR_THING_SAYS_WORKSHOP)

static gboolean
check_owner (FarPen *pen, const FarHistory *history, const FarThingChange *change, GError **error)
{
  FarThingFacts *facts;
  gboolean good;

  if (history->writes->len == 0 || (change->says & SAID_BY_OWNER) == 0 ||
      (history->has_owner && far_record_id_equal (history->owner, pen->me->id)))
    return TRUE;

  facts =
      _far_view_thing (&pen->view, far_store_find_ident (pen->view.store, history->record), error);
  if (facts == NULL)
    return FALSE;
  good = !facts->has_whose && _far_pen_get_publishing_term (pen) != 0;
  far_thing_facts_unref (facts);

  return good ||
         _far_refuse (FAR_COLLECTIVE_ERROR_THING_NOT_YOURS, "that is whose it is to say", error);
}

static gboolean
check_held (FarPen *pen, const GArray *held, GError **error)
{
  for (guint i = 0; i < held->len; i++)
    if (!_far_pen_check_present (pen, g_array_index (held, FarHeldPart, i).who, error))
      return FALSE;

  return TRUE;
}

static gboolean
check_lending (FarPen *pen, const FarHistory *history, const FarThingChange *change, GError **error)
{
  FarThingWhat what = says (change, FAR_THING_SAYS_WHAT)
                          ? change->what
                          : (FarThingWhat)_far_history_shown_int (history, FAR_THING_WHAT, 0, NULL);

  if (change->says == 0)
    return TRUE;
  if (!check_writes (pen, what, change->says, error))
    return FALSE;

  return (!says (change, FAR_THING_SAYS_WHOSE) || change->whose == NULL ||
          _far_pen_check_present (pen, change->whose, error)) &&
         (!says (change, FAR_THING_SAYS_HELD) || check_held (pen, change->held, error)) &&
         check_owner (pen, history, change, error);
}

/* Of a new thing @history is empty.  Returns: whether there is anything to write */
static gboolean
encode (GByteArray *payload,
        const FarHistory *history,
        const Texts *texts,
        const FarThingChange *change)
{
  gboolean with_name = _far_history_is_new_text (history, FAR_THING_NAME, texts->name);
  gboolean with_keeper =
      change->keeper != NULL &&
      _far_history_is_news (history, FAR_THING_KEEPER, change->keeper, FAR_RECORD_ID_LEN);
  gboolean with_note = _far_history_is_new_text (history, FAR_THING_NOTE, texts->note);
  gboolean with_gone = is_new_gone (history, change->gone);
  Texts said = *texts;
  FarMapWriter map = far_map_begin (payload);

  if (history->writes->len > 0)
    far_map_bytes (&map, FAR_THING_ID, history->record, FAR_RECORD_ID_LEN);
  if (with_name)
    far_map_text (&map, FAR_THING_NAME, texts->name);
  if (with_keeper)
    far_map_bytes (&map, FAR_THING_KEEPER, change->keeper, FAR_RECORD_ID_LEN);
  if (with_note)
    far_map_text (&map, FAR_THING_NOTE, texts->note);
  if (with_gone)
    far_map_int (&map, FAR_THING_GONE, change->gone > 0);
  if (!says (change, FAR_THING_SAYS_WORN))
    said.worn = NULL;
  if (!says (change, FAR_THING_SAYS_WHERE))
    said.where = NULL;
  put_lending (&map, history->view->store, &said, change);
  far_map_end (&map);

  return with_name || with_keeper || with_note || with_gone || change->says != 0;
}

/* @out_pos: (out) (optional) */
static gboolean
write_thing (FarPen *pen,
             const FarHistory *history,
             const Texts *texts,
             const FarThingChange *change,
             FarPos *out_pos,
             GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarThingChange news = *change;
  FarSaying saying = { .kind = FAR_KIND_THING, .payload = payload };

  if (!check_numbers (change, error) || !keep_news (history, texts, &news, error) ||
      !check_lending (pen, history, &news, error))
    return FALSE;
  /* what only the baton may say of it, or its owner, is said under the baton's term */
  if ((news.says & SAID_BY_OWNER) != 0 && history->writes->len > 0 &&
      !(history->has_owner && far_record_id_equal (history->owner, pen->me->id)))
    saying.term = _far_pen_get_publishing_term (pen);

  /* who has gone may have it still, and is shown; but nobody gives it to them */
  if (change->keeper != NULL && !_far_pen_check_present (pen, change->keeper, error))
    return FALSE;

  return !encode (payload, history, texts, &news) ||
         (_far_pen_open (pen, error) &&
          _far_pen_append_about (pen, &saying, history, out_pos, error));
}

static gboolean
add (FarPen *pen, const Texts *texts, const FarThingChange *change, guint8 *out_id, GError **error)
{
  const FarWriter *writer = pen->writer;
  FarHistory nothing;
  FarPos pos;
  gboolean good;

  if (!_far_history_load (&nothing, &pen->view, FAR_KIND_THING, 0, error))
    return FALSE;

  good = write_thing (pen, &nothing, texts, change, &pos, error);
  _far_history_clear (&nothing);
  if (good)
    far_record_id (far_store_peek_collective (writer->store), writer->me->device, pos.seq, 0,
                   out_id);

  return good;
}

gboolean
_far_pen_add_thing (FarPen *pen, const FarThingChange *thing, guint8 *out_id, GError **error)
{
  FarThingChange change = *thing;
  g_auto (Texts) texts = { 0 };

  change.gone = -1;

  return tidy_texts (&texts, &change, error) && add (pen, &texts, &change, out_id, error);
}

gboolean
far_collective_add_thing (const FarWriter *writer,
                          const FarThingChange *thing,
                          guint8 out_id[static FAR_RECORD_ID_LEN],
                          GError **error)
{
  FarPen pen;

  g_return_val_if_fail (thing->name != NULL, FALSE);

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, _far_pen_add_thing (&pen, thing, out_id, error), error);
}

static gboolean
change_thing (FarPen *pen,
              const guint8 *thing,
              const Texts *texts,
              const FarThingChange *change,
              GError **error)
{
  FarHistory history;
  gboolean is_there;
  gboolean good;

  if (!_far_history_load (&history, &pen->view, FAR_KIND_THING,
                          far_store_find_ident (pen->view.store, thing), error))
    return FALSE;

  is_there = _far_history_shown (&history, FAR_THING_NAME, NULL) != NULL &&
             (change->gone >= 0 || !is_gone (&history));
  good = is_there ? write_thing (pen, &history, texts, change, NULL, error)
                  : _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such thing", error);
  _far_history_clear (&history);

  return good;
}

gboolean
_far_pen_change_thing (FarPen *pen,
                       const guint8 *thing,
                       const FarThingChange *change,
                       GError **error)
{
  g_auto (Texts) texts = { 0 };

  return tidy_texts (&texts, change, error) && change_thing (pen, thing, &texts, change, error);
}

gboolean
far_collective_change_thing (const FarWriter *writer,
                             const guint8 thing[static FAR_RECORD_ID_LEN],
                             const FarThingChange *change,
                             GError **error)
{
  FarPen pen;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, _far_pen_change_thing (&pen, thing, change, error), error);
}
