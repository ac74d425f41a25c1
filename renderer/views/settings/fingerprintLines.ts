/** A fingerprint as it is compared by eye: groups of four digits, eight groups to a line. */
export function fingerprintLines(fingerprint: string): readonly string[] {
  const lines = fingerprint.match(/.{1,32}/g) ?? [];
  return lines.map((line) => (line.match(/.{1,4}/g) ?? []).join(' '));
}
