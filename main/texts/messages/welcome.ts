import type { Translate } from '../translate';

/** The first steps. */
export function createWelcomeTexts(m: Translate) {
  const welcome = {
    steps: { meet: m('welcome.steps.meet'), add: m('welcome.steps.add'), keep: m('welcome.steps.keep') },
    stepsLabel: m('welcome.stepsLabel'),
    done: m('welcome.done'),
    back: m('welcome.back'),
    goOn: m('welcome.goOn'),
    skip: m('welcome.skip'),
    later: m('welcome.later'),
    meet: {
      title: m('welcome.meet.title'),
      what: m('welcome.meet.what'),
      how: m('welcome.meet.how'),
      running: m('welcome.meet.running'),
      starting: m('welcome.meet.starting'),
      stopped: m('welcome.meet.stopped'),
      turnOn: m('welcome.meet.turnOn'),
    },
    add: {
      title: m('welcome.add.title'),
      text: m('welcome.add.text'),
      waiting: m('welcome.add.waiting'),
      connected: (count: number) => m('welcome.add.connected', { count }),
      stopped: m('welcome.add.stopped'),
    },
    keep: {
      title: m('welcome.keep.title'),
      came: (name: string) => m('welcome.keep.came', { name }),
      text: m('welcome.keep.text'),
      startAtLogin: m('welcome.keep.startAtLogin'),
      startAtLoginText: m('welcome.keep.startAtLoginText'),
      startHidden: m('welcome.keep.startHidden'),
      startHiddenText: m('welcome.keep.startHiddenText'),
      finish: m('welcome.keep.finish'),
    },
  };
  return welcome;
}
