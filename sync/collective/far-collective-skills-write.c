/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What people say that they can do, would like to learn, or hold a training in. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

#include "far-day.h"

gboolean
_far_pen_check_skills (FarPen *pen, GError **error)
{
  return far_collective_uses (pen->view.store, FAR_RULE_SKILLS) ||
         _far_refuse (FAR_COLLECTIVE_ERROR_SKILLS_OFF, "skills are off", error);
}

/* ---- what was typed, fit to be written */

typedef struct
{
  char *name; /* owned (nullable) */
  char *note; /* owned (nullable) */
} Texts;

static void
texts_clear (Texts *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->note, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Texts, texts_clear)

static gboolean
tidy_texts (Texts *self, const FarSkillChange *change, GError **error)
{
  if (change->name != NULL && strlen (change->name) > FAR_TEXT_MAX)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NAME_LONG, "a name has at most 200 characters", error);
  if (change->name != NULL && (self->name = far_collective_tidy_name (change->name, error)) == NULL)
    return FALSE;
  if (change->note != NULL && (self->note = _far_tidy_text (change->note, error)) == NULL)
    return FALSE;

  return self->note == NULL || strlen (self->note) <= FAR_SKILL_NOTE_MAX ||
         _far_refuse (FAR_COLLECTIVE_ERROR_TEXT_INVALID, "that is too long", error);
}

static gboolean
check_held (const FarSkillChange *change, GError **error)
{
  if (!change->sets_held)
    return TRUE;
  if ((change->has_obtained && !far_day_is_valid (change->obtained)) ||
      (change->has_expires && !far_day_is_valid (change->expires)))
    return _far_refuse (FAR_COLLECTIVE_ERROR_DATE_INVALID, "no such day", error);

  return !change->has_obtained || !change->has_expires || change->expires >= change->obtained ||
         _far_refuse (FAR_COLLECTIVE_ERROR_PERIOD_INVALID, "it ends before it begins", error);
}

/* The items of the field, without how many: as FarValue has them. */
static GByteArray *
encode_held (const FarSkillChange *change)
{
  GByteArray *item = g_byte_array_new ();
  FarMapWriter map;

  if (!change->sets_held || (!change->has_obtained && !change->has_expires))
    return item;

  map = far_map_begin (item);
  if (change->has_obtained)
    far_map_int (&map, FAR_HELD_OBTAINED, change->obtained);
  if (change->has_expires)
    far_map_int (&map, FAR_HELD_EXPIRES, change->expires);
  far_map_end (&map);

  return item;
}

/* ---- writing it down */

static gboolean
is_new_flag (const FarHistory *history, guint key, int wanted)
{
  FarAlso also = { 0 };
  gboolean is = _far_history_shown_int (history, key, 0, &also) != 0;

  return wanted >= 0 && (also.n_others > 0 || is != (wanted > 0));
}

/* Of a new one @history is empty.  Returns: whether there is anything to write */
static gboolean
encode (GByteArray *payload,
        const FarHistory *history,
        const FarSkillKind *sort,
        const Texts *texts,
        const FarSkillChange *change)
{
  g_autoptr (GByteArray) held = encode_held (change);
  gboolean with_name = _far_history_is_new_text (history, FAR_SKILL_NAME, texts->name);
  gboolean with_note = _far_history_is_new_text (history, FAR_SKILL_NOTE, texts->note);
  gboolean with_held =
      change->sets_held && _far_history_is_news (history, FAR_SKILL_HELD, held->data, held->len);
  gboolean with_shown = is_new_flag (history, FAR_SKILL_TANDEM, change->is_shown);
  gboolean with_gone = is_new_flag (history, FAR_SKILL_GONE, change->gone);
  FarMapWriter map = far_map_begin (payload);

  if (history->writes->len > 0)
    far_map_bytes (&map, FAR_SKILL_ID, history->record, FAR_RECORD_ID_LEN);
  if (sort != NULL)
    far_map_int (&map, FAR_SKILL_SORT, *sort);
  if (with_name)
    far_map_text (&map, FAR_SKILL_NAME, texts->name);
  if (with_note)
    far_map_text (&map, FAR_SKILL_NOTE, texts->note);
  if (with_held)
    {
      far_map_array (&map, FAR_SKILL_HELD, held->len > 0);
      g_byte_array_append (payload, held->data, held->len);
    }
  if (with_shown)
    far_map_int (&map, FAR_SKILL_TANDEM, change->is_shown > 0);
  if (with_gone)
    far_map_int (&map, FAR_SKILL_GONE, change->gone > 0);
  far_map_end (&map);

  return sort != NULL || with_name || with_note || with_held || with_shown || with_gone;
}

static gboolean
write_skill (FarPen *pen,
             const guint8 *id,
             const Texts *texts,
             const FarSkillChange *change,
             GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarSaying saying = { .kind = FAR_KIND_SKILL, .payload = payload };
  FarHistory history;
  gboolean good = TRUE;

  if (!_far_history_load (&history, &pen->view, FAR_KIND_SKILL,
                          far_store_find_ident (pen->view.store, id), error))
    return FALSE;

  saying.subject = _far_history_subject (&history);
  if (encode (payload, &history, NULL, texts, change))
    good =
        _far_pen_open (pen, error) && _far_pen_append_about (pen, &saying, &history, NULL, error);
  _far_history_clear (&history);

  return good;
}

/* What one person says several times is one: what is said of it is said of all.  @found: copied */
static gboolean
change_all (FarPen *pen,
            const GPtrArray *skills,
            const FarSkillFacts *found,
            const Texts *texts,
            const FarSkillChange *change,
            GError **error)
{
  g_autoptr (GPtrArray) same = g_ptr_array_new_with_free_func (far_skill_facts_unref);
  gboolean good = TRUE;

  /* what is written changes what is borrowed */
  for (guint i = 0; i < skills->len; i++)
    {
      FarSkillFacts *one = skills->pdata[i];

      if (one->is_gone == found->is_gone && one->sort == found->sort &&
          strcmp (one->key, found->key) == 0 && far_record_id_equal (one->person, found->person) &&
          far_record_id_equal (one->owner, pen->me->id))
        g_ptr_array_add (same, far_skill_facts_ref (one));
    }
  for (guint i = 0; i < same->len && good; i++)
    good = write_skill (pen, ((const FarSkillFacts *)same->pdata[i])->id, texts, change, error);

  return good;
}

static guint
count_mine (const GPtrArray *skills, const guint8 *me)
{
  guint n = 0;

  for (guint i = 0; i < skills->len; i++)
    {
      const FarSkillFacts *facts = skills->pdata[i];

      n += !facts->is_gone && far_record_id_equal (facts->owner, me);
    }

  return n;
}

static FarSkillFacts *
find_said (const GPtrArray *skills, const guint8 *person, FarSkillKind sort, const char *name)
{
  g_autofree char *key = _far_skill_fold (name);

  for (guint i = 0; i < skills->len; i++)
    {
      FarSkillFacts *facts = skills->pdata[i];

      if (!facts->is_gone && facts->sort == sort && strcmp (facts->key, key) == 0 &&
          far_record_id_equal (facts->person, person))
        return facts;
    }

  return NULL;
}

static gboolean
write_new (FarPen *pen,
           const guint8 *person,
           FarSkillKind sort,
           const Texts *texts,
           const FarSkillChange *skill,
           guint8 *out_id,
           GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarSaying saying = { .kind = FAR_KIND_SKILL, .subject = person, .payload = payload };
  FarHistory nothing;
  gboolean good;

  if (!_far_history_load (&nothing, &pen->view, FAR_KIND_SKILL, 0, error))
    return FALSE;

  encode (payload, &nothing, &sort, texts, skill);
  good = _far_pen_open (pen, error);
  if (good)
    {
      _far_pen_next_record (pen, out_id);
      good = _far_pen_append_about (pen, &saying, &nothing, NULL, error);
    }
  _far_history_clear (&nothing);

  return good;
}

static gboolean
add (FarPen *pen,
     const guint8 *person,
     FarSkillKind sort,
     const FarSkillChange *skill,
     guint8 *out_id,
     GError **error)
{
  g_auto (Texts) texts = { 0 };
  const GPtrArray *skills;
  const FarSkillFacts *said;

  if (!_far_pen_check_skills (pen, error) || !tidy_texts (&texts, skill, error) ||
      !check_held (skill, error) || !_far_pen_check_whose (pen, person, error))
    return FALSE;
  skills = _far_view_skills (&pen->view, error);
  if (skills == NULL)
    return FALSE;

  said = find_said (skills, person, sort, texts.name);
  if (said != NULL && far_record_id_equal (said->owner, pen->me->id))
    {
      memcpy (out_id, said->id, FAR_RECORD_ID_LEN);
      return change_all (pen, skills, said, &texts, skill, error);
    }
  if (count_mine (skills, pen->me->id) >= FAR_SHOWN_SKILLS_MAX)
    return _far_refuse (FAR_COLLECTIVE_ERROR_FULL_SKILLS, "more than are listed", error);

  return write_new (pen, person, sort, &texts, skill, out_id, error);
}

gboolean
far_collective_add_skill (const FarWriter *writer,
                          const guint8 *person,
                          FarSkillKind sort,
                          const FarSkillChange *skill,
                          guint8 out_id[static FAR_RECORD_ID_LEN],
                          GError **error)
{
  const guint8 *whose = person != NULL ? person : writer->me->member;
  FarPen pen;

  g_return_val_if_fail (skill->name != NULL && sort < FAR_SKILL_SORTS, FALSE);

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, add (&pen, whose, sort, skill, out_id, error), error);
}

/* @out: (out): borrowed, until the next entry */
static const FarSkillFacts *
find_skill (FarPen *pen, const guint8 *id, const GPtrArray **out_all, GError **error)
{
  const GPtrArray *skills = _far_view_skills (&pen->view, error);

  *out_all = skills;
  for (guint i = 0; skills != NULL && i < skills->len; i++)
    {
      const FarSkillFacts *facts = skills->pdata[i];

      if (far_record_id_equal (facts->id, id))
        return facts;
    }
  if (skills != NULL)
    _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such skill", error);

  return NULL;
}

static gboolean
change_skill (FarPen *pen, const guint8 *id, const FarSkillChange *change, GError **error)
{
  g_auto (Texts) texts = { 0 };
  const GPtrArray *skills;
  const FarSkillFacts *found;

  if (!_far_pen_check_skills (pen, error) || !tidy_texts (&texts, change, error) ||
      !check_held (change, error))
    return FALSE;
  found = find_skill (pen, id, &skills, error);
  if (found == NULL)
    return FALSE;
  if (!far_record_id_equal (found->owner, pen->me->id))
    return _far_refuse (FAR_COLLECTIVE_ERROR_SKILL_NOT_YOURS, "somebody else says that", error);
  if (found->is_gone && change->gone < 0)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "nobody says that any more", error);

  return change_all (pen, skills, found, &texts, change, error);
}

gboolean
far_collective_change_skill (const FarWriter *writer,
                             const guint8 skill[static FAR_RECORD_ID_LEN],
                             const FarSkillChange *change,
                             GError **error)
{
  FarPen pen;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, change_skill (&pen, skill, change, error), error);
}

/* ---- somebody else has looked at it */

static gboolean
write_attested (FarPen *pen, const FarSkillFacts *skill, gboolean is_attested, GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarSaying saying = { .kind = FAR_KIND_SKILL, .payload = payload };
  FarMapWriter map = far_map_begin (payload);
  FarHistory history;
  gboolean good;

  if (!_far_history_load (&history, &pen->view, FAR_KIND_SKILL,
                          far_store_find_ident (pen->view.store, skill->id), error))
    return FALSE;

  far_map_bytes (&map, FAR_SKILL_ID, skill->id, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_SKILL_ATTESTED, is_attested);
  far_map_end (&map);
  saying.subject = _far_history_subject (&history);
  good = _far_pen_open (pen, error) && _far_pen_append_about (pen, &saying, &history, NULL, error);
  _far_history_clear (&history);

  return good;
}

static gboolean
attest (FarPen *pen, const guint8 *id, gboolean is_attested, GError **error)
{
  const GPtrArray *skills;
  const FarSkillFacts *found;

  if (!_far_pen_check_skills (pen, error))
    return FALSE;
  found = find_skill (pen, id, &skills, error);
  if (found == NULL)
    return FALSE;
  if (found->is_gone)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "nobody says that any more", error);
  if (found->sort != FAR_SKILL_TRAINING)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_TRAINING, "there is nothing to look at", error);
  if (far_record_id_equal (found->owner, pen->me->id) ||
      far_record_id_equal (found->person, pen->me->id))
    return _far_refuse (FAR_COLLECTIVE_ERROR_SKILL_OWN, "somebody else says so", error);

  return _far_ids_have (found->attested, pen->me->id) == !!is_attested ||
         write_attested (pen, found, is_attested, error);
}

gboolean
far_collective_attest_skill (const FarWriter *writer,
                             const guint8 skill[static FAR_RECORD_ID_LEN],
                             gboolean is_attested,
                             GError **error)
{
  FarPen pen;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, attest (&pen, skill, is_attested != FALSE, error), error);
}

/* ---- roles that ask for one */

static gboolean
asks_for (const GArray *roles, const char *training)
{
  for (guint i = 0; i < roles->len; i++)
    if (g_strcmp0 (g_array_index (roles, FarRoleFacts, i).training, training) == 0)
      return TRUE;

  return FALSE;
}

gboolean
_far_pen_check_asked (FarPen *pen, const GArray *before, const GArray *after, GError **error)
{
  for (guint i = 0; i < after->len; i++)
    {
      const char *training = g_array_index (after, FarRoleFacts, i).training;

      if (training != NULL && !asks_for (before, training))
        return _far_pen_check_skills (pen, error);
    }

  return TRUE;
}
