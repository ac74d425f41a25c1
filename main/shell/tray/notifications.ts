import { Notification } from 'electron';
import type { Destination } from '../../../preload/contract';
import type { AppNotification } from '../../app/appNotification';
import { deviceName, statusSentence } from '../../app/snapshot';
import type { AppState } from '../../app/state';
import type { Observable } from '../../lib/observable';
import { unreachable } from '../../lib/unreachable';
import { abbreviate, type DeviceKey } from '../../protocol/deviceKey';
import type { Texts } from '../../texts';

/** A device that is back within this time was never away, in milliseconds: it only changed its connection. */
const AWAY_MS = 10_000;

/** So many are shown in a minute: who has the password can make up devices without end. */
const MAX_PER_MINUTE = 6;
const MINUTE_MS = 60_000;

/** So many can still be clicked. */
const MAX_SHOWN = 20;

/** What a notification says, and where choosing it leads. */
interface Message {
  readonly title: string;
  readonly body: string;
  readonly to: Destination;
}

/** Tells a person, by the system's notifications, what news there is, unless they do not want any. */
export function createNotifier(
  state: () => Observable<AppState>,
  texts: Texts,
  go: (destination: Destination) => void,
  isInView: () => boolean,
): (notification: AppNotification) => void {
  const { notifications } = texts.system;
  /** Devices that have just left: it is told when they do not come back. */
  const leaving = new Map<DeviceKey, NodeJS.Timeout>();
  /** As long as it is shown it must not be collected, or its click is lost. */
  const shown = new Set<Notification>();

  let minute = 0;
  let inMinute = 0;

  function isOneTooMany(): boolean {
    const now = Math.floor(Date.now() / MINUTE_MS);
    inMinute = now === minute ? inMinute + 1 : 1;
    minute = now;
    return inMinute > MAX_PER_MINUTE;
  }

  function show({ title, body, to }: Message): void {
    if (isOneTooMany()) return;
    const notification = new Notification({ title, body, silent: true });
    shown.add(notification);
    // Some systems never tell that one is gone.
    const [oldest] = shown;
    if (oldest && shown.size > MAX_SHOWN) shown.delete(oldest);
    const done = () => void shown.delete(notification);
    notification.on('click', () => go(to));
    notification.on('close', done);
    notification.on('failed', done);
    notification.show();
  }

  function left(key: DeviceKey): void {
    clearTimeout(leaving.get(key));
    const timer = setTimeout(() => {
      leaving.delete(key);
      const present = state().get();
      // Who was forgotten or blocked, or left because the relay stopped, is no news.
      if (!present.known.has(key) || present.known.get(key)?.blocked || present.relay.kind !== 'running')
        return;
      show({
        title: notifications.left(deviceName(present, key)),
        body: statusSentence(present, texts),
        to: { panel: 'devices', key },
      });
    }, AWAY_MS);
    leaving.set(key, timer);
  }

  function came(key: DeviceKey, from: string, isNew: boolean): void {
    const isBack = leaving.has(key);
    clearTimeout(leaving.get(key));
    leaving.delete(key);
    if (isBack) return;
    const present = state().get();
    const title = isNew ? notifications.newDevice : notifications.came(deviceName(present, key));
    const body = isNew ? notifications.newDeviceText(abbreviate(key), from) : from;
    show({ title, body, to: { panel: 'devices', key } });
  }

  return (notification) => {
    const present = state().get();
    if (!present.settings.notify) return;
    switch (notification.kind) {
      case 'came':
        return came(notification.key, notification.from, notification.isNew);
      case 'left':
        return left(notification.key);
      case 'waiting':
        return show({
          title: notifications.waiting,
          body: notifications.waitingText(abbreviate(notification.key), notification.from),
          to: { panel: 'devices' },
        });
      case 'problem':
        return show({
          title: notifications.problem,
          body: statusSentence(present, texts),
          to: { panel: 'overview' },
        });
      case 'update':
        // The window says so itself.
        if (isInView()) return;
        return show({
          title: texts.updates.available(notification.version),
          body: texts.updates.notificationText,
          to: { panel: 'overview' },
        });
      default:
        return unreachable(notification);
    }
  };
}
