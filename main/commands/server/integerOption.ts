import { InvalidArgumentError, Option } from 'commander';

/** An option that is a whole number within bounds, which its errors and the config file's schema name. */
export class IntegerOption extends Option {
  constructor(
    flags: string,
    description: string,
    readonly least: number,
    readonly most: number,
  ) {
    super(flags, description);
    this.argParser((text) => {
      const number = Number(text);
      if (/^\d+$/.test(text) && number >= least && number <= most) return number;
      throw new InvalidArgumentError(`It has to be a number from ${least} to ${most}.`);
    });
  }
}
