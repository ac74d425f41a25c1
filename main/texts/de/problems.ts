import type { Texts } from '../en';

export const problems: Texts['problems'] = {};
