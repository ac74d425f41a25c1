// Drawn on an 18 px square with a 1.5 px line.
const DRAWINGS = {
  copy: 'M7 6.5a1.5 1.5 0 0 1 1.5-1.5h5a1.5 1.5 0 0 1 1.5 1.5v6a1.5 1.5 0 0 1-1.5 1.5h-5A1.5 1.5 0 0 1 7 12.5z M4.5 11A1.5 1.5 0 0 1 3 9.5v-5A1.5 1.5 0 0 1 4.5 3h4.5',
  check: 'M4 9.5l3.5 3.5L14.5 5.5',
  eye: 'M1.5 9S4.2 4 9 4s7.5 5 7.5 5-2.7 5-7.5 5S1.5 9 1.5 9z M9 11.25a2.25 2.25 0 1 0 0-4.5 2.25 2.25 0 0 0 0 4.5z',
  eyeOff:
    'M7.4 4.2A7 7 0 0 1 9 4c4.8 0 7.5 5 7.5 5a13 13 0 0 1-1.9 2.4 M4.2 5.6A12.4 12.4 0 0 0 1.5 9S4.2 14 9 14a7 7 0 0 0 3.7-1.1 M7.4 7.4a2.25 2.25 0 0 0 3.2 3.2 M3 3l12 12',
  alert: 'M9 16A7 7 0 1 0 9 2a7 7 0 0 0 0 14z M9 5.5v4.25 M9 12.5v.01',
  power: 'M9 2.5V8.5 M5.2 4.8a5.75 5.75 0 1 0 7.6 0',
  device:
    'M5.5 3.5A1.5 1.5 0 0 1 7 2h4a1.5 1.5 0 0 1 1.5 1.5v11A1.5 1.5 0 0 1 11 16H7a1.5 1.5 0 0 1-1.5-1.5z M8.25 13.25h1.5',
  home: 'M3 8.2L9 3l6 5.2V15a.5.5 0 0 1-.5.5h-11A.5.5 0 0 1 3 15z M7 15.5V10.5h4v5',
  devices:
    'M10.5 13.5H3.5A1.5 1.5 0 0 1 2 12V5a1.5 1.5 0 0 1 1.5-1.5h9A1.5 1.5 0 0 1 14 5v1 M5 16.5h5 M12.5 7.5h2.75a1 1 0 0 1 1 1v6.75a1 1 0 0 1-1 1H12.5a1 1 0 0 1-1-1V8.5a1 1 0 0 1 1-1z',
  sliders:
    'M2.5 6h6 M12.5 6h3 M10.5 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4z M2.5 12h3 M9.5 12h6 M7.5 14a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  list: 'M6.5 4.5h9 M6.5 9h9 M6.5 13.5h9 M3 4.5v.01 M3 9v.01 M3 13.5v.01',
  pulse: 'M1.5 9h3L7 3.5l4 11L13.5 9h3',
} as const;

export type IconName = keyof typeof DRAWINGS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="drawing" width="18" height="18" viewBox="0 0 18 18" aria-hidden="true" focusable="false">
      <path d={DRAWINGS[name]} />
    </svg>
  );
}
