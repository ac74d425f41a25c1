import { type Texts, whyNotAdvertised } from '../../../main/texts';
import type { Snapshot } from '../../../preload/views';
import { useAppContext } from '../../appContext';

/** What is good to know and asks for nothing. */
export function StatusFacts() {
  const { snapshot, t } = useAppContext();
  const lines = [advertisedLine(t, snapshot), ...keptLines(t, snapshot)];
  return (
    <footer class="quiet-lines">{lines.map((line) => line !== undefined && <p key={line}>{line}</p>)}</footer>
  );
}

function advertisedLine(t: Texts, { relay, addresses, advertised, settings }: Snapshot): string | undefined {
  const reachable = relay === 'running' && settings.reach === 'network' && addresses.length > 0;
  if (!reachable) return undefined;
  const say = t.overview.advertised;
  switch (advertised.kind) {
    case 'off':
    case 'announcing':
      return undefined;
    case 'advertised':
      return advertised.name === settings.name
        ? say.found(advertised.name)
        : say.renamed(advertised.name, settings.name);
    case 'failed':
      return say.failed(whyNotAdvertised(advertised.trouble, t.common));
  }
}

function keptLines(t: Texts, { passwordKept, platform }: Snapshot): readonly string[] {
  const say = t.overview.kept;
  if (passwordKept === 'keychain') return [say.keychain];
  return [say.file, platform === 'linux' ? say.remedyLinux : say.remedy];
}
