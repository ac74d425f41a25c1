/** The fingerprint's hex digits in groups of four, eight groups to a line: to be compared by eye. */
export function fingerprintLines(fingerprint: string): readonly string[] {
  const groups = fingerprint.match(/.{1,4}/g) ?? [];
  const lines: string[] = [];
  for (let i = 0; i < groups.length; i += 8) lines.push(groups.slice(i, i + 8).join(' '));
  return lines;
}

const DAY_MS = 24 * 60 * 60_000;
const NEAR_MS = 30 * DAY_MS;

/** Whether a certificate is over, or will be within 30 days. Both in milliseconds since 1970. */
export function certificateAge(validUntil: number, now: number): 'valid' | 'ends soon' | 'ended' {
  if (validUntil <= now) return 'ended';
  return validUntil - now <= NEAR_MS ? 'ends soon' : 'valid';
}
