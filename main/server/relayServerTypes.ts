import type { Result } from '../lib/result';
import type { DeviceKey } from '../protocol/deviceKey';
import type { Identity } from '../protocol/identity';
import type { Account, AdmitDevice } from '../protocol/relay';
import type { MessageTraffic, Traffic } from './dataPath/sending/peer';
import type { AccountDevice, JoinCluster } from './distant';
import type { ServerEvent } from './events';
import type { Site } from './http/site';
import type { Limits } from './limits/limits';
import type { Authenticator } from './login/authenticator';
import type { Credentials } from './login/credentials';
import type { TrustedProxies } from './network/clientAddress';
import type { Listening, StartProblem } from './network/listen';
import type { TlsPair } from './tls/certificate';

export interface RelayServerOptions {
  /** The one account there is, or who knows those of many users. */
  readonly credentials: Credentials | Authenticator;
  /** The ways to log in, as devices are told of them; without it, with user name and password. */
  readonly authMethods?: readonly string[];
  /** 0: any free port. */
  readonly port: number;
  /** An IP address or host name of this computer; without it, all of them. */
  readonly address?: string;
  /** A TCP socket that is bound already: it listens there, and port and address count for nothing. */
  readonly descriptor?: number;
  /** With it the relay speaks TLS, and nothing else. */
  readonly tls?: TlsPair;
  /** With it the relay proves who it is to those who ask. */
  readonly identity?: Identity;
  readonly limits?: Partial<Limits>;
  /** What these say of where a request comes from is believed; without them, nobody is. */
  readonly trustProxy?: TrustedProxies;
  /** A path under which everything is to be had as well, as `/buckets`. */
  readonly pathPrefix?: string;
  /** What is to be had beside the relay itself; without it, a page that says what this is. */
  readonly site?: Site;
  /** False: every byte goes through ws and the relay. For finding faults: nothing but speed differs. */
  readonly fastPath?: boolean;
  /** Decides on each device that proved its key; without it, all are let in. */
  readonly admit?: AdmitDevice;
  /** With it the relay is one node of several that act as one. */
  readonly join?: JoinCluster;
  /** Whether new devices may come now. Where not, `/readyz` says so, and they are told to come again. */
  readonly isReady?: () => boolean;
  readonly onEvent: (event: ServerEvent) => void;
  /** A device's websocket is closed: nothing more will be counted for it. */
  readonly onClosed?: (traffic: MessageTraffic) => void;
}

/** One relay on one port, from start to stop; another setting needs another server. */
export interface RelayServer {
  /** Resolves when devices can connect, or with the reason why they cannot. Never rejects. */
  start(): Promise<Result<Listening, StartProblem>>;
  /** Serves TLS with a newer pair from now on, leaving those who are connected as they are. */
  renewTls(pair: TlsPair): void;
  /** Ends the connection of a device that is no longer let in. */
  expel(key: DeviceKey): void;
  /** Ends all connections of an account; a login of it that is being looked at has to be tried again. */
  expelAccount(account: Account): void;
  /** The devices' connections as they are now. */
  traffic(): Traffic[];
  /** The devices that are there by this account's login, also those at other nodes. */
  devicesOf(account: Account): Promise<AccountDevice[]>;
  /** What went over each websocket that is open, as far as `onClosed` has not told it. */
  messageTraffic(): MessageTraffic[];
  /** So many connections at once from now on; who is here stays. */
  setConnectionLimit(connections: number): void;
  /** Lets nobody in any more, and closes every client (1001), one after the other over so many milliseconds. */
  drain(ms: number): Promise<void>;
  /**
   * Closes the listener and every client (1001), waiting about a second for an answer, and up to `drainMs` milliseconds for
   * those who still take what is on its way to them. Never rejects.
   */
  stop(drainMs?: number): Promise<void>;
}
