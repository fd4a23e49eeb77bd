// Small marks in ink, beside words and never instead of them.

import styles from './icon.module.css';

const PATHS = {
  forward: 'M4 12h15M13 5.5l6.5 6.5-6.5 6.5',
  back: 'M20 12H5M11 5.5L4.5 12l6.5 6.5',
  down: 'M12 4v15M5.5 13l6.5 6.5 6.5-6.5',
  up: 'M12 20V5M5.5 11L12 4.5l6.5 6.5',
  check: 'M4.5 12.8l5 5.2L19.8 6.5',
  cross: 'M6 6l12 12M18 6L6 18',
  plus: 'M12 4.5v15M4.5 12h15',
  minus: 'M4.5 12h15',
  erase: 'M9 5.5h11.5v13H9L3 12zM12 9.2l5.2 5.6M17.2 9.2L12 14.8',
  shift: 'M12 4l8 8.5h-4V20H8v-7.5H4z',
  pencil: 'M4.5 19.5l1-4.6L16.6 3.9l3.5 3.5L9 18.5zM14.3 6.2l3.5 3.5',
  turn: 'M19.5 12a7.500 7.500 0 11-2.600-5.700M19.500 3.500v4.500H15',
  bin: 'M5 7h14M9.5 7V4.5h5V7M6.8 7l.9 12.5h8.6L17.200 7M10.300 10.500v6M13.700 10.500v6',
  hand: 'M8 13V5.600a1.500 1.500 0 013 0V11V4.300a1.500 1.500 0 013 0V11V5.800a1.500 1.500 0 013 0V14c0 4-2 6.200-5 6.200s-4.300-1.400-5.600-4L4 12.500c-.7-1.500 1.300-2.600 2.300-1.300z',
  person: 'M12 12a4 4 0 100-8 4 4 0 000 8zM4.500 20.500c.6-4.200 3.500-6.200 7.500-6.200s6.900 2 7.500 6.200',
  sheet: 'M6 3.500h8.500L18.500 7.500V20.500H6zM14.500 3.500v4h4M9 11.500h6.500M9 14.500h6.500M9 17.500h4',
  printer: 'M7 9V3.500h10V9M7 17H4V9h16v8h-3M7 13.500h10v7H7z',
  eye: 'M2.500 12c2.600-4.300 5.800-6.500 9.500-6.500s6.900 2.200 9.500 6.500c-2.600 4.300-5.800 6.500-9.500 6.500S5.100 16.300 2.500 12zM12 15a3 3 0 100-6 3 3 0 000 6z',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className={styles.icon} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
