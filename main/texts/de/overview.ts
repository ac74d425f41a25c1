import type { Texts } from '../en';

export const overview: Texts['overview'] = {};
