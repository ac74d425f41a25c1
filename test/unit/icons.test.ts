import { expect, test } from '@playwright/test';
import { checkIcons } from '../../scripts/icons.mjs';

test('every image is what its drawing makes', async () => {
  expect(await checkIcons()).toEqual([]);
});
