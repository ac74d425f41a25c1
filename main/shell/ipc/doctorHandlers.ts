import { networkInterfaces } from 'node:os';
import type { Controller } from '../../app/controllerTypes';
import { createDoctor } from '../../app/doctor/doctor';
import { type AppInfo, snapshot } from '../../app/snapshot';
import type { Advertiser } from '../../server/discovery/advertiser';
import { allowOnWindows, checkFirewall } from '../../server/firewall/firewall';
import { createFormats, doctorReportText, type Texts } from '../../texts';
import type { DoctorHandlers } from './ipcHandlers';

/** The doctor of this computer and relay. */
export function createDoctorHandlers(
  controller: Controller,
  advertiser: Advertiser,
  texts: Texts,
  info: AppInfo,
): DoctorHandlers {
  const firewall = { platform: process.platform, program: process.execPath };
  const doctor = createDoctor({
    state: controller.state.get,
    password: controller.revealPassword,
    expectTestDevices: controller.expectTestDevices,
    advertisedOn() {
      const state = advertiser.state.get();
      return state.kind === 'advertised' ? state.adapters : [];
    },
    interfaces: networkInterfaces,
    firewall: (port, findable) => checkFirewall(firewall, { port, findable }),
    onChange: controller.doctorIs,
  });
  return {
    run: doctor.run,
    text() {
      const report = doctor.report();
      const present = snapshot(controller.state.get(), texts, info);
      return report && doctorReportText(report, present, texts, createFormats(info.language, info.locale));
    },
    async allowInFirewall() {
      const allowed = await allowOnWindows(firewall);
      if (!allowed.ok) {
        const { error } = allowed;
        if (error.kind === 'cancelled') return error;
        return { kind: 'failed', trouble: { kind: 'firewall', code: error.code } };
      }
      await doctor.run();
      return { kind: 'changed' };
    },
  };
}
