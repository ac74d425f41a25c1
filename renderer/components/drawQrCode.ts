/// <reference path="./qrcode.d.ts" />
import { create } from 'qrcode/lib/core/qrcode.js';

/** How many light modules a reader needs around the code (ISO/IEC 18004). */
const QUIET = 4;

/** The most bytes that such a code holds, at this level of correction (ISO/IEC 18004, table 7, version 40-M). */
const MAX_BYTES = 2_331;

export interface Drawing {
  /** Modules on a side, with the quiet zone. */
  readonly size: number;
  /** The dark modules as an SVG path, a module being one unit. */
  readonly path: string;
}

/** The text as a QR code; undefined when it is too long for one, or empty. */
export function drawQrCode(text: string): Drawing | undefined {
  const bytes = new TextEncoder().encode(text).length;
  if (bytes === 0 || bytes > MAX_BYTES) return undefined;
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const runs: string[] = [];
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      const start = column;
      while (column < modules.size && modules.get(row, column)) column += 1;
      const length = column - start;
      if (length > 0) runs.push(`M${start + QUIET} ${row + QUIET}h${length}v1h-${length}z`);
    }
  }
  return { size: modules.size + 2 * QUIET, path: runs.join('') };
}
