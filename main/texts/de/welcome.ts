import type { Texts } from '../en';

export const welcome: Texts['welcome'] = {};
