import 'ws';

declare module 'ws' {
  interface ServerOptions {
    /** Newer than the published types: milliseconds that a peer may take to answer a close. */
    closeTimeout?: number | undefined;
  }
}
