/// <reference path="../../../main/lib/qrcode.d.ts" />
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { Command } from 'commander';
import { configSchema } from '../../../main/commands/server/configSchema';
import { withServerOptions } from '../../../main/commands/server/serverOptions';

const path = join(import.meta.dirname, '../../../docs/relay.schema.json');

test('the published schema is that of the options; UPDATE_SCHEMA=1 writes it anew', () => {
  const schema = JSON.stringify(configSchema(withServerOptions(new Command())), null, 2);
  if (process.env.UPDATE_SCHEMA) writeFileSync(path, `${schema}\n`);
  // Its lines are broken as all of this project's are.
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(JSON.parse(schema));
});

test('it tells bounds, choices, switches and what is usual', () => {
  expect(configSchema(withServerOptions(new Command()))).toMatchObject({
    additionalProperties: false,
    properties: {
      port: { type: 'integer', minimum: 0, maximum: 65_535, default: 9001 },
      tls: { type: 'string', default: 'off' },
      advertise: { type: 'boolean' },
      'fast-path': { type: 'boolean' },
      'log-format': { enum: ['text', 'json'], default: 'text' },
    },
  });
});
