/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the process says that reads lists of people is believed as a whole or not at all, and what
 * is believed is within its limits. */

#include "far-fuzz.h"

#include "far-bytes.h"
#include "far-contacts-private.h"
#include "far-tidy.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
  g_autoptr (GBytes) told = g_bytes_new (data, len);
  g_autoptr (GError) error = NULL;
  g_autoptr (FarContacts) contacts = _far_contacts_hear (told, &error);

  g_assert_true ((contacts == NULL) == (error != NULL));
  if (contacts == NULL)
    return 0;

  g_assert_cmpuint (contacts->people->len, <=, FAR_CONTACTS_MAX);
  g_assert_cmpuint (contacts->refused->len, ==, MIN (contacts->n_refused, FAR_REFUSED_MAX));
  for (guint i = 0; i < contacts->people->len; i++)
    {
      const FarListedPerson *person = contacts->people->pdata[i];

      g_assert_true (far_is_tidy (person->name) && person->name[0] != '\0');
      g_assert_true (person->phone[0] == '\0' || far_contact_is_phone (person->phone));
    }

  return 0;
}

void
far_fuzz_seed (GRand *rand, GByteArray *out)
{
  g_autoptr (FarContacts) contacts = _far_contacts_new ();
  g_autoptr (GBytes) told = NULL;

  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *name = g_strdup_printf ("Person %u", i);

      g_assert_true (_far_contacts_add (contacts, i, g_rand_boolean (rand) ? name : "Marie",
                                        g_rand_boolean (rand) ? "06 12" : "x", NULL));
    }
  told = _far_contacts_tell (contacts, NULL);
  far_put (out, g_bytes_get_data (told, NULL), g_bytes_get_size (told));
}
