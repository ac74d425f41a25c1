import type { Translate } from '../translate';

/** The page with the licences of what the app is made of. */
export function createLicenceTexts(m: Translate) {
  return {
    title: m('licences.title'),
    detail: m('licences.detail'),
    back: m('licences.back'),
    noText: m('licences.noText'),
    show: m('licences.show'),
    hint: m('licences.hint'),
  };
}
