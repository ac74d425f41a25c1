#!/bin/sh
# Also called by an update, before the new version's own script makes the link again. What the person made stays.
set -e

if [ ! -e '/opt/${sanitizedProductName}/${executable}' ]; then
  rm -f '/usr/bin/${executable}'
fi
