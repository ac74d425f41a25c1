import type { DeviceKey } from '../protocol/deviceKey';

/** What a person may want to hear of at once, wherever they are. */
export type AppNotification =
  | { readonly kind: 'came'; readonly key: DeviceKey; readonly from: string; readonly isNew: boolean }
  | { readonly kind: 'left'; readonly key: DeviceKey }
  | { readonly kind: 'waiting'; readonly key: DeviceKey; readonly from: string }
  | { readonly kind: 'problem' }
  /** There is a newer version of the app. */
  | { readonly kind: 'update'; readonly version: string };
