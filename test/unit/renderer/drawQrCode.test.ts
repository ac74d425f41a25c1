import assert from 'node:assert/strict';
import { expect, test } from '@playwright/test';
import { create } from 'qrcode/lib/core/qrcode.js';
import { drawQrCode } from '../../../renderer/components/drawQrCode';

const TEXT = 'http://192.168.1.24:9001/v1/relay\nhousehold\nhqtm-xwke-rbzf-vdnu';

/** Fills the path as a browser would: rows of cells, true where it is dark. */
function paint({ size, path }: { size: number; path: string }): boolean[][] {
  const rows = Array.from({ length: size }, () => Array.from({ length: size }, () => false));
  const runs = path.match(/M\d+ \d+h\d+v1h-\d+z/g) ?? [];
  expect(runs.join('')).toBe(path);
  for (const run of runs) {
    const [x = 0, y = 0, width = 0, , back] = (run.match(/\d+/g) ?? []).map(Number);
    assert.equal(back, width);
    rows[y]?.fill(true, x, x + width);
  }
  return rows;
}

function drawn(text: string): { size: number; path: string } {
  const drawing = drawQrCode(text);
  if (!drawing) throw new Error('the text was too long');
  return drawing;
}

test('draws each module of the code, and nothing in the quiet zone', () => {
  for (const text of [TEXT, 'a', 'Zürich, Küche: ✓', 'x'.repeat(250)]) {
    const drawing = drawn(text);
    const cells = paint(drawing);
    const { modules } = create(text, { errorCorrectionLevel: 'M' });
    expect(drawing.size).toBe(modules.size + 8);
    const expected = Array.from({ length: drawing.size }, (_, y) =>
      Array.from({ length: drawing.size }, (_, x) => {
        const [row, column] = [y - 4, x - 4];
        const inside = row >= 0 && column >= 0 && row < modules.size && column < modules.size;
        return inside && modules.get(row, column) === 1;
      }),
    );
    expect(cells).toEqual(expected);
  }
});

test('has its finder patterns in three corners', () => {
  const drawing = drawn(TEXT);
  const cells = paint(drawing);
  const finder = ['1111111', '1000001', '1011101', '1011101', '1011101', '1000001', '1111111'];
  const far = drawing.size - 4 - 7;
  for (const [x, y] of [
    [4, 4],
    [far, 4],
    [4, far],
  ] as const) {
    const found = cells
      .slice(y, y + 7)
      .map((row) => row.slice(x, x + 7).map((dark) => (dark ? '1' : '0')))
      .map((row) => row.join(''));
    expect(found).toEqual(finder);
  }
});

test('draws the most that a code holds, and nothing of what is longer or empty', () => {
  expect(drawn('x'.repeat(2_331)).size).toBe(177 + 8);
  expect(drawQrCode('x'.repeat(2_332))).toBeUndefined();
  expect(drawQrCode('ü'.repeat(1_166))).toBeUndefined();
  expect(drawQrCode('')).toBeUndefined();
});
