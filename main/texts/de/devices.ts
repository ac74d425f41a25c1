import type { Texts } from '../en';

export const devices: Texts['devices'] = {};
