/** The first steps. */
export const welcome = {
  steps: { meet: 'Meet the relay', add: 'Add a device', keep: 'Keep it running' },
  stepsLabel: 'First steps',
  done: 'done',
  back: 'Back',
  goOn: 'Continue',
  skip: 'Skip these steps',
  later: 'I’ll do this later',
  meet: {
    title: 'Your devices meet here',
    what: 'Buckets Relay lets the devices of your household exchange your budget, through this computer instead of somebody else’s.',
    how: 'It only passes on what they send each other. Your budgets are encrypted by the devices themselves: the relay cannot read them, and keeps none.',
    running: 'The relay is turned on and ready.',
    starting: 'The relay is starting…',
    stopped: 'The relay is turned off.',
    turnOn: 'Turn on',
  },
  add: {
    title: 'Add your first device',
    text: 'Open Buckets on a phone or laptop in your home, choose to sync through a relay, and type these lines.',
    waiting: 'Waiting for the first device…',
    connected: (count: number) =>
      count === 1 ? '1 device is connected.' : `${count} devices are connected.`,
    stopped: 'The relay is turned off, so no device can connect.',
  },
  keep: {
    title: 'Keep it running',
    came: (name: string) => `${name} is connected.`,
    text: 'Your devices can exchange their budgets whenever this computer is awake and the relay runs.',
    startAtLogin: 'Start when I log in',
    startAtLoginText: 'So that nobody has to think of it.',
    startHidden: 'Start hidden',
    startHiddenText: 'It runs in the background, without opening this window.',
    finish: 'Done',
  },
};
