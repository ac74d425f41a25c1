import type { Texts } from '../en';

export const welcome: Texts['welcome'] = {
  steps: { meet: 'Das Relay', add: 'Gerät hinzufügen', keep: 'Laufen lassen' },
  stepsLabel: 'Erste Schritte',
  done: 'erledigt',
  back: 'Zurück',
  goOn: 'Weiter',
  skip: 'Diese Schritte überspringen',
  later: 'Das mache ich später',
  meet: {
    title: 'Hier treffen sich Ihre Geräte',
    what: 'Über Buckets Relay tauschen die Geräte Ihres Haushalts Ihr Budget aus: über diesen Computer statt über einen fremden.',
    how: 'Es gibt nur weiter, was sie einander senden. Ihre Budgets verschlüsseln die Geräte selbst: Das Relay kann sie nicht lesen und behält keines.',
    running: 'Das Relay ist eingeschaltet und bereit.',
    starting: 'Das Relay startet …',
    stopped: 'Das Relay ist ausgeschaltet.',
    turnOn: 'Einschalten',
  },
  add: {
    title: 'Fügen Sie Ihr erstes Gerät hinzu',
    text: 'Öffnen Sie Buckets auf einem Telefon oder Laptop bei Ihnen zu Hause, wählen Sie die Synchronisierung über ein Relay, und tippen Sie diese Zeilen ein.',
    waiting: 'Wartet auf das erste Gerät …',
    connected: (count) => (count === 1 ? '1 Gerät ist verbunden.' : `${count} Geräte sind verbunden.`),
    stopped: 'Das Relay ist ausgeschaltet, deshalb kann sich kein Gerät verbinden.',
  },
  keep: {
    title: 'Lassen Sie es laufen',
    came: (name) => `${name} ist verbunden.`,
    text: 'Ihre Geräte können ihre Budgets austauschen, solange dieser Computer wach ist und das Relay läuft.',
    startAtLogin: 'Beim Anmelden starten',
    startAtLoginText: 'Damit niemand daran denken muss.',
    startHidden: 'Verborgen starten',
    startHiddenText: 'Es läuft im Hintergrund, ohne dieses Fenster zu öffnen.',
    finish: 'Fertig',
  },
};
