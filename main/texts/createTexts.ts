import { createCommonTexts } from './messages/common';
import { createDeviceTexts } from './messages/devices';
import { createDoctorTexts } from './messages/doctor';
import { createLicenceTexts } from './messages/licences';
import { createLogTexts } from './messages/log';
import { createMovingTexts } from './messages/moving';
import { createOverviewTexts } from './messages/overview';
import { createProblemTexts } from './messages/problems';
import { createSettingsTexts } from './messages/settings';
import { createSystemTexts } from './messages/system';
import { createUpdateTexts } from './messages/updates';
import { createWelcomeTexts } from './messages/welcome';
import type { Translate } from './translate';

/** Everything that the app says, in the language of `m`. */
export function createTexts(m: Translate) {
  const common = createCommonTexts(m);
  return {
    common,
    overview: createOverviewTexts(m),
    devices: createDeviceTexts(m),
    settings: createSettingsTexts(m),
    licences: createLicenceTexts(m),
    moving: createMovingTexts(m),
    log: createLogTexts(m, common),
    doctor: createDoctorTexts(m, common),
    problems: createProblemTexts(m),
    welcome: createWelcomeTexts(m),
    updates: createUpdateTexts(m),
    system: createSystemTexts(m),
  };
}

export type Texts = ReturnType<typeof createTexts>;
