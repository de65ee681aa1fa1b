/** blessed-contrib's line chart, which has no types of its own when imported alone. */
declare module 'blessed-contrib/lib/widget/charts/line.js' {
  import type { Widgets } from 'blessed';

  /** The drawing context of drawille-canvas. */
  export interface CanvasContext {
    beginPath(): void;
    moveTo(x: number, y: number): void;
    lineTo(x: number, y: number): void;
  }

  export interface LineOptions {
    left: number;
    top: number;
    width: number;
    height: number;
    /** An ANSI colour by number, or `normal`. */
    style: { line: number | string; text: number | string; baseline: number | string };
    numYLabels: number;
    xPadding: number;
    showLegend: boolean;
    minY: number;
    maxY: number;
  }

  export interface LineData {
    readonly title: string;
    readonly x: readonly string[];
    readonly y: readonly number[];
    readonly style: { readonly line: number | string };
  }

  /** blessed-contrib's line chart. `ctx` exists from the moment the widget is appended to a screen. */
  export interface LineWidget extends Widgets.BoxElement {
    options: LineOptions & Widgets.BoxOptions;
    ctx: CanvasContext;
    canvasSize: { width: number; height: number };
    calcSize(): void;
    setData(data: readonly LineData[]): void;
  }

  export default function line(options: LineOptions): LineWidget;
}
