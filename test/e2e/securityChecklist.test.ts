import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IPC_CALL_NAMES } from '../../preload/contract';
import { type DesktopApp, expect, test, title } from '../helpers/desktopApp';

// Electron's own checklist ("Security", chapter "Checklist: Security recommendations"), by its numbers, against the app as
// it runs. What needs more than a look has a test of its own in security.test.ts; item 19, the fuses, is read from the
// packaged program in test/package/unpacked.test.ts.

const root = join(import.meta.dirname, '../..');

/** What every page of the app was made with. */
const preferences = ({ electron }: DesktopApp): Promise<Record<string, unknown>[]> =>
  electron.evaluate(({ webContents }) =>
    webContents
      .getAllWebContents()
      // Electron has this for tests only, so its types leave it out.
      .map((contents) =>
        (contents as unknown as { getLastWebPreferences(): Record<string, unknown> }).getLastWebPreferences(),
      ),
  );

test('Electron’s security checklist, item by item', async ({ launch }) => {
  const app = await launch();
  const { page, electron } = app;
  await expect(title(app)).toHaveText(/^Running/);
  const step = test.step;

  await step('1. only secure content is loaded: what came with the app', async () => {
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await page.reload();
    await expect(title(app)).toHaveText(/^Running/);
    expect(requests.length).toBeGreaterThan(2);
    expect(requests.filter((url) => !url.startsWith('app://window/'))).toEqual([]);
  });

  await step('2, 3, 4, 6, 8, 9, 10. no page has more rights than it must have', async () => {
    const pages = await preferences(app);
    expect(pages).toHaveLength(1);
    for (const preference of pages) {
      expect(preference).toMatchObject({
        nodeIntegration: false,
        contextIsolation: true,
        sandbox: true,
        webSecurity: true,
        webviewTag: false,
      });
      const mustBeOff = [
        'nodeIntegrationInWorker',
        'nodeIntegrationInSubFrames',
        'allowRunningInsecureContent',
        'experimentalFeatures',
        'enableBlinkFeatures',
      ];
      expect(mustBeOff.filter((name) => preference[name])).toEqual([]);
    }
  });

  await step('5. what a page asks permission for is refused', async () => {
    const answers = await page.evaluate(async () => {
      const refused = () => 'refused';
      return Promise.all([
        Notification.requestPermission(),
        navigator.mediaDevices?.getUserMedia({ audio: true }).then(() => 'granted', refused),
        navigator.clipboard.readText().then(() => 'granted', refused),
        new Promise((resolve) => {
          navigator.geolocation.getCurrentPosition(
            () => resolve('granted'),
            () => resolve('refused'),
          );
        }),
      ]);
    });
    expect(answers.filter((answer) => answer === 'granted')).toEqual([]);
  });

  await step(
    '7. the content security policy allows what came with the app, and no code from texts',
    async () => {
      const policy = await page.evaluate(
        () =>
          document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.getAttribute('content') ?? '',
      );
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/unsafe|\*|https?:/);
      // Later, by itself: what the inspector runs directly is exempt.
      const made = await page.evaluate(
        () =>
          new Promise((resolve) => {
            setTimeout(() => {
              try {
                resolve(String(Reflect.construct(Function, ['return 1'])()));
              } catch (error) {
                resolve(error instanceof Error ? error.name : '');
              }
            });
          }),
      );
      expect(made).toBe('EvalError');
    },
  );

  await step('11, 12. there are no webviews', async () => {
    const isWebview = await page.evaluate(() => 'getWebContentsId' in document.createElement('webview'));
    expect(isWebview).toBe(false);
  });

  await step('13, 14. a link leads nowhere, also with the middle button', async () => {
    const before = page.url();
    await page.evaluate(() => {
      const link = document.createElement('a');
      link.href = 'https://127.0.0.1:9/';
      link.textContent = 'elsewhere';
      link.target = '_blank';
      document.body.prepend(link);
    });
    for (const button of ['left', 'middle'] as const) await page.getByText('elsewhere').click({ button });
    await page.evaluate(() => document.querySelector('a')?.remove());
    expect(page.url()).toBe(before);
    expect(await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  await step('15. only one place hands addresses to the system, and it takes pages of the web alone', () => {
    const main = join(root, 'main');
    const users = readdirSync(main, { recursive: true })
      .map(String)
      .filter(
        (name) => name.endsWith('.ts') && readFileSync(join(main, name), 'utf8').includes('openExternal'),
      );
    expect(users.map((name) => name.replaceAll('\\', '/'))).toEqual(['shell/system/openInBrowser.ts']);
  });

  await step('16. a release has one exact version of Electron', () => {
    const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(devDependencies.electron).toMatch(/^\d+\.\d+\.\d+$/);
  });

  await step('17. a frame inside the page, which could make calls too, cannot be made', async () => {
    const blocked = await page.evaluate(
      () =>
        new Promise((resolve) => {
          document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective));
          const frame = document.createElement('iframe');
          frame.src = 'app://window/index.html';
          document.body.append(frame);
        }),
    );
    expect(blocked).toBe('frame-src');
  });

  await step('18. the page has an origin of its own, and no way to files', async () => {
    expect(await page.evaluate(() => location.origin)).toBe('app://window');
    const read = await page.evaluate(() =>
      fetch('file:///etc/hostname').then(
        () => 'read',
        () => 'refused',
      ),
    );
    expect(read).toBe('refused');
  });

  await step('20. the page gets the contract’s calls, and nothing of Electron', async () => {
    const { names, calls } = await page.evaluate(() => ({
      names: ['require', 'process', 'ipcRenderer', 'electron', 'module', 'Buffer'].filter((name) =>
        Reflect.has(globalThis, name),
      ),
      calls: Object.keys(Reflect.get(globalThis, 'relay')),
    }));
    expect(names).toEqual([]);
    const known: readonly string[] = IPC_CALL_NAMES;
    expect(calls.filter((name) => !known.includes(name) && !name.startsWith('on'))).toEqual([]);
  });
});
