import 'ws';

// Newer than the published types: milliseconds that a peer may take to answer a close, and how many pings may have come
// whose answers have not been written (0: any number).
declare module 'ws' {
  interface ServerOptions {
    closeTimeout?: number | undefined;
    maxPendingAutoPongs?: number | undefined;
  }

  namespace WebSocket {
    interface ClientOptions {
      closeTimeout?: number | undefined;
    }
  }
}
