import { z } from 'zod';
import type { PageState } from '../../../preload/contract';
import { MAX_KNOWN_ROWS } from '../../app/devices/deviceViews';

/** What the page says that it looks like, read as from a stranger; undefined: it must stay. */
export const pageStateSchema = z
  .object({
    panel: z.enum(['overview', 'devices', 'settings', 'log', 'doctor', 'licences']),
    scroll: z.int().min(0),
    open: z.array(z.string().max(64)).max(MAX_KNOWN_ROWS),
    filter: z.object({
      least: z.enum(['detail', 'info', 'warning', 'error']),
      words: z.string().max(10_000),
    }),
  })
  .optional() satisfies z.ZodType<PageState | undefined>;
