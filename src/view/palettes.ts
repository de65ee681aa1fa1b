/** Roles → SGR, by how many colours there are and for which background. */
/** What a piece of text is, not how it looks. */
export const ROLES = [
  'plain',
  'dim',
  'name',
  'brand',
  'heading',
  'drop',
  'warning',
  'ok',
  'key',
  'cursor',
  'ab',
  'ba',
  'rule',
  'active',
  'tag',
] as const;

export type Role = (typeof ROLES)[number];

export type ColorDepth = 0 | 8 | 256;

/** SGR parameters, `1;31`; the empty string is no style. */
export type Palette = Readonly<Record<Role, string>>;

const PLAIN: Palette = {
  plain: '',
  dim: '',
  name: '',
  brand: '1',
  heading: '',
  drop: '1',
  warning: '',
  ok: '',
  key: '1',
  cursor: '7',
  ab: '',
  ba: '',
  rule: '',
  active: '1',
  tag: '1',
};

interface Palettes {
  readonly base: Palette;
  readonly selected: Palette;
}

/** Mid tones: each is readable on black and on white. */
export const PALETTES: Readonly<Record<ColorDepth, Palettes>> = {
  0: {
    base: PLAIN,
    selected: { ...PLAIN, name: '1', plain: '' },
  },
  8: {
    base: {
      ...PLAIN,
      brand: '1;36',
      heading: '36',
      drop: '1;31',
      warning: '33',
      ok: '32',
      ab: '36',
      ba: '35',
      active: '1;36',
      tag: '1;33',
    },
    selected: { ...uniform('7'), name: '1;7', drop: '1;7;31' },
  },
  256: {
    base: {
      plain: '',
      dim: '38;5;244',
      name: '',
      brand: '1;38;5;31',
      heading: '38;5;31',
      drop: '1;38;5;196',
      warning: '38;5;172',
      ok: '38;5;28',
      key: '1',
      cursor: '7',
      ab: '38;5;31',
      ba: '38;5;133',
      rule: '38;5;244',
      active: '1;38;5;31',
      tag: '1;38;5;172',
    },
    selected: {
      ...uniform('38;5;254;48;5;238'),
      name: '1;38;5;255;48;5;238',
      dim: '38;5;248;48;5;238',
      drop: '1;38;5;210;48;5;238',
      warning: '38;5;215;48;5;238',
      ok: '38;5;114;48;5;238',
      active: '1;38;5;117;48;5;238',
    },
  },
};

/** With 256 colours, for a background that is known. */
export const TONES: Readonly<Record<'dark' | 'light', Palettes>> = {
  dark: {
    base: {
      ...PLAIN,
      plain: '',
      dim: '38;5;246',
      name: '38;5;255',
      brand: '1;38;5;81',
      heading: '38;5;81',
      drop: '1;38;5;203',
      warning: '38;5;215',
      ok: '38;5;114',
      ab: '38;5;81',
      ba: '38;5;176',
      rule: '38;5;240',
      active: '1;38;5;117',
      tag: '1;38;5;220',
    },
    selected: { ...PALETTES[256].selected, tag: '1;38;5;220;48;5;238' },
  },
  light: {
    base: {
      ...PLAIN,
      dim: '38;5;243',
      name: '38;5;16',
      brand: '1;38;5;24',
      heading: '38;5;24',
      drop: '1;38;5;160',
      warning: '38;5;130',
      ok: '38;5;22',
      ab: '38;5;25',
      ba: '38;5;90',
      rule: '38;5;249',
      active: '1;38;5;25',
      tag: '1;38;5;130',
    },
    selected: {
      ...uniform('38;5;235;48;5;252'),
      name: '1;38;5;16;48;5;252',
      dim: '38;5;240;48;5;252',
      drop: '1;38;5;160;48;5;252',
      warning: '38;5;94;48;5;252',
      ok: '38;5;22;48;5;252',
      active: '1;38;5;25;48;5;252',
      tag: '1;38;5;94;48;5;252',
    },
  },
};

function uniform(sgr: string): Palette {
  return {
    plain: sgr,
    dim: sgr,
    name: sgr,
    brand: sgr,
    heading: sgr,
    drop: sgr,
    warning: sgr,
    ok: sgr,
    key: sgr,
    cursor: sgr,
    ab: sgr,
    ba: sgr,
    rule: sgr,
    active: sgr,
    tag: sgr,
  };
}
