import { clipboardText, revealPairing } from '../../main/app/clipboard';
import { expect, PASSWORD, running, test } from '../helpers/appController';

// What goes on the clipboard and into the pairing code.

test('the pairing text is what a device needs, with TLS and without', async ({ newApp, folder }) => {
  const { app, port } = await running(newApp, { directory: folder });
  const read = () => new URL(revealPairing(app.controller) ?? '').searchParams;
  expect(read().getAll('url')).toEqual([`http://127.0.0.1:${port}/v1/relay`]);
  expect([read().get('user'), read().get('password'), read().get('fp')]).toEqual(['me', PASSWORD, null]);
  await app.controller.change({ tls: { kind: 'selfSigned' } });
  expect(read().get('url')).toBe(`https://127.0.0.1:${port}/v1/relay`);
  expect(read().get('fp')).toBe(app.state.certificate?.fingerprint);
});

test('what is copied is the thing itself, and nothing where there is no such thing', async ({
  newApp,
  folder,
}) => {
  const { app, port } = await running(newApp, { directory: folder });
  const copy = (what: Parameters<typeof clipboardText>[1]) => clipboardText(app.controller, what);
  expect(copy({ kind: 'address', index: 0 })).toBe(`http://127.0.0.1:${port}/v1/relay`);
  expect(copy({ kind: 'address', index: 1 })).toBe(undefined);
  expect(copy({ kind: 'username' })).toBe('me');
  expect(copy({ kind: 'password' })).toBe(PASSWORD);
  expect(copy({ kind: 'pairing' })).toBe(revealPairing(app.controller));
  expect(copy({ kind: 'fingerprint' })).toBe(undefined);
  await app.controller.change({ tls: { kind: 'selfSigned' } });
  expect(copy({ kind: 'fingerprint' })).toBe(app.state.certificate?.fingerprint);
  expect(copy({ kind: 'shownText', text: 'one\ntwo' })).toBe('one\ntwo');
});

test('while the password is locked there is neither a pairing code nor a password to copy', async ({
  newApp,
}) => {
  const { app } = await running(newApp, { locked: true });
  expect(revealPairing(app.controller)).toBe(undefined);
  expect(clipboardText(app.controller, { kind: 'password' })).toBe(undefined);
  expect(clipboardText(app.controller, { kind: 'pairing' })).toBe(undefined);
  expect(clipboardText(app.controller, { kind: 'username' })).toBe('me');
});
