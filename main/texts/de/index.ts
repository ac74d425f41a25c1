import type { Texts } from '../en';
import { common } from './common';
import { devices } from './devices';
import { doctor } from './doctor';
import { log } from './log';
import { overview } from './overview';
import { problems } from './problems';
import { settings } from './settings';
import { system } from './system';
import { updates } from './updates';
import { welcome } from './welcome';

export const de: Texts = {
  common,
  overview,
  devices,
  settings,
  log,
  doctor,
  problems,
  welcome,
  updates,
  system,
};
