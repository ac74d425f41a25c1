// @ts-check
// `npm run check`: types, lint, format and the architecture.
import { architecture, check } from './checks.mjs';
import { installed, main } from './setup.mjs';

await main(async () => {
  await installed();
  return (await check(architecture)) ? 0 : 1;
});
