/** What `socketfilterfw` of macOS says. */
export interface MacFirewallInfo {
  /** `--getglobalstate`: `Firewall is enabled. (State = 1)`. */
  readonly state: string;
  /** `--getblockall`: `Firewall has block all state set to enabled.`, earlier `Block all ENABLED!`. */
  readonly blockAll: string;
  /** `--listapps`: the program's path, and in the next line whether it is let in. */
  readonly apps: string;
}

export type MacFirewallState = 'off' | 'open' | 'allBlocked' | 'programBlocked' | 'uncertain';

/** What it does with what comes in for `program`, the path of an app or of the executable within it. */
export function evaluateMac({ state, blockAll, apps }: MacFirewallInfo, program: string): MacFirewallState {
  const on = /State = ([012])/.exec(state)?.[1];
  if (on === undefined) return 'uncertain';
  if (on === '0') return 'off';
  // The second of its states is the same as blocking everything.
  if (on === '2' || /block all.*enabled/i.test(blockAll)) return 'allBlocked';
  const app = program.replace(/\.app\/.*$/, '.app');
  const found = parseMacApps(apps).find(({ path }) => path === app || path === program);
  if (found) return found.allowed ? 'open' : 'programBlocked';
  // Signed programs are let in by themselves, the others after a question.
  return 'uncertain';
}

/** `1 :  /Applications/Foo.app`, then `( Allow incoming connections )` or `( Block incoming connections )`. */
export function parseMacApps(text: string): { readonly path: string; readonly allowed: boolean }[] {
  const entries = text.matchAll(/^\s*\d+\s*:\s*(.+?)\s*\n\s*\(\s*(Allow|Block) incoming connections\s*\)/gm);
  return [...entries].map(([, path = '', verdict]) => ({ path, allowed: verdict === 'Allow' }));
}
