/** What the screen starts with: what the command line says, then what is remembered. */
import { VethtopError } from '../core/errors.js';
import { caretLines, parseFilter } from '../view/filter.js';
import { initialUi, type UiOptions } from '../view/initial.js';
import { withSettings } from '../view/settings.js';
import { parseSort } from '../view/sort.js';
import type { ThemeName } from '../view/theme.js';
import type { Size, UiState } from '../view/ui.js';
import { NO_SETTINGS, type SettingsFile } from './settings-file.js';

export interface Choices {
  readonly initialFilter?: string;
  /** A column's id, with `-` in front for the other way round. */
  readonly initialSort?: string;
  /** Otherwise the one that is remembered. */
  readonly theme?: ThemeName;
  /** A standing line under the header. */
  readonly banner?: string;
  /** Where choices are remembered; absent: nowhere. */
  readonly settings?: SettingsFile;
}

/**
 * The state to start with, once the size is known.
 * @throws VethtopError `usage` for a wrong filter or sort.
 */
export function startingWith(choices: Choices): (size: Size) => UiState {
  const { initialFilter, initialSort, banner, theme, settings = NO_SETTINGS } = choices;
  const parsed = parseFilter(initialFilter ?? '');
  if (!parsed.ok) {
    throw new VethtopError({
      code: 'usage',
      what: 'the filter is wrong',
      why: `\n${caretLines(initialFilter ?? '', parsed.error, '  ')}`,
    });
  }
  const sort = initialSort === undefined ? undefined : parseSort(initialSort);
  if (sort === null) throw new VethtopError({ code: 'usage', what: `no column "${initialSort}" to sort by` });
  const options: Omit<UiOptions, 'size'> = {
    filter: parsed.filter.text,
    ...(sort === undefined ? {} : { sort }),
    ...(banner === undefined ? {} : { banner }),
    ...(theme === undefined ? {} : { theme }),
  };
  return size =>
    withSettings(initialUi({ size, ...options }), settings.read(), { sort: sort !== undefined, theme: theme !== undefined });
}
