import type { Command, Option } from 'commander';
import { configKeys } from './configFile';
import { IntegerOption } from './integerOption';

/** The JSON Schema (2020-12) of `command`'s config files, for editors that help with writing one. */
export const configSchema = (command: Command): Readonly<Record<string, unknown>> => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Config file of buckets-relay server',
  type: 'object',
  additionalProperties: false,
  properties: Object.fromEntries([...configKeys(command)].map(([key, option]) => [key, propertyOf(option)])),
});

function propertyOf(option: Option): Readonly<Record<string, unknown>> {
  const { description } = option;
  const value = option.defaultValueDescription ?? option.defaultValue;
  return { description, ...typeOf(option), ...(value !== undefined && { default: value }) };
}

function typeOf(option: Option): Readonly<Record<string, unknown>> {
  if (option instanceof IntegerOption)
    return { type: 'integer', minimum: option.least, maximum: option.most };
  if (option.isBoolean() || option.negate) return { type: 'boolean' };
  return option.argChoices ? { enum: option.argChoices } : { type: 'string', minLength: 1 };
}
