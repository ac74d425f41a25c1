// @ts-check
// Baseline: plain TLS connections in pairs, bytes copied from one to the other, with the same kind of certificate.
import { createServer } from 'node:tls';
import { generate } from 'selfsigned';
import { serve } from './baseline.mjs';
import { forward } from './pairs.mjs';

const { private: key, cert } = await generate([{ name: 'commonName', value: 'bench' }], {
  keyType: 'ec',
  curve: 'P-256',
});
serve(createServer({ key, cert, noDelay: true }, forward));
