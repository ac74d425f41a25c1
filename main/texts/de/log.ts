import type { Texts } from '../en';

export const log: Texts['log'] = {};
