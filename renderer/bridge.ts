import type { Bridge } from '../preload/contract';

declare global {
  interface Window {
    readonly relay: Bridge;
  }
}

/** The main process, as the preload script shows it. */
export const { relay } = window;
