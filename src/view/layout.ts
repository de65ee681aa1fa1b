/** Where everything goes, by breakpoints. Rows and columns count from 0. */
import type { Size, UiState } from './ui.js';

export const LEAST_SIZE: Size = { cols: 50, rows: 10 };

interface Breakpoint {
  readonly name: 'wide' | 'normal' | 'small' | 'tiny';
  readonly least: Size;
  /** The line of totals under the title. */
  readonly totals: boolean;
  /** Rows of the detail pane with its title; 0: none, Enter opens it as a page. */
  readonly detailRows: number;
  /** Rows for events; 1 is a line without a title. */
  readonly eventRows: number;
}

/** The first whose size fits. */
const BREAKPOINTS: readonly Breakpoint[] = [
  { name: 'wide', least: { cols: 160, rows: 50 }, totals: true, detailRows: 18, eventRows: 8 },
  { name: 'normal', least: { cols: 100, rows: 30 }, totals: true, detailRows: 11, eventRows: 3 },
  { name: 'small', least: { cols: 70, rows: 20 }, totals: true, detailRows: 0, eventRows: 1 },
  { name: 'tiny', least: LEAST_SIZE, totals: false, detailRows: 0, eventRows: 0 },
];

export interface Area {
  readonly top: number;
  readonly rows: number;
}

export interface Layout {
  readonly cols: number;
  readonly totals: boolean;
  /** Lines above the body. */
  readonly headerRows: number;
  /** Everything between header and footer: what a page fills. */
  readonly body: Area;
  /** Column titles and rows. */
  readonly table: Area;
  /** Null where there is no pane. */
  readonly detail: Area | null;
  readonly events: Area | null;
  readonly footer: Area;
}

/** Null where the terminal is too small for anything. */
export function layoutOf(ui: UiState): Layout | null {
  const { cols, rows } = ui.size;
  const point = BREAKPOINTS.find(({ least }) => cols >= least.cols && rows >= least.rows);
  if (point === undefined) return null;
  const headerRows = 2 + Number(point.totals) + Number(ui.banner !== null);
  const footerRows = ui.prompt === null ? 1 : 2;
  const body = { top: headerRows, rows: rows - headerRows - footerRows };
  const panes = point.detailRows + point.eventRows;
  const table = { top: body.top, rows: body.rows - panes };
  const detailTop = table.top + table.rows;
  return {
    cols,
    totals: point.totals,
    headerRows,
    body,
    table,
    detail: point.detailRows === 0 ? null : { top: detailTop, rows: point.detailRows },
    events: point.eventRows === 0 ? null : { top: detailTop + point.detailRows, rows: point.eventRows },
    footer: { top: rows - footerRows, rows: footerRows },
  };
}

/** Rows in the table, without its titles. */
export function tableRows(layout: Layout): number {
  return Math.max(0, layout.table.rows - 1);
}
