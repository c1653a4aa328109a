/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Roles, as they are typed. */

#include "far-cli.h"

#include <glib/gi18n.h>
#include <string.h>

/* Digits, and nothing else: 0..99. */
static gboolean
parse_number (const char *text, gsize len, int *out)
{
  *out = 0;
  for (gsize i = 0; i < len; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
      *out = *out * 10 + (text[i] - '0');
    }

  return len > 0 && len <= 2;
}

/* N, or LEAST-MOST. */
static gboolean
parse_numbers (const char *text, FarRole *role)
{
  const char *dash = strchr (text, '-');

  if (dash == NULL)
    {
      role->n_max = 0;
      if (!parse_number (text, strlen (text), &role->n_min))
        return FALSE;
      role->n_max = role->n_min;
      return TRUE;
    }

  return parse_number (text, (gsize)(dash - text), &role->n_min) &&
         parse_number (dash + 1, strlen (dash + 1), &role->n_max);
}

static void
free_role (gpointer data)
{
  FarRole *role = data;

  g_free ((gpointer)role->name);
  g_free ((gpointer)role->training);
  g_free (role);
}

/* NAME, NAME:NUMBERS, NAME:NUMBERS:TRAINING; of the first role, whose numbers are the rota's,
 * NAME::TRAINING. */
static gboolean
parse_role (const char *said, FarRole *role)
{
  const char *colon = strrchr (said, ':');
  g_autofree char *rest = NULL;

  if (colon == NULL || parse_numbers (colon + 1, role))
    {
      role->number = colon != NULL ? FAR_TURN_ROLE_NEW : 0;
      role->name = colon != NULL ? g_strndup (said, (gsize)(colon - said)) : g_strdup (said);
      return TRUE;
    }

  role->training = g_strdup (colon + 1);
  rest = g_strndup (said, (gsize)(colon - said));
  colon = strrchr (rest, ':');
  if (role->training[0] == '\0' || colon == NULL)
    return FALSE;
  role->name = g_strndup (rest, (gsize)(colon - rest));
  role->number = colon[1] != '\0' ? FAR_TURN_ROLE_NEW : 0;
  role->n_min = role->n_max = 0;

  return colon[1] == '\0' || parse_numbers (colon + 1, role);
}

gboolean
far_cli_parse_roles (char *const *said, GPtrArray **out, GError **error)
{
  g_autoptr(GPtrArray) roles = g_ptr_array_new_with_free_func (free_role);

  for (guint i = 0; said != NULL && said[i] != NULL; i++)
    {
      FarRole *role = g_new0 (FarRole, 1);

      g_ptr_array_add (roles, role);
      if (!parse_role (said[i], role))
        {
          far_cli_set_usage_error (error,
                                   _ ("“%s” is no role: write it like Head:1, Walker:1-3, or "
                                      "Head:1:First aid for one that asks for a training."),
                                   said[i]);
          return FALSE;
        }
    }
  *out = g_steal_pointer (&roles);

  return TRUE;
}

static gboolean
find_name (GPtrArray *roles, const char *name, int *out)
{
  g_autofree char *wanted = g_utf8_casefold (name, -1);

  for (guint i = 0; roles != NULL && i < roles->len; i++)
    {
      const FarRole *role = roles->pdata[i];
      g_autofree char *folded = g_utf8_casefold (role->name, -1);

      if (strcmp (folded, wanted) != 0)
        continue;
      *out = role->number;
      return TRUE;
    }

  return FALSE;
}

/* Those of one date alone. */
static gboolean
find_on_date (FarCli *cli, const char *rota, gint32 day, const char *name, int *out, GError **error)
{
  g_autoptr(GPtrArray) outings = NULL;

  far_engine_week_async (cli->engine, day, 1, cli->cancellable, far_cli_done, cli);
  outings = far_engine_week_finish (cli->engine, far_cli_wait (cli), error);
  if (outings == NULL)
    return FALSE;

  for (guint i = 0; i < outings->len; i++)
    {
      const FarOuting *outing = outings->pdata[i];

      if (g_str_equal (outing->rota, rota) && find_name (outing->roles, name, out))
        return TRUE;
    }
  g_set_error (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_NO_SUCH_ROLE, "role %s", name);

  return FALSE;
}

gboolean
far_cli_find_role (FarCli *cli,
                   const char *rota,
                   gint32 day,
                   const char *name,
                   int *out,
                   GError **error)
{
  g_autoptr(GPtrArray) rotas = NULL;
  const FarRota *found;

  far_engine_rotas_async (cli->engine, cli->cancellable, far_cli_done, cli);
  rotas = far_engine_rotas_finish (cli->engine, far_cli_wait (cli), error);
  found = rotas != NULL ? far_cli_find_rota (rotas, rota, error) : NULL;
  if (found == NULL)
    return FALSE;

  if (find_name (found->roles, name, out))
    return TRUE;
  for (guint i = 0; i < found->later->len; i++)
    if (find_name (((const FarRotaLater *)found->later->pdata[i])->roles, name, out))
      return TRUE;

  return find_on_date (cli, found->id, day, name, out, error);
}
