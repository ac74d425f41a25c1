// @ts-check
// Renders every icon of the app from the SVG drawings in assets/.
//
//   npm run icons              write what the drawings give
//   npm run icons -- --check   write nothing; exit 1 with a list if the images are not those of the drawings
//
// The images are committed, so neither a build nor an installation needs a renderer. The price is that they could
// drift from their drawings; --check is what keeps them honest.

import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Resvg } from '@resvg/resvg-js';
import pngToIco from 'png-to-ico';

/** @typedef {Buffer<ArrayBuffer>} Image */

const ASSETS = fileURLToPath(new URL('../assets/', import.meta.url));

const STATES = ['running', 'stopped', 'problem'];

// The tray drawings are black; these replace it. "On light" and "on dark" name the bar the icon stands on, never
// the glyph, so that the words mean the same wherever they occur.
const BLACK = '#000';
const GLYPH_ON_LIGHT = '#191C1A';
const GLYPH_ON_DARK = '#FFFFFF';

// On Linux nobody can say which colour the panel has: the theme of windows need not be that of the panel. A light
// glyph with a dark edge would be seen on both, but on a light panel the edge alone carries it, and a solid bucket
// then reads as an outline, which is what "stopped" looks like. So one tone between the two, 3.9:1 against #F4F4F4
// and against #1C1E1F; in spruce, because a grey of that lightness looks disabled.
const GLYPH_ON_ANY = '#1F8A70';

// The colour the symbolic icons of freedesktop themes are drawn in; the panel replaces it by its own.
const GLYPH_SYMBOLIC = '#2E3436';

const WIN_TRAY_SIZES = [16, 20, 24, 32, 40, 48, 64, 256];
const APP_SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const APP_ICO_SIZES = [16, 24, 32, 48, 64, 128, 256];
const APP_LINUX_SIZES = [16, 24, 32, 48, 64, 128, 256, 512];

/**
 * Which drawing gives an app icon of this size: small ones have their own, on their own pixels.
 * @param {number} size
 */
function appDrawing(size) {
  if (size <= 16) return 'app-small.svg';
  if (size <= 24) return 'app-small-24.svg';
  if (size <= 32) return 'mark.svg';
  if (size <= 48) return 'app-48.svg';
  return 'app.svg';
}

/**
 * Which drawing gives a tray icon of this size, and how many of its units to leave free around it. Only whole
 * multiples are used, because any other scale would put the edges between pixels: 24 and 48 are the 22 px drawing
 * with a pixel of air, 40 is the 20 px drawing doubled.
 * @param {number} size
 */
function trayDrawing(size) {
  if (size % 32 === 0) return { grid: 32, margin: 0 };
  if (size % 24 === 0) return { grid: 22, margin: 1 };
  if (size % 22 === 0) return { grid: 22, margin: 0 };
  if (size % 20 === 0) return { grid: 20, margin: 0 };
  if (size === 16) return { grid: 16, margin: 0 };
  throw new Error(`No tray drawing fits ${size} px on whole pixels.`);
}

/**
 * Line endings are made alike, since a checkout may have changed them and they must not change the result.
 * @param {string} path
 */
async function readText(path) {
  return (await readFile(resolve(ASSETS, path), 'utf8')).replaceAll('\r\n', '\n');
}

/**
 * @param {string} svg
 * @param {number} size
 */
function png(svg, size) {
  // No fonts: there is no text in the drawings, and what is installed must not matter.
  const options = {
    fitTo: /** @type {const} */ ({ mode: 'width', value: size }),
    font: { loadSystemFonts: false },
  };
  return Buffer.from(new Resvg(svg, options).render().asPng());
}

/**
 * @param {string} state
 * @param {number} grid
 */
async function traySource(state, grid) {
  const path = `tray/svg/${state}-${grid}.svg`;
  const svg = await readText(path);
  // Recolouring is a replacement of text, so a second colour would slip through it unseen.
  const fills = svg.match(/#[0-9a-f]{3,8}\b/gi) ?? [];
  if (fills.length === 0 || fills.some((fill) => fill !== BLACK)) {
    throw new Error(`${path}: tray drawings use ${BLACK} and no other colour.`);
  }
  return svg;
}

/**
 * @param {string} state
 * @param {number} size
 * @param {string} colour
 */
async function trayPng(state, size, colour) {
  const { grid, margin } = trayDrawing(size);
  const plain = `viewBox="0 0 ${grid} ${grid}"`;
  const side = grid + 2 * margin;
  const source = await traySource(state, grid);
  if (!source.includes(plain)) throw new Error(`tray/svg/${state}-${grid}.svg: expected ${plain}.`);
  const svg = source
    .replaceAll(BLACK, colour)
    .replace(plain, `viewBox="${-margin} ${-margin} ${side} ${side}"`)
    .replace(`width="${grid}" height="${grid}"`, `width="${side}" height="${side}"`);
  return png(svg, size);
}

/**
 * Packs PNGs into one .ico: 256 px stays a PNG, as Windows does it itself, smaller ones become bitmaps, which every
 * reader of the format understands (installers' too). png-to-ico makes the bitmaps; it would also unpack the 256 px
 * image, a quarter of a megabyte each time, hence the container is written here.
 * @param {{ size: number, data: Image }[]} images
 */
async function ico(images) {
  const header = Buffer.alloc(6 + 16 * images.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(images.length, 4);
  const chunks = [header];
  let offset = header.length;
  for (const [index, { size, data }] of images.entries()) {
    // An .ico of one image is a header of 22 bytes and the bitmap.
    const chunk = size < 256 ? Buffer.from(await pngToIco([data])).subarray(22) : data;
    const entry = 6 + 16 * index;
    header.writeUInt8(size % 256, entry);
    header.writeUInt8(size % 256, entry + 1);
    header.writeUInt16LE(1, entry + 4);
    header.writeUInt16LE(32, entry + 6);
    header.writeUInt32LE(chunk.length, entry + 8);
    header.writeUInt32LE(offset, entry + 12);
    chunks.push(chunk);
    offset += chunk.length;
  }
  return Buffer.concat(chunks);
}

/**
 * Everything the drawings give, by path inside assets/.
 * @returns {Promise<Map<string, Image>>}
 */
export async function renderIcons() {
  /** @type {Map<string, Image>} */
  const files = new Map();

  /** @type {Map<number, Image>} */
  const app = new Map();
  for (const size of APP_SIZES) {
    const data = png(await readText(`icon/${appDrawing(size)}`), size);
    app.set(size, data);
    files.set(`icon/app-${size}.png`, data);
    // electron-builder reads the sizes of a folder of Linux icons from names of this form.
    if (APP_LINUX_SIZES.includes(size)) files.set(`icon/linux/${size}x${size}.png`, data);
  }
  const appIco = APP_ICO_SIZES.map((size) => ({ size, data: /** @type {Image} */ (app.get(size)) }));
  files.set('icon/app.ico', await ico(appIco));

  for (const state of STATES) {
    // "Template" at the end of the name is what makes macOS tint the image to fit the menu bar.
    files.set(`tray/mac/${state}Template.png`, await trayPng(state, 16, BLACK));
    files.set(`tray/mac/${state}Template@2x.png`, await trayPng(state, 32, BLACK));

    for (const { bar, colour } of [
      { bar: 'on-light', colour: GLYPH_ON_LIGHT },
      { bar: 'on-dark', colour: GLYPH_ON_DARK },
    ]) {
      const images = [];
      for (const size of WIN_TRAY_SIZES) images.push({ size, data: await trayPng(state, size, colour) });
      files.set(`tray/win/${state}-${bar}.ico`, await ico(images));
      files.set(`tray/linux/${state}-${bar}.png`, await trayPng(state, 22, colour));
      files.set(`tray/linux/${state}-${bar}@2x.png`, await trayPng(state, 44, colour));
    }
    files.set(`tray/linux/${state}.png`, await trayPng(state, 22, GLYPH_ON_ANY));
    files.set(`tray/linux/${state}@2x.png`, await trayPng(state, 44, GLYPH_ON_ANY));

    // A symbolic icon is scaled by the panel, so it comes from the drawing with the fewest hand-set pixels.
    const symbolic = (await traySource(state, 32))
      .replace('width="32" height="32"', 'width="16" height="16"')
      .replaceAll(BLACK, GLYPH_SYMBOLIC);
    files.set(`tray/linux/${state}-symbolic.svg`, Buffer.from(symbolic));
  }
  return files;
}

/**
 * What is wrong with the committed images: those that differ, those that are missing, and those no drawing gives.
 * @returns {Promise<string[]>} one line per file, sorted
 */
export async function checkIcons() {
  const expected = await renderIcons();
  const problems = [];
  for (const [path, data] of expected) {
    let found;
    try {
      found = path.endsWith('.svg')
        ? Buffer.from(await readText(path))
        : await readFile(resolve(ASSETS, path));
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOENT') throw error;
    }
    if (!found) problems.push(`assets/${path}: missing`);
    else if (!data.equals(found)) problems.push(`assets/${path}: differs from its drawing`);
  }
  for (const folder of ['icon', 'icon/linux', 'tray/mac', 'tray/win', 'tray/linux']) {
    for (const name of await readdir(resolve(ASSETS, folder)).catch(() => /** @type {string[]} */ ([]))) {
      const path = `${folder}/${name}`;
      const generated = /\.(png|ico|icns)$/.test(name) || (folder !== 'icon' && name.endsWith('.svg'));
      if (generated && !expected.has(path)) problems.push(`assets/${path}: comes from no drawing`);
    }
  }
  return problems.sort();
}

async function main() {
  const unknown = process.argv.slice(2).filter((argument) => argument !== '--check');
  if (unknown.length > 0) {
    console.error(`Unknown argument: ${unknown.join(' ')}. The only one is --check.`);
    process.exitCode = 2;
    return;
  }
  if (process.argv.includes('--check')) {
    const problems = await checkIcons();
    if (problems.length > 0) {
      console.error(`${problems.join('\n')}\nRun "npm run icons" to render them again.`);
      process.exitCode = 1;
    } else {
      console.log('The icons are those of the drawings.');
    }
    return;
  }
  const files = await renderIcons();
  for (const [path, data] of files) {
    const target = resolve(ASSETS, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, data);
  }
  console.log(`${files.size} files written to assets/.`);
}

// Tests import the functions above; only a direct call writes.
if (process.argv[1] && import.meta.url === pathToFileURL(resolve(process.argv[1])).href) await main();
