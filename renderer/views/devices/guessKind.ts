/** What a device seems to be, as far as its name tells. */
export type DeviceKind = 'laptop' | 'phone' | 'tablet' | 'unknown';

// In this order: "Galaxy Tab" is a tablet, and only a Galaxy of another kind is a phone. Words that are part of many
// others, as "mac" and "pc", count only when they stand alone.
const WORDS: readonly (readonly [DeviceKind, RegExp])[] = [
  ['tablet', /tablet|ipad|kindle|\btab\b/],
  ['laptop', /laptop|notebook|macbook|chromebook|thinkpad|computer|rechner|desktop|\b(imac|mac|pc)\b/],
  ['phone', /phone|telefon|handy|android|mobile|\b(pixel|galaxy|mobil|cell)\b/],
];

/** Guesses from English and German words. */
export function guessKind(name: string | undefined): DeviceKind {
  const text = (name ?? '').toLowerCase();
  return WORDS.find(([, words]) => words.test(text))?.[0] ?? 'unknown';
}
