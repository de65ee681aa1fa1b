/** A list as a view shows it: rows with an identity, columns, a filter, an order, groups that fold, and a detail for each. */
import type { Inventory } from '../../inventory/model.js';
import type { LiveState } from '../../live/model.js';
import type { PlacedColumn } from '../columns/layout.js';
import type { CellContext, Column, ColumnFacts } from '../columns/model.js';
import type { Detail } from '../detail.js';
import type { Vocabulary } from '../filter/fields.js';
import type { FilterError } from '../filter.js';
import type { Line, Span } from '../line.js';
import type { Sort } from '../sort.js';
import type { Subject } from '../subject.js';
import type { Theme } from '../theme.js';
import type { UiState } from '../ui.js';
import type { ViewId } from './state.js';

export interface Identified {
  readonly id: string;
}

/** A line above the rows of a group. */
export interface Heading extends Identified {
  readonly heading: string;
  readonly count: number;
  readonly folded: boolean;
}

export type Item<R> = R | Heading;

export interface Group<R> {
  readonly id: string;
  readonly about: string;
  readonly of: (row: R) => string;
}

export interface DetailOptions {
  readonly rows: number;
  readonly cells: number;
  readonly theme: Theme;
  readonly kind: 'pane' | 'page';
  readonly live: LiveState;
  readonly ui: UiState;
}

/** What `arrange` goes by. */
export interface Arranging<R> {
  /** null: no filter. */
  readonly matches: ((row: R) => boolean) | null;
  /** Sorted as the person wants it. */
  readonly sorted: (rows: readonly R[]) => readonly R[];
  readonly isTurned: (id: string) => boolean;
}

/** What a view is made from. `R`: a row; `M`: what was measured of it. */
export interface ListSpec<R extends Identified, M> {
  readonly id: ViewId;
  readonly title: string;
  /** For the help page. */
  readonly about: string;
  /** Every row, before filter and order. The same array as long as nothing that it depends on has changed. */
  readonly rows: (live: LiveState, ui: UiState) => readonly R[];
  /** Once per report; asked for rows that are sorted, filtered by number, or on the screen. */
  readonly measures: (live: LiveState) => (row: R) => M | null;
  readonly columns: readonly Column<R, M>[];
  readonly vocabulary: Vocabulary<R, M>;
  /** Id of a column. */
  readonly sortColumn: string;
  readonly groups?: readonly Group<R>[];
  /** For rows that are a tree: which are shown, in which order. */
  readonly arrange?: (rows: readonly R[], by: Arranging<R>) => readonly R[];
  /** Whether a row hides others below it; null: none to hide. */
  readonly foldOf?: (row: R, isTurned: (id: string) => boolean) => 'folded' | 'unfolded' | null;
  readonly detail: (row: R, measure: M | null, options: DetailOptions) => Detail;
  /** Its details have a chart, which can be gone back in. */
  readonly charted?: true;
  /** For the clipboard. */
  readonly copy: (row: R) => string;
  /** What keys that change the host act on; null: nothing. */
  readonly subject: (row: R, inventory: Inventory) => Subject | null;
  /** In the tab, beside the title; null: nothing. */
  readonly badge: (live: LiveState) => Span | null;
  /** When there is no row at all. */
  readonly empty: (live: LiveState, ui: UiState) => readonly Line[];
}

/** The rows of a view as they are now. */
export interface List {
  /** Items, headings among them. */
  readonly length: number;
  /** Rows that the filter lets through, and all there are. */
  readonly matching: number;
  readonly total: number;
  idAt(index: number): string | null;
  /** Of rows, not of headings: what can be tagged, hidden and copied. */
  isRow(index: number): boolean;
  foldAt(index: number): 'folded' | 'unfolded' | null;
  line(index: number, placed: readonly PlacedColumn[], context: CellContext): Line;
  detail(index: number, options: DetailOptions): Detail;
  /** Null for a heading, too. */
  subject(index: number): Subject | null;
  /** Of rows with these ids, in sight or not. */
  subjects(ids: ReadonlySet<string>): readonly Subject[];
  copyText(ids: ReadonlySet<string>, index: number): string;
}

/** A view without the types of its rows: what the screen works with. */
export interface ListView {
  readonly id: ViewId;
  readonly title: string;
  readonly about: string;
  readonly columns: readonly ColumnFacts[];
  readonly sortable: readonly ColumnFacts[];
  readonly initialSort: Sort;
  readonly groups: readonly { readonly id: string; readonly about: string }[];
  readonly fields: readonly { readonly name: string; readonly about: string }[];
  readonly folds: boolean;
  readonly charted: boolean;
  /** What is wrong with a filter; null: nothing. */
  filterError(text: string): FilterError | null;
  list(live: LiveState, ui: UiState): List;
  badge(live: LiveState): Span | null;
  empty(live: LiveState, ui: UiState): readonly Line[];
}
