import { err, ok, type Result } from '../../lib/result';
import type { Identity } from '../../protocol/identity';
import type { AdmitDevice } from '../../protocol/relay';
import type { Traffic } from '../../server/dataPath/sending/peer';
import type { ServerEvent } from '../../server/events';
import type { Credentials } from '../../server/login/credentials';
import type { Listening, StartProblem } from '../../server/network/listen';
import { createRelayServer, type RelayServer } from '../../server/relayServer';
import type { TlsPair } from '../../server/tls/certificate';

/** Everything that decides how a relay server is: another configuration takes another server. */
export interface ServerConfig {
  readonly port: number;
  /** Without it, every address of this computer. */
  readonly address: string | undefined;
  readonly credentials: Credentials;
  readonly tls: TlsPair | undefined;
}

export interface RunningServer {
  readonly config: ServerConfig;
  readonly listening: Listening;
  readonly server: RelayServer;
}

export interface ServerSupervisorDependencies {
  readonly admit: AdmitDevice;
  /** By which every server proves which relay it is. */
  readonly identity: Identity | undefined;
  /** What happens on the server that runs now. */
  readonly onEvent: (event: ServerEvent) => void;
  /** What one that was replaced still says: it is history. */
  readonly onLateEvent: (event: ServerEvent) => void;
  /** Another server runs now, or none: the devices of the one before, with what they had counted, come again. */
  readonly onSwitch: (left: readonly Traffic[]) => void;
}

/** Runs one relay server at a time. Its calls are to be made one after the other. */
export interface ServerSupervisor {
  running(): RunningServer | undefined;
  /**
   * Runs `config` in place of what runs now, and calls `done` as soon as it does; resolves when the old one is gone. When
   * that does not work, what ran before runs again.
   */
  run(config: ServerConfig, done: () => void): Promise<Result<void, StartProblem>>;
  /** Whether `config` would work; nothing runs afterwards that did not before. */
  probe(config: ServerConfig): Promise<Result<void, StartProblem>>;
  /** Serves TLS with a newer pair from now on, and whenever what runs now runs again. */
  renewTls(pair: TlsPair): void;
  stop(): Promise<void>;
}

export function createServerSupervisor(deps: ServerSupervisorDependencies): ServerSupervisor {
  let current: RunningServer | undefined;

  /** A server that is up, in nobody's hands yet. */
  async function launch(config: ServerConfig): Promise<Result<RunningServer, StartProblem>> {
    const { address, tls } = config;
    const server: RelayServer = createRelayServer({
      credentials: config.credentials,
      port: config.port,
      ...(address !== undefined && { address }),
      ...(tls && { tls }),
      admit: deps.admit,
      ...(deps.identity && { identity: deps.identity }),
      onEvent: (event) => (server === current?.server ? deps.onEvent(event) : deps.onLateEvent(event)),
    });
    const listening = await server.start();
    return listening.ok ? ok({ config, server, listening: listening.value }) : err(listening.error);
  }

  function switchTo(next: RunningServer | undefined): void {
    const left = current?.server.traffic() ?? [];
    current = next;
    deps.onSwitch(left);
  }

  async function stop(): Promise<void> {
    const old = current;
    await old?.server.stop();
    if (old) switchTo(undefined);
  }

  /** The new one is up before the old one goes: what cannot work has changed nothing. */
  async function runBeside(config: ServerConfig, done: () => void): Promise<Result<void, StartProblem>> {
    const launched = await launch(config);
    if (!launched.ok) return launched;
    const old = current;
    switchTo(launched.value);
    done();
    await old?.server.stop();
    return ok(undefined);
  }

  /** On the same port there is only room for one. */
  async function runInstead(
    config: ServerConfig,
    old: RunningServer,
    done: () => void,
  ): Promise<Result<void, StartProblem>> {
    await stop();
    const launched = await launch(config);
    if (launched.ok) {
      switchTo(launched.value);
      done();
      return ok(undefined);
    }
    const back = await launch(old.config);
    if (back.ok) switchTo(back.value);
    return launched;
  }

  return {
    running: () => current,
    run: (config, done) =>
      current?.config.port === config.port ? runInstead(config, current, done) : runBeside(config, done),
    async probe(config) {
      const launched = await launch(config);
      if (!launched.ok) return launched;
      await launched.value.server.stop();
      return ok(undefined);
    },
    renewTls(tls) {
      if (!current) return;
      current.server.renewTls(tls);
      current = { ...current, config: { ...current.config, tls } };
    },
    stop,
  };
}
