// @ts-check
// Baseline: plain TCP connections in pairs, bytes copied from one to the other. Node on this machine gets no faster.
import { createServer } from 'node:net';
import { serve } from './baseline.mjs';
import { forward } from './pairs.mjs';

serve(createServer({ noDelay: true }, forward));
