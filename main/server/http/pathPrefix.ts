/**
 * A request's target as it is without `prefix` (`/buckets`, or nothing). Where it has none, a proxy took it away, or
 * somebody asks the relay itself: that is answered the same.
 */
export function withoutPrefix(target: string, prefix: string): string {
  if (prefix === '') return target;
  const path = target.replace(/^https?:\/\/[^/?]*/i, '');
  return path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : target;
}
