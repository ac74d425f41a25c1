import assert from 'node:assert/strict';
import type { RelayAction } from '../../../main/protocol/relay';
import type { Step } from '../../helpers/relayModel';
import { challengeOf, inWords, nameOf, type Sent, sentBy } from './relayTestKit';

/** A device as it can know the world: from nothing but the events it was sent. */
interface Device {
  readonly account: string;
  state: 'new' | 'asked who' | 'in';
  name: string;
  readonly roster: Set<string>;
  readonly connected: Set<string>;
}

/**
 * Stands where the devices stand, and after every step checks what must always hold among them. It does not
 * know what the relay ought to have done (that is the model's part), only what may never be seen.
 */
export class RelayWatcher {
  private readonly devices = new Map<number, Device>();
  /** How often each kind of event and ending was seen, so that a test can tell that it saw them all. */
  readonly seen = new Map<string, number>();

  after(step: Step, actions: readonly RelayAction[]): void {
    if (step.kind === 'opened') {
      this.devices.set(step.conn, {
        account: step.account,
        state: 'new',
        name: '',
        roster: new Set(),
        connected: new Set(),
      });
    }
    if (step.kind === 'gone') this.devices.delete(step.conn);
    const couldSend = this.canSend(step);
    let delivered = 0;
    for (const action of actions) {
      if (action.kind === 'report') continue;
      if (action.kind === 'close') {
        this.closes(action, step);
        continue;
      }
      for (const sent of sentBy(action)) {
        if (sent.event.kind === 'data') delivered++;
        this.hears(sent, step);
        this.count(sent.event.kind);
      }
    }
    assert.equal(delivered, couldSend ? 1 : 0, 'data is delivered exactly once, where there is a connection');
    this.checkAll();
  }

  private closes({ conn, why }: Extract<RelayAction, { kind: 'close' }>, step: Step): void {
    const device = this.devices.get(conn);
    if (step.kind === 'accountExpelled') {
      assert.equal(device?.account, step.account);
      const isIn = device?.state === 'in' ? 'expelled' : 'expelled as a stranger';
      this.count(device?.connected.size ? 'expelled while connected' : isIn);
      this.devices.delete(conn);
      return;
    }
    const cause = why === 'replaced' ? why : step.kind === 'expelled' ? 'expelled' : 'turned away';
    assert.equal(device?.state, cause === 'turned away' ? 'asked who' : 'in', `${cause} in that state`);
    if (cause === 'turned away') assert.ok(step.kind === 'iam' && step.good && step.conn === conn);
    this.count(device?.connected.size ? `${cause} while connected` : cause);
    this.devices.delete(conn);
  }

  private hears({ to, event }: Sent, step: Step): void {
    const device = this.devices.get(to);
    assert.ok(device, `${to} is gone or replaced, and was sent ${inWords(event)}`);
    const allowed = device.state === 'in' ? event.kind !== 'who' : isForStrangers(event.kind);
    assert.ok(allowed, `${device.state}, and was sent ${inWords(event)}`);
    switch (event.kind) {
      case 'who':
        assert.equal(device.state, 'new', 'Who comes once, and first');
        assert.deepEqual(Buffer.from(event.challenge), Buffer.from(challengeOf(to)));
        device.state = 'asked who';
        break;
      case 'authenticated':
        assert.ok(step.kind === 'iam' && step.conn === to && step.good && device.state === 'asked who');
        Object.assign(device, { state: 'in', name: step.name });
        break;
      case 'entered':
      case 'exited':
        alternates(device.roster, nameOf(event.key), event.kind === 'entered');
        assert.notEqual(nameOf(event.key), device.name, 'nobody hears of itself');
        break;
      case 'connected':
      case 'disconnected':
        alternates(device.connected, nameOf(event.key), event.kind === 'connected');
        assert.notEqual(nameOf(event.key), device.name, 'nobody is connected with itself');
        break;
      case 'data': {
        assert.ok(step.kind === 'sendData' && step.name === device.name, 'data goes where it was sent');
        assert.equal(nameOf(event.key), this.devices.get(step.conn)?.name, 'data names its sender');
        assert.ok(device.connected.has(nameOf(event.key)), 'data comes only from the connected');
        assert.equal(Buffer.from(event.data).toString('hex'), step.hex);
        break;
      }
      case 'error':
        assert.ok('conn' in step && to === step.conn, 'an error is for the one that made it');
    }
  }

  private canSend(step: Step): boolean {
    if (step.kind !== 'sendData') return false;
    const sender = this.devices.get(step.conn);
    return sender?.connected.has(step.name) ?? false;
  }

  private checkAll(): void {
    const present = [...this.devices.values()].filter(({ state }) => state === 'in');
    const byName = new Map(present.map((device) => [device.name, device]));
    assert.equal(byName.size, present.length, 'no key is present twice');
    for (const device of this.devices.values())
      assert.notEqual(device.state, 'new', 'everyone is asked who it is');
    for (const device of present) {
      for (const other of device.connected)
        assert.ok(byName.get(other)?.connected.has(device.name), `${device.name}-${other} is one-sided`);
      const others = present.filter((other) => other !== device && other.account === device.account);
      assert.deepEqual([...device.roster].sort(), others.map(({ name }) => name).sort());
    }
  }

  private count(what: string): void {
    this.seen.set(what, (this.seen.get(what) ?? 0) + 1);
  }
}

const isForStrangers = (kind: string) => kind === 'who' || kind === 'error' || kind === 'authenticated';

/** Coming and going take turns, beginning with coming. */
function alternates(known: Set<string>, name: string, comes: boolean): void {
  assert.equal(known.has(name), !comes, `${name} ${comes ? 'came' : 'went'} twice in a row`);
  if (comes) known.add(name);
  else known.delete(name);
}
