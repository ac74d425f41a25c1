import type { Command } from 'commander';

/**
 * How each option was written, by its attribute's name, once the command line and the environment have been read: what
 * commander keeps is what was understood.
 */
export function recordOptionTexts(command: Command): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const option of command.options) {
    const record = (text: unknown) => typeof text === 'string' && texts.set(option.attributeName(), text);
    command.on(`option:${option.name()}`, record);
    command.on(`optionEnv:${option.name()}`, record);
  }
  return texts;
}
