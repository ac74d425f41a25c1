import type { Snapshot } from '../../preload/views';

/** How many devices are connected, shown or not. */
export const countConnected = ({ devices, unshown }: Snapshot): number =>
  devices.filter(({ kind }) => kind === 'connected').length + unshown.connected;
