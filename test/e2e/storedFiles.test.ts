import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { connectDevice } from '../../main/client/connection';
import { generateIdentity } from '../../main/protocol/identity';
import { expect, storedPassword, test, title } from '../helpers/desktopApp';

test.skip(process.platform === 'win32', 'Windows guards a whole profile, not single files');

const KEPT = ['devices.json', 'logs/relay.log', 'password.json', 'session.json', 'settings.json'];
const OWN = ['certificate/tls-certificate.pem', 'certificate/tls-key.pem'];

test('what the app keeps is for whoever runs it alone', async ({ launch }) => {
  const settings = { version: 2, reach: 'computer', welcomed: true, tls: { kind: 'selfSigned' } };
  const app = await launch({ settings: JSON.stringify(settings) });
  await expect(title(app)).toHaveText(/^Running/);
  const address = await app.page
    .getByText(/^https:/)
    .first()
    .innerText();
  const device = await connectDevice({
    url: `https://127.0.0.1:${new URL(address.trim()).port}/v1/relay`,
    username: 'household',
    password: await storedPassword(app),
    identity: generateIdentity(),
    verifyCertificate: false,
  });
  expect(device).toMatchObject({ ok: true });
  await expect.poll(() => readdir(app.userData)).toContain('devices.json');
  for (const name of [...KEPT, ...OWN]) {
    const { mode } = await stat(join(app.userData, name));
    expect([name, (mode & 0o777).toString(8)]).toEqual([name, '600']);
  }
});
