/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the process that parses says of a list of people, and how it is checked: docs/formats.md,
 * "Import of people". */

#define G_LOG_DOMAIN "far-contacts"

#include "far-contacts-private.h"

#include <string.h>

#include "far-events-private.h"
#include "far-helper.h"
#include "far-refused.h"
#include "far-tidy.h"

#define DIGITS_MIN 3 /* of the shortest number that anybody calls */

/* (failure, its message, (row, name, number), refused, how many) */
#define TOLD_TYPE "(ysa(uss)" FAR_REFUSED_TYPE "u)"

/* ---- what is read */

static void
contact_free (FarListedPerson *self)
{
  g_free (self->name);
  g_free (self->phone);
  g_free (self);
}

FarContacts *
_far_contacts_new (void)
{
  FarContacts *self = g_new0 (FarContacts, 1);

  self->people = g_ptr_array_new_with_free_func ((GDestroyNotify)contact_free);
  self->refused = far_refused_array_new ();
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return self;
}

void
far_contacts_free (FarContacts *self)
{
  g_ptr_array_unref (self->people);
  g_array_unref (self->refused);
  g_hash_table_unref (self->names);
  g_free (self);
}

gboolean
far_contact_is_phone (const char *text)
{
  guint n_digits = 0;

  for (const char *at = text; *at != '\0'; at++)
    n_digits += g_ascii_isdigit (*at);

  return n_digits >= DIGITS_MIN && strlen (text) <= FAR_PHONE_MAX && strchr (text, '\n') == NULL;
}

static void
refuse (FarContacts *self, guint row, FarContactRefused reason, const char *cell)
{
  self->n_refused++;
  far_refused_array_add (self->refused, row, reason, cell);
}

gboolean
_far_contacts_add (FarContacts *self,
                   guint row,
                   const char *name,
                   const char *phone,
                   GError **error)
{
  g_autofree char *tidy = far_tidy (name);
  g_autofree char *number = far_tidy (phone);
  g_autofree char *folded = far_fold (tidy);
  FarListedPerson *contact;

  if (tidy[0] == '\0')
    refuse (self, row, FAR_CONTACT_REFUSED_NAME, number);
  else if (g_utf8_strlen (name, -1) > FAR_NAME_MAX)
    refuse (self, row, FAR_CONTACT_REFUSED_LONG, tidy);
  else if (g_hash_table_contains (self->names, folded))
    refuse (self, row, FAR_CONTACT_REFUSED_TWICE, tidy);
  else if (self->people->len == FAR_CONTACTS_MAX)
    {
      g_set_error (error, FAR_IMPORT_ERROR, FAR_IMPORT_ERROR_TOO_BIG, "more than %d people",
                   FAR_CONTACTS_MAX);
      return FALSE;
    }
  else
    {
      if (number[0] != '\0' && !far_contact_is_phone (number))
        {
          refuse (self, row, FAR_CONTACT_REFUSED_PHONE, number);
          number[0] = '\0';
        }
      g_hash_table_add (self->names, g_steal_pointer (&folded));
      contact = g_new0 (FarListedPerson, 1);
      contact->row = row;
      contact->name = g_steal_pointer (&tidy);
      contact->phone = g_steal_pointer (&number);
      g_ptr_array_add (self->people, contact);
    }

  return TRUE;
}

/* ---- telling and hearing */

GBytes *
_far_contacts_tell (const FarContacts *self, const GError *error)
{
  g_autoptr (FarContacts) none = _far_contacts_new ();
  const FarContacts *told = self != NULL ? self : none;
  g_autofree char *message = far_tidy (self == NULL ? error->message : "");
  g_autoptr (GVariant) packed = NULL;
  GVariantBuilder people;

  g_variant_builder_init (&people, G_VARIANT_TYPE ("a(uss)"));
  for (guint i = 0; i < told->people->len; i++)
    {
      const FarListedPerson *contact = told->people->pdata[i];

      g_variant_builder_add (&people, "(uss)", contact->row, contact->name, contact->phone);
    }
  packed =
      g_variant_ref_sink (g_variant_new ("(ys@a(uss)@" FAR_REFUSED_TYPE "u)",
                                         self == NULL ? _far_import_error_tell (error) : 0, message,
                                         g_variant_builder_end (&people),
                                         far_refused_array_pack (told->refused), told->n_refused));

  return g_variant_get_data_as_bytes (packed);
}

static gboolean
hear_people (FarContacts *self, GVariant *people)
{
  const char *name, *phone;
  GVariantIter iter;
  guint32 row;

  g_variant_iter_init (&iter, people);
  while (g_variant_iter_next (&iter, "(u&s&s)", &row, &name, &phone))
    {
      if (!far_is_tidy (name) || !far_is_tidy (phone) ||
          (phone[0] != '\0' && !far_contact_is_phone (phone)) ||
          !_far_contacts_add (self, row, name, phone, NULL) || self->n_refused > 0)
        return FALSE;
    }

  return TRUE;
}

FarContacts *
_far_contacts_hear (GBytes *told, GError **error)
{
  g_autoptr (GVariant) packed = g_variant_ref_sink (
      g_variant_new_from_bytes (G_VARIANT_TYPE (TOLD_TYPE), told, FALSE));
  g_autoptr (FarContacts) self = _far_contacts_new ();
  g_autoptr (GVariant) people = NULL;
  g_autoptr (GVariant) rows = NULL;
  g_autoptr (GArray) refused = NULL;
  const char *message = "";
  guint32 n_refused = 0;
  guint8 failure = 0;
  gboolean good =
      g_bytes_get_size (told) <= FAR_IMPORT_LINES_LEN_MAX && g_variant_is_normal_form (packed);

  if (good)
    g_variant_get (packed, "(y&s@a(uss)@" FAR_REFUSED_TYPE "u)", &failure, &message, &people, &rows,
                   &n_refused);
  if (good && !_far_import_error_hear (failure, message, error))
    return NULL;

  refused = good ? far_refused_array_unpack (rows, FAR_CONTACT_N_REFUSED) : NULL;
  if (refused == NULL || refused->len != MIN (n_refused, FAR_REFUSED_MAX) ||
      !hear_people (self, people))
    {
      g_set_error_literal (error, FAR_IMPORT_ERROR, FAR_IMPORT_ERROR_HELPER,
                           "the process that reads does not keep its promises");
      return NULL;
    }

  g_array_unref (self->refused);
  self->refused = g_steal_pointer (&refused);
  self->n_refused = n_refused;

  return g_steal_pointer (&self);
}

/* ---- the process */

static void
ended_cb (GObject *object G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GBytes) told = far_helper_run_finish (result, NULL, &error);
  FarContacts *contacts = told != NULL ? _far_contacts_hear (told, &error) : NULL;

  if (contacts != NULL)
    g_task_return_pointer (task, contacts, (GDestroyNotify)far_contacts_free);
  else
    g_task_return_error (task, _far_import_error_take (error));
}

void
far_contacts_read_async (GBytes *file,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  static const char *const args[] = { "contacts", NULL };
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (file != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, far_contacts_read_async);
  if (g_bytes_get_size (file) > FAR_HOLIDAYS_BYTES_MAX)
    g_task_return_new_error (task, FAR_IMPORT_ERROR, FAR_IMPORT_ERROR_TOO_BIG, "larger than %d MiB",
                             FAR_HOLIDAYS_BYTES_MAX / 1024 / 1024);
  else
    far_helper_run_async (file, args, FAR_IMPORT_WAIT_MS, cancellable, ended_cb,
                          g_steal_pointer (&task));
}

FarContacts *
far_contacts_read_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
