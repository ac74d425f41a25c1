import { execFileSync } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asked, expect, test } from '../helpers/bareApp';

// What keeps the app from its window is said, on standard error and in a dialog, and it ends with 1.

const TITLE = 'Buckets Relay cannot start.';

test('a file in place of the folder for its settings', async ({ start, folder }) => {
  const userData = join(folder, 'data');
  await writeFile(userData, 'mine');
  for (const place of [userData, join(userData, 'inside')]) {
    const app = await start({ userData: place });
    const { code, stderr } = await app.process.exited;
    expect(code).toBe(1);
    expect(stderr).toContain(
      `${TITLE} Its settings belong into a folder, and there is something else at ${userData}.`,
    );
    expect(asked(app)).toEqual([TITLE]);
  }
});

test('a disk that can only be read', async ({ start, folder }) => {
  test.skip(process.platform !== 'linux' || process.getuid?.() !== 0, 'only root can make such a disk');
  const disk = join(folder, 'disk');
  await mkdir(disk);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk]);
  try {
    execFileSync('mount', ['-o', 'remount,ro', disk]);
    const app = await start({ userData: join(disk, 'data') });
    const { code, stderr } = await app.process.exited;
    expect(code).toBe(1);
    expect(stderr).toContain(`Its settings belong to ${disk}, on a disk that can only be read (EROFS).`);
    expect(asked(app)).toEqual([TITLE]);
  } finally {
    execFileSync('umount', ['--lazy', disk]);
  }
});

test('an error while starting, of which the next start tells', async ({ start, folder }) => {
  const app = await start({ userData: folder, env: { TEST_BROKEN_START: '1' } });
  const { code, stderr } = await app.process.exited;
  expect(code).toBe(1);
  expect(stderr).toContain('TypeError: made up by a test');
  expect(asked(app)).toEqual([TITLE]);
  expect(await readdir(folder)).toContain('session.json');
});
