// @ts-check
// `npm run translations`: what each language lacks of the English messages, and what English does not know. What is missing
// is said in English, so this ends well; wrong messages are found by the tests.
import { readdirSync, readFileSync } from 'node:fs';
import { inProject } from './setup.mjs';

const folder = inProject('main/texts/languages');

/** @param {string} name @returns {Record<string, string>} */
const read = (name) => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8'));

const english = read('en.json');
for (const name of readdirSync(folder).filter((file) => file !== 'en.json')) {
  const messages = read(name);
  const missing = Object.keys(english).filter((key) => !Object.hasOwn(messages, key));
  const unknown = Object.keys(messages).filter((key) => !Object.hasOwn(english, key));
  const count = Object.keys(english).length;
  console.log(`${name}: ${count - missing.length} of ${count} messages`);
  for (const key of missing) console.log(`  missing  ${key}: ${english[key]}`);
  for (const key of unknown) console.log(`  unknown  ${key}`);
}
