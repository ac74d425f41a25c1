#!/bin/sh
# electron-builder fills in the names in braces, and takes every one for its own: so no variables of the shell here.
set -e

ln -sf '/opt/${sanitizedProductName}/${executable}' '/usr/bin/${executable}'

# Chromium's sandbox, for systems that let no ordinary program make namespaces (Ubuntu from 24.04 on, some servers).
chmod 4755 '/opt/${sanitizedProductName}/chrome-sandbox'
