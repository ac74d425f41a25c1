import type { Command } from 'commander';
import { startProblemMessage } from '../../app/log/terminalMessages';
import { createSiteServer } from '../../server/http/siteServer';
import { openStore } from '../../store/openStore';
import { createAdminAccess } from '../../web/admin/adminAccess';
import { createAdmin } from '../../web/admin/createAdmin';
import { loadAdminViews } from '../../web/admin/loadAdminViews';
import { databaseOf } from '../accounts/databaseOption';
import { tellStoreProblems } from '../accounts/withStore';
import { CommandError } from '../commandError';
import { onSignals } from '../server/signals';
import { print, printStatus } from '../terminal';
import type { LoopbackAddress } from './parseLoopbackAddress';

/** Serves the operator's page until a signal ends it. Throws a CommandError where it cannot start. */
export async function runAdmin(
  { listen }: { readonly listen: LoopbackAddress },
  command: Command,
): Promise<void> {
  const url = databaseOf(command);
  const store = await tellStoreProblems(url, () => openStore(url, { create: false }));
  const access = createAdminAccess();
  const admin = createAdmin({
    ...{ store, access },
    views: await loadAdminViews(),
    onFailure: (error) => printStatus(`A page could not be made: ${error}`),
  });
  const server = createSiteServer(listen, admin);
  const listening = await server.start();
  if (!listening.ok) {
    await store.close();
    throw new CommandError(`--listen: ${startProblemMessage(listening.error)}`);
  }
  const stop = async () => {
    await server.stop();
    await store.close();
  };
  onSignals(stop, async () => undefined);
  const { address, port } = listening.value;
  const host = address.includes(':') ? `[${address}]` : address;
  print(`http://${host}:${port}/?key=${access.key}`);
  printStatus(
    `Open that address in a browser of this computer: it works once. From another computer, first: ssh -L ${port}:${host}:${port} SERVER. Ctrl+C ends the page.`,
  );
}
