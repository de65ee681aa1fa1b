/** blessed-contrib's line chart, wrapped once. The second and last file that knows blessed. */
import type { Widgets } from 'blessed';
import line, { type CanvasContext, type LineWidget } from 'blessed-contrib/lib/widget/charts/line.js';
import type { Chart, ChartSeries } from '../view/chart.js';

/** 256-colour numbers; mid tones as in the theme. */
const COLORS: Readonly<Record<ChartSeries['role'], number>> = { ab: 31, ba: 133 };
const AXIS_COLOR = 244;
/** A braille cell has 2 × 4 dots. */
const DOTS = { across: 2, down: 4 };
/** Rows that the widget keeps under its axis for labels. There are none, so they hang below the box. */
const LABEL_ROWS = 2;
const TALL_ROWS = 9;

export class ChartWidget {
  readonly #screen: Widgets.Screen;
  #widget: LineWidget | null = null;
  #place = '';

  constructor(screen: Widgets.Screen) {
    this.#screen = screen;
  }

  show(chart: Chart): void {
    const widget = this.#widgetAt(chart);
    widget.options.maxY = chart.maxY;
    widget.setData(
      chart.series.map(({ role, values }) => ({
        title: role,
        // An empty label would be printed as `null`.
        x: values.map(() => ' '),
        y: values.map(value => value ?? Number.NaN),
        style: { line: COLORS[role] },
      })),
    );
  }

  hide(): void {
    this.#widget?.detach();
    this.#widget = null;
    this.#place = '';
  }

  /** The canvas is made when the widget is attached: another place means another widget. */
  #widgetAt({ left, top, cols, rows }: Chart): LineWidget {
    const place = `${left} ${top} ${cols} ${rows}`;
    if (this.#widget !== null && place === this.#place) return this.#widget;
    this.hide();
    const widget = line({
      left,
      top,
      width: cols,
      height: rows,
      style: { line: 'normal', text: AXIS_COLOR, baseline: AXIS_COLOR },
      numYLabels: rows < TALL_ROWS ? 2 : 4,
      xPadding: 10,
      showLegend: false,
      minY: 0,
      maxY: 1,
    });
    widget.calcSize = () => {
      widget.canvasSize = { width: cols * DOTS.across, height: (rows + LABEL_ROWS) * DOTS.down };
    };
    this.#screen.append(widget);
    breakAtGaps(widget.ctx);
    this.#widget = widget;
    this.#place = place;
    return widget;
  }
}

/** A value that isn't a number ends a line and the next one begins anew: the widget itself would join them or hang. */
function breakAtGaps(context: CanvasContext): void {
  const beginPath = context.beginPath.bind(context);
  const lineTo = context.lineTo.bind(context);
  let broken = true;
  context.beginPath = () => {
    broken = true;
    beginPath();
  };
  context.lineTo = (x, y) => {
    if (!Number.isFinite(x) || !Number.isFinite(y)) {
      broken = true;
      return;
    }
    if (broken) context.moveTo(x, y);
    broken = false;
    lineTo(x, y);
  };
}
