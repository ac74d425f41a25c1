const MINUTE_MS = 60_000;

/** Far more than there are kinds of it. */
const MOST_PER_MINUTE = 20;

/** What ends a subject that is about one device, account or node. */
const ID = /\.[0-9a-f]{16,}(?=")/;

/**
 * Tells what NATS complains of: each kind once a minute, whomever it is about. (Where a right is missing, every device that
 * asks for another one brings that about, and none is to fill the log.) `now` gives milliseconds that never go back.
 */
export function createComplaints(tell: (text: string) => void, now: () => number): (text: string) => void {
  const told = new Set<string>();
  let since = now();
  return (text) => {
    if (now() - since >= MINUTE_MS) {
      since = now();
      told.clear();
    }
    const kind = text.replace(ID, '.*');
    if (told.has(kind) || told.size >= MOST_PER_MINUTE) return;
    told.add(kind);
    tell(kind);
  };
}
