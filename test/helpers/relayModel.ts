/**
 * What the relay has to do, from PROTOCOL section 5 and not from its code. It keeps only what each connection
 * is and has asked for; who is present and who is connected follow from that, and the events are the
 * difference between two such pictures. Slow, and too simple to share the relay's mistakes.
 */

/** Something that happens to the relay. Connections are numbers, devices letters; `good` is the signature. */
export type Step =
  | { readonly kind: 'opened'; readonly conn: number; readonly account: string }
  | { readonly kind: 'iam'; readonly conn: number; readonly name: string; readonly good: boolean }
  | { readonly kind: 'connect' | 'disconnect'; readonly conn: number; readonly name: string }
  | { readonly kind: 'sendData'; readonly conn: number; readonly name: string; readonly hex: string }
  | { readonly kind: 'gone'; readonly conn: number }
  /** A person's doing: whether the device may come, and that it has to go. */
  | { readonly kind: 'letIn' | 'keepOut' | 'expelled'; readonly name: string }
  | { readonly kind: 'accountExpelled'; readonly account: string };

/** What each connection is sent, in its order, and which ones are closed. */
export interface Expected {
  readonly sent: ReadonlyMap<number, readonly string[]>;
  readonly closed: readonly number[];
}

/** The protocol does not say in which words a needless Iam is refused. */
export const SOME_ERROR = 'Generic: (any words)';

interface Conn {
  readonly account: string;
  state: 'asked who' | 'refused' | 'in';
  name: string;
  readonly wants: Set<string>;
}

interface Picture {
  readonly present: ReadonlyMap<number, { readonly name: string; readonly account: string }>;
  /** Pairs of connections, in both orders. */
  readonly linked: ReadonlySet<string>;
}

const pair = (a: number, b: number) => `${a}-${b}`;

export class RelayModel {
  /** Those that are open; one that is over is forgotten. */
  private readonly conns = new Map<number, Conn>();
  private readonly keptOut = new Set<string>();

  get open(): readonly number[] {
    return [...this.conns.keys()];
  }

  /** The name of a connection that has authenticated. */
  nameOf(conn: number): string | undefined {
    const found = this.conns.get(conn);
    return found?.state === 'in' ? found.name : undefined;
  }

  step(step: Step): Expected {
    const before = this.picture();
    const sent = new Map<number, string[]>();
    const say = (conn: number, ...lines: string[]) => {
      if (lines.length > 0) sent.set(conn, [...(sent.get(conn) ?? []), ...lines]);
    };
    const closed = this.apply(step, before, say);
    const after = this.picture();
    for (const observer of after.present.keys()) say(observer, ...told(observer, before, after));
    return { sent, closed };
  }

  private apply(step: Step, now: Picture, say: (conn: number, line: string) => void): number[] {
    if (step.kind === 'opened') {
      this.conns.set(step.conn, { account: step.account, state: 'asked who', name: '', wants: new Set() });
      say(step.conn, 'who');
      return [];
    }
    if (step.kind === 'accountExpelled') return this.end((conn) => conn.account === step.account);
    if (!('conn' in step)) return this.decide(step);
    const conn = this.conns.get(step.conn);
    if (!conn) return [];
    const isIn = conn.state === 'in';
    switch (step.kind) {
      case 'gone':
        this.conns.delete(step.conn);
        return [];
      case 'iam': {
        if (conn.state !== 'asked who') {
          say(step.conn, SOME_ERROR);
          return [];
        }
        if (!step.good) {
          conn.state = 'refused';
          say(step.conn, 'Generic: Invalid signature');
          return [];
        }
        if (this.keptOut.has(step.name)) {
          say(step.conn, 'Generic: This device is blocked');
          this.conns.delete(step.conn);
          return [step.conn];
        }
        const old = this.connsOf(step.name);
        for (const id of old) this.conns.delete(id);
        Object.assign(conn, { state: 'in', name: step.name });
        return old;
      }
      case 'connect':
        if (!isIn) say(step.conn, 'Generic: Connection forbidden');
        else if (step.name === conn.name) say(step.conn, "Generic: Can't connect to self");
        else conn.wants.add(step.name);
        return [];
      case 'disconnect':
        conn.wants.delete(step.name);
        return [];
      case 'sendData': {
        const [to] = [...now.present].find(([, device]) => device.name === step.name) ?? [];
        if (!isIn) say(step.conn, 'Generic: Sending forbidden');
        else if (to === undefined || !now.linked.has(pair(step.conn, to)))
          say(step.conn, 'Generic: No such connection');
        else say(to, `data ${conn.name} ${step.hex}`);
        return [];
      }
    }
  }

  /** Whom it may concern is decided by its name; gives the connections that end. */
  private decide({ kind, name }: Extract<Step, { kind: 'letIn' | 'keepOut' | 'expelled' }>): number[] {
    if (kind === 'letIn') this.keptOut.delete(name);
    if (kind === 'keepOut') this.keptOut.add(name);
    if (kind !== 'expelled') return [];
    const ended = this.connsOf(name);
    for (const conn of ended) this.conns.delete(conn);
    return ended;
  }

  private end(isMeant: (conn: Conn) => boolean): number[] {
    const ended = [...this.conns].filter(([, conn]) => isMeant(conn)).map(([id]) => id);
    for (const id of ended) this.conns.delete(id);
    return ended;
  }

  private connsOf(name: string): number[] {
    return [...this.picture().present].filter(([, device]) => device.name === name).map(([conn]) => conn);
  }

  private picture(): Picture {
    const present = new Map<number, Conn>();
    for (const [id, conn] of this.conns) if (conn.state === 'in') present.set(id, { ...conn });
    const linked = new Set<string>();
    for (const [a, one] of present)
      for (const [b, other] of present)
        if (one.wants.has(other.name) && other.wants.has(one.name)) linked.add(pair(a, b));
    return { present, linked };
  }
}

/** What one device hears of the difference between two pictures. */
function told(observer: number, before: Picture, after: Picture): string[] {
  const account = after.present.get(observer)?.account;
  const isNew = !before.present.has(observer);
  const only = (these: Picture, those: Picture) => ({
    linked: [...these.present]
      .filter(
        ([id]) => these.linked.has(pair(observer, id)) && !(those.linked.has(pair(observer, id)) && !isNew),
      )
      .map(([, { name }]) => name),
    present: [...these.present]
      .filter(
        ([id, other]) => id !== observer && other.account === account && (isNew || !those.present.has(id)),
      )
      .map(([, { name }]) => name),
  });
  const come = only(after, before);
  if (isNew) return ['authenticated', ...come.present.map((name) => `entered ${name}`).sort()];
  const left = only(before, after);
  return [
    ...left.linked.map((name) => `disconnected ${name}`),
    ...left.present.map((name) => `exited ${name}`),
    ...come.present.map((name) => `entered ${name}`),
    ...come.linked.map((name) => `connected ${name}`),
  ];
}
