import type { Socket } from 'node:net';
import { isLoopback, neighbourhood, plainAddress } from './address';
import type { Limits } from './limits';

/** Why a connection was not taken. */
export type Crowding = 'too many connections' | 'too many from one address' | 'too many handshakes';

/** Counts the TCP connections, and turns away what is beyond the limits. */
export interface Admission {
  /** Takes `socket`, and keeps count of it until it closes; or tells why not. */
  admit(socket: Socket): Crowding | undefined;
  /** One of the connections has become a device's, or (-1) such a one has ended. */
  upgraded(change: 1 | -1): void;
  /** Cuts all that are open. */
  cutAll(): void;
}

export function createAdmission(limits: Limits): Admission {
  const sockets = new Set<Socket>();
  const perAddress = new Map<string, number>();
  let upgrades = 0;

  function crowding(address: string): Crowding | undefined {
    if (sockets.size >= limits.connections) return 'too many connections';
    if (sockets.size - upgrades >= limits.handshakes) return 'too many handshakes';
    if (isLoopback(address)) return undefined;
    const open = perAddress.get(neighbourhood(address)) ?? 0;
    return open >= limits.connectionsPerAddress ? 'too many from one address' : undefined;
  }

  function count(address: string, change: 1 | -1): void {
    const key = neighbourhood(address);
    const open = (perAddress.get(key) ?? 0) + change;
    if (open > 0) perAddress.set(key, open);
    else perAddress.delete(key);
  }

  return {
    admit(socket) {
      const address = plainAddress(socket.remoteAddress);
      const refused = crowding(address);
      if (refused) return refused;
      sockets.add(socket);
      count(address, 1);
      socket.once('close', () => {
        sockets.delete(socket);
        count(address, -1);
      });
      return undefined;
    },
    upgraded(change) {
      upgrades += change;
    },
    cutAll() {
      for (const socket of sockets) socket.destroy();
    },
  };
}
