// @ts-check
// `npm run check`: types, lint, format and the rules of the house.
import { check, houseRules } from './checks.mjs';
import { installed, main } from './setup.mjs';

await main(async () => {
  await installed();
  return (await check(houseRules)) ? 0 : 1;
});
