/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Persons without a machine, out of a list: who is new, who is there already, and at which number
 * they are called. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

#include "far-tidy.h"

/* A person, whether they were made, and the number that was noted before. */
#define REMEMBERED "(ayb)"

static void
free_plan (gpointer data)
{
  FarPersonPlan *self = data;

  g_free (self->name);
  g_free (self->phone);
  g_free (self->other_phone);
  g_free (self);
}

/* ---- who they are */

/* Who left, or was removed, is nobody to be told. */
static gboolean
is_here (const FarMemberFacts *member)
{
  return member->state != FAR_MEMBER_STATE_LEFT && member->state != FAR_MEMBER_STATE_REMOVED;
}

/* A person is found again by the name, as people find each other. */
static const FarMemberFacts *
find_member (const GPtrArray *members, const char *name)
{
  g_autofree char *folded = far_fold (name);

  for (guint i = 0; i < members->len; i++)
    {
      const FarMemberFacts *member = members->pdata[i];
      g_autofree char *known = far_fold (member->name);

      if (is_here (member) && strcmp (known, folded) == 0)
        return member;
    }

  return NULL;
}

static guint
count_mine (const GPtrArray *members, const guint8 *me)
{
  guint n = 0;

  for (guint i = 0; i < members->len; i++)
    {
      const FarMemberFacts *member = members->pdata[i];

      n += member->is_answered_for && far_record_id_equal (member->answered_for_by, me);
    }

  return n;
}

/* Numbers are compared by their digits: people write them with blanks, dots, and both. */
static gboolean
is_same_phone (const char *one, const char *other)
{
  while (TRUE)
    {
      while (*one != '\0' && !g_ascii_isdigit (*one))
        one++;
      while (*other != '\0' && !g_ascii_isdigit (*other))
        other++;
      if (*one != *other || *one == '\0')
        return *one == *other;
      one++;
      other++;
    }
}

static void
compare (FarPersonPlan *self, const FarMemberFacts *member)
{
  memcpy (self->person, member->id, FAR_RECORD_ID_LEN);
  if (self->phone[0] == '\0' || is_same_phone (self->phone, member->phone))
    self->what = FAR_PERSON_IS_THERE;
  else if (member->phone[0] == '\0')
    self->what = FAR_PERSON_GETS_PHONE;
  else
    {
      self->what = FAR_PERSON_HAS_OTHER_PHONE;
      self->other_phone = g_strdup (member->phone);
    }
}

GPtrArray *
far_collective_plan_people (const FarWriter *writer, const FarContacts *contacts, GError **error)
{
  g_autoptr (GPtrArray) members = far_collective_members (writer->store, error);
  GPtrArray *plans;
  guint n_mine;

  if (members == NULL)
    return NULL;

  n_mine = count_mine (members, writer->me->member);
  plans = g_ptr_array_new_with_free_func (free_plan);
  for (guint i = 0; i < contacts->people->len; i++)
    {
      const FarListedPerson *contact = contacts->people->pdata[i];
      const FarMemberFacts *member = find_member (members, contact->name);
      FarPersonPlan *plan = g_new0 (FarPersonPlan, 1);

      plan->row = contact->row;
      plan->name = g_strdup (contact->name);
      plan->phone = g_strdup (contact->phone);
      if (member != NULL)
        compare (plan, member);
      else
        plan->what = n_mine++ < FAR_SHOWN_PERSONS_MAX ? FAR_PERSON_IS_NEW : FAR_PERSON_IS_TOO_MANY;
      g_ptr_array_add (plans, plan);
    }

  return plans;
}

/* ---- writing */

static gboolean
write_one (const FarWriter *writer,
           const FarPersonPlan *plan,
           GVariantBuilder *done,
           GError **error)
{
  gboolean is_new = plan->what == FAR_PERSON_IS_NEW;
  guint8 person[FAR_RECORD_ID_LEN];

  memcpy (person, plan->person, FAR_RECORD_ID_LEN);
  if ((is_new && !far_collective_add_person (writer, plan->name, person, error)) ||
      (plan->phone[0] != '\0' && !far_collective_set_phone (writer, person, plan->phone, error)))
    return FALSE;

  g_variant_builder_add (done, "(@ayb)",
                         g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, person, FAR_RECORD_ID_LEN,
                                                    1),
                         is_new);

  return TRUE;
}

GVariant *
far_collective_import_people (const FarWriter *writer, const GPtrArray *plans, GError **error)
{
  g_autoptr (GVariant) done = NULL;
  GVariantBuilder builder;
  gboolean good;
  FarPen pen;

  if (!_far_pen_init (&pen, writer, error))
    return NULL;

  /* all of them, or none */
  good = _far_pen_open (&pen, error);
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a" REMEMBERED));
  for (guint i = 0; i < plans->len && good; i++)
    {
      const FarPersonPlan *plan = plans->pdata[i];

      if (plan->what == FAR_PERSON_IS_NEW || plan->what == FAR_PERSON_GETS_PHONE)
        good = write_one (writer, plan, &builder, error);
    }
  done = g_variant_ref_sink (g_variant_builder_end (&builder));

  return _far_pen_close (&pen, good, error) ? g_steal_pointer (&done) : NULL;
}

/* ---- undoing it */

static gboolean
write_gone (FarPen *pen, const guint8 *person, GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarSaying saying = { .kind = FAR_KIND_PERSON, .subject = person, .payload = payload };
  FarMapWriter map = far_map_begin (payload);
  FarHistory history;
  gboolean good;

  far_map_bytes (&map, FAR_PERSON_ID, person, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_PERSON_GONE, 1);
  far_map_end (&map);
  if (!_far_history_load (&history, &pen->view, FAR_KIND_PERSON,
                          far_store_find_ident (pen->view.store, person), error))
    return FALSE;

  good = _far_pen_append_about (pen, &saying, &history, NULL, error);
  _far_history_clear (&history);

  return good;
}

gboolean
far_collective_undo_people (const FarWriter *writer, GVariant *done, GError **error)
{
  GVariantIter iter;
  GVariant *child;
  gboolean is_new;
  gboolean good;
  FarPen pen;

  if (!g_variant_is_of_type (done, G_VARIANT_TYPE ("a" REMEMBERED)))
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "nobody was imported", error);
  if (!_far_pen_init (&pen, writer, error))
    return FALSE;

  good = _far_pen_open (&pen, error);
  g_variant_iter_init (&iter, done);
  while (good && g_variant_iter_next (&iter, "(@ayb)", &child, &is_new))
    {
      g_autoptr (GVariant) id = child;
      gsize len;
      const guint8 *person = g_variant_get_fixed_array (id, &len, 1);

      if (len != FAR_RECORD_ID_LEN)
        good = _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such person", error);
      else
        good = is_new ? write_gone (&pen, person, error)
                      : far_collective_set_phone (writer, person, "", error);
    }

  return _far_pen_close (&pen, good, error);
}
