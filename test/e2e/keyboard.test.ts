import { type DesktopApp, expect, open, test, title } from '../helpers/desktopApp';
import { freePort } from '../helpers/ports';
import { comeTogether, householdFile } from '../helpers/sampleDevices';

interface Stop {
  readonly what: string;
  readonly place: number;
  readonly visible: boolean;
}

/** Runs in the page: the things that Tab has to reach, in reading order. One of a group of radio buttons counts. */
const wanted = ({ page }: DesktopApp): Promise<string[]> =>
  page.evaluate(() => {
    const all = [
      ...document.querySelectorAll<HTMLElement>('button, input, select, summary, a[href], [tabindex="0"]'),
    ];
    const reachable = all.filter((element) => {
      const isOther = element instanceof HTMLInputElement && element.type === 'radio' && !element.checked;
      return !isOther && element.checkVisibility() && !element.matches(':disabled');
    });
    for (const [place, element] of reachable.entries()) element.dataset.place = String(place);
    return reachable.map((element) => element.outerHTML.slice(0, 80));
  });

/** Runs in the page: what has the focus, and whether that can be seen. */
const focused = ({ page }: DesktopApp): Promise<Stop | undefined> =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement) || element === document.body) return undefined;
    // A field whose own box is not seen shows the focus beside it.
    const shown = [element, element.nextElementSibling, element.parentElement].some((candidate) => {
      if (!candidate) return false;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(candidate);
      return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) || boxShadow !== 'none';
    });
    const what = element.outerHTML.slice(0, 80);
    return { what, place: Number(element.dataset.place ?? -1), visible: shown };
  });

/** Goes once around by Tab: everything is reached, in reading order, and seen to be. */
async function goAround(app: DesktopApp, panel: string): Promise<void> {
  const all = await wanted(app);
  await app.page.locator(`[data-place="${all.length - 1}"]`).focus();
  const stops: Stop[] = [];
  for (let i = 0; i < all.length; i++) {
    await app.page.keyboard.press('Tab');
    const stop = await focused(app);
    if (stop) stops.push(stop);
  }
  expect(
    stops.map(({ what }) => what),
    panel,
  ).toEqual(all);
  expect(
    stops.map(({ place }) => place),
    panel,
  ).toEqual(all.map((_, place) => place));
  expect(
    stops.filter(({ visible }) => !visible),
    `${panel}: the focus is not seen`,
  ).toEqual([]);
}

test('Tab reaches everything in every panel, in reading order, and the focus is seen', async ({ launch }) => {
  const tls = { kind: 'selfSigned' } as const;
  const settings = { reach: 'network', port: await freePort(), tls } as const;
  const app = await launch({ settings, env: { TEST_ADDRESSES: '192.168.1.24 10.0.0.7' } });
  await expect(title(app)).toHaveText(/^Running/);
  await goAround(app, 'overview');
  await app.page.getByRole('button', { name: 'Show the code' }).click();
  await goAround(app, 'overview with its code');
  await open(app, 'Devices');
  await goAround(app, 'no devices');
  await open(app, 'Settings');
  await goAround(app, 'settings');
  await open(app, 'Log');
  await goAround(app, 'log');
});

test('Tab reaches everything that the doctor found', async ({ launch }) => {
  const app = await launch();
  await open(app, 'Doctor');
  await expect(title(app)).toHaveText('All is well here.');
  await goAround(app, 'doctor');
  const taken = await launch({ settings: { port: app.port } });
  // The doctor of an app that is starting has nothing to say of it yet.
  await expect(title(taken)).toHaveText(/is taken/);
  await open(taken, 'Doctor');
  await expect(taken.page.locator('.found').first()).toBeVisible();
  await goAround(taken, 'doctor, something found');
});

test('Tab reaches all that can be done about a device, and the first steps', async ({ launch }) => {
  const app = await launch({ settings: { onlyKnown: true }, devices: householdFile() });
  await comeTogether(app, { stranger: true });
  await open(app, 'Devices');
  await expect(app.page.getByRole('button', { name: /^Let in/ })).toBeVisible();
  await app.page.locator('.disclosure').first().click();
  await app.page.locator('.disclosure').last().click();
  await goAround(app, 'devices');
  const first = await launch({ settings: { welcomed: false } });
  await expect(title(first)).toHaveText('Your devices meet here');
  await goAround(first, 'meet');
  for (const panel of ['add a device', 'keep it running']) {
    await first.page.locator('.welcome footer button').last().click();
    await expect(title(first)).toBeFocused();
    await goAround(first, panel);
  }
});
