#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""bulletin.py FILE: what a desktop does with notifications, on the session bus: each that comes is
written to FILE, as a line of JSON; its own end is the end of what started it.
"""

import json
import sys

from gi.repository import Gio, GLib

INTERFACE = '''<node><interface name="org.freedesktop.Notifications">
  <method name="Notify">
    <arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
    <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/>
    <arg type="a{sv}" direction="in"/><arg type="i" direction="in"/><arg type="u" direction="out"/>
  </method>
  <method name="CloseNotification"><arg type="u" direction="in"/></method>
  <signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
</interface></node>'''


def main():
    count = 0

    def called(connection, sender, path, interface, method, parameters, invocation):
        nonlocal count
        if method == 'Notify':
            count += 1
            _, _, _, title, body, actions, _, _ = parameters.unpack()
            with open(sys.argv[1], 'a', encoding='utf-8') as file:
                file.write(json.dumps({'title': title, 'body': body, 'actions': actions}) + '\n')
            invocation.return_value(GLib.Variant('(u)', (count,)))
        else:
            invocation.return_value(None)

    def acquired(connection, name):
        connection.register_object('/org/freedesktop/Notifications',
                                   Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0], called)

    def owned(connection, name):
        open(sys.argv[1], 'a', encoding='utf-8').close()

    Gio.bus_own_name(Gio.BusType.SESSION, 'org.freedesktop.Notifications',
                     Gio.BusNameOwnerFlags.NONE, acquired, owned, lambda *_: sys.exit(1))
    GLib.MainLoop().run()


main()
