const PATHS = {
  hash: 'M6.5 2.5l-1.5 11M11 2.5l-1.5 11M2.8 5.7h10.7M2.5 10.3h10.7',
  lock: 'M4 7.2h8v6H4zM5.6 7V5a2.4 2.4 0 0 1 4.8 0v2',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.4 10.4l3.1 3.1',
  close: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  send: 'M2.5 8L13.5 3l-3 10.5-3-4.2zM7.5 9.3L13.5 3',
  smile:
    'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM5.5 9.2c.6 1 1.5 1.5 2.5 1.5s1.900-.5 2.5-1.500M6 6.300v.1M10 6.300v.1',
  thread: 'M2.500 3.500h11v7.500h-6l-3 2.500v-2.500h-2zM5.500 6.200h5M5.500 8.400h3',
  more: 'M3.500 8h.01M8 8h.01M12.500 8h.01',
  down: 'M4 6.200l4 4 4-4',
  right: 'M6.200 4l4 4-4 4',
  left: 'M9.800 4l-4 4 4 4',
  plus: 'M8 3v10M3 8h10',
  check: 'M3.500 8.500l3 3 6-7',
  bolt: 'M9 2L3.500 9H8l-1 5 5.500-7H8z',
  menu: 'M2.500 4h11M2.500 8h11M2.500 12h11',
  home: 'M2.500 7.500L8 3l5.500 4.500M4 6.500V13h8V6.500',
  people:
    'M6 8a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5zM1.800 13.500c0-2.500 1.800-4 4.200-4s4.200 1.500 4.200 4M10.500 3.200a2.400 2.400 0 0 1 0 4.600M11.800 9.800c1.500.5 2.400 1.800 2.400 3.700',
  flask:
    'M6.500 2.500h3M7 2.500v4L3.200 12.500a.8.8 0 0 0 .7 1.200h8.200a.8.8 0 0 0 .7-1.200L9 6.500v-4M5 10.500h6',
  sun: 'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8 1.500v1.200M8 13.300v1.200M1.500 8h1.200M13.300 8h1.200M3.400 3.400l.8.8M11.800 11.800l.8.8M12.600 3.400l-.8.8M4.200 11.800l-.8.8',
  moon: 'M13 9.500A5.500 5.500 0 0 1 6.500 3 5.500 5.500 0 1 0 13 9.500z',
  screen: 'M2 3h12v8H2zM6 13.500h4M8 11v2.500',
  pin: 'M9.500 2.500l4 4-2.500.8-2.500 3-.5 2-4.300-4.300 2-.5 3-2.500zM5.800 10.200L2.500 13.500',
  pencil: 'M3 13l.6-2.800L10.800 3l2.200 2.200-7.200 7.200z',
  out: 'M9 3h4v4M13 3L7.500 8.500M11 9.500V13H3V5h3.500',
  file: 'M4 1.800h5l3 3v9.400H4zM9 1.800v3h3',
  play: 'M5 3l8 5-8 5z',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.700V8l2.300 1.500',
  alert: 'M8 2l6.500 11.500h-13zM8 6.500v3.200M8 11.700v.01',
  up: 'M4.500 8.500v5h-2v-5zM4.500 8.500l3-6c1.200 0 1.800.8 1.600 2L8.700 6.500h3.800c.8 0 1.300.7 1.100 1.500l-1.100 4.500c-.2.600-.6 1-1.200 1H4.500',
} as const;

export type IconName = keyof typeof PATHS;

/** Drawn with the text's own colour, and silent: what it stands on has a name. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      class="icon"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      stroke-width={name === 'more' ? 2.2 : 1.35}
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
