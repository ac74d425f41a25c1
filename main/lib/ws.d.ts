import 'ws';

// Newer than the published types: milliseconds that a peer may take to answer a close.
declare module 'ws' {
  interface ServerOptions {
    closeTimeout?: number | undefined;
  }

  namespace WebSocket {
    interface ClientOptions {
      closeTimeout?: number | undefined;
    }
  }
}
